"""The README shows TypeScript and Python side by side; both do the same."""

import ast
import re
from typing import NamedTuple

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

import readme
from stacks import CLUSTER, plain_cluster

#: What an example takes for granted, by the type under which it is declared.
DECLARED = {
    "Stack": lambda stack, name: stack,
    "ec2.IVpc": ec2.Vpc,
    "sns.ITopic": sns.Topic,
    "rds.DatabaseCluster": lambda stack, name: plain_cluster(stack),
}


class Outcome(NamedTuple):
    """What the stack that an example made or was given holds, and what its last line answered."""

    template: dict
    answer: bool | None


def outcome_of(example: str, declarations: list[tuple[str, str]]) -> Outcome:
    given = Stack(App(), "Stack")
    names = {name: DECLARED[kind](given, name) for name, kind in declarations}
    *statements, last = ast.parse(example).body
    exec(compile(ast.Module(statements, []), "README.md", "exec"), names)
    if isinstance(last, ast.Expr):
        answer = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    else:
        answer = exec(compile(ast.Module([last], []), "README.md", "exec"), names)
    template = Template.from_stack(names.get("stack", given)).to_json()
    return Outcome(template, answer if isinstance(answer, bool) else None)


def test_every_typescript_example_has_a_python_one_behind_it():
    languages = [fence.language for fence in readme.fences(readme.readme()) if fence.language in ("ts", "python")]

    assert languages and languages == ["ts", "python"] * (len(languages) // 2)


@pytest.mark.parametrize("example", readme.examples(), ids=lambda example: example.title)
def test_both_do_the_same(example):
    declarations = re.findall(r"^# (\w+): (\S+)$", example.translated, re.MULTILINE)

    written = outcome_of(example.written, declarations)

    assert written == outcome_of(example.translated, declarations)
    assert written.answer or any(resource["Type"] == CLUSTER for resource in written.template["Resources"].values())
