"""README and guides show TypeScript and Python side by side; both do the same."""

import ast
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_sns as sns

import readme
from nag import Finding, report
from stacks import CLUSTER, audited_cluster, plain_cluster

#: What an example takes for granted, by the type under which it is declared.
DECLARED = {
    "App": lambda stack, name: stack.node.root,
    "Stack": lambda stack, name: stack,
    "ec2.IVpc": ec2.Vpc,
    "sns.ITopic": sns.Topic,
    "AuditedAuroraMysqlCluster": lambda stack, name: audited_cluster(stack),
    "rds.DatabaseCluster": lambda stack, name: plain_cluster(stack, cluster_identifier="orders-databaseb269d8bb-1x2y3z"),
}


class Outcome(NamedTuple):
    """What an example made of its stack and its app, and what its last line answered."""

    template: dict
    answer: bool | None
    #: What the app says to an unaudited cluster that is added to it.
    findings: list[Finding]
    acknowledged: list[str]
    evidence: set[str]


def run(example: str, names: dict) -> bool | None:
    """Runs an example on names that are declared, which are joined by its own; what its last line says, if that is true or false."""
    *statements, last = ast.parse(example).body
    exec(compile(ast.Module(statements, []), "README.md", "exec"), names)
    if not isinstance(last, ast.Expr):
        return exec(compile(ast.Module([last], []), "README.md", "exec"), names)
    answer = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    return answer if isinstance(answer, bool) else None


def outcome_of(example: str, declarations: list[tuple[str, str]]) -> Outcome:
    given = Stack(App(), "Stack")
    names = {name: DECLARED[kind](given, name) for name, kind in declarations}
    answer = run(example, names)
    stack = names.get("stack", given)
    app = names.get("app", stack.node.root)
    plain_cluster(Stack(app, "Unaudited"))
    found = report(app)
    outdir = Path(app.outdir)
    return Outcome(
        json.loads((outdir / stack.template_file).read_text()) if stack.node.root is app else {},
        answer,
        found.findings,
        [f"{violation['ruleName']} at {violation['acknowledgedAt']}: {violation['reason']}" for violation in found.suppressed],
        {path.name for path in outdir.glob("*evidence*")},
    )


def test_the_wheel_shows_each_example_once():
    assert readme.fences(readme.description()) == readme.fences(readme.readme())


@pytest.mark.parametrize("example", readme.examples(), ids=lambda example: example.title)
def test_both_do_the_same(example):
    declarations = re.findall(r"^# (\w+): (\S+)$", example.translated, re.MULTILINE)

    written = outcome_of(example.written, declarations)

    assert written == outcome_of(example.translated, declarations)
    clusters = [found["Properties"] for found in written.template.get("Resources", {}).values() if found["Type"] == CLUSTER]
    assert written.answer or written.findings or clusters
    # The rule pack is shown on clusters that are not audited.
    assert written.findings or all("audit" in cluster.get("EnableCloudwatchLogsExports", []) for cluster in clusters)
