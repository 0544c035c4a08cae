"""The README shows TypeScript and Python side by side; both do the same."""

import re

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

import readme
from stacks import CLUSTER, audited_cluster, plain_cluster

#: What an example takes for granted, by the type under which it is declared.
DECLARED = {
    "Stack": lambda stack: stack,
    "ec2.IVpc": lambda stack: ec2.Vpc(stack, "Vpc"),
    "rds.DatabaseCluster": plain_cluster,
    "AuditedAuroraMysqlCluster": audited_cluster,
}


def template_of(example: str, declarations: list[tuple[str, str]]) -> dict:
    """Runs an example and says what the stack that it made or was given then holds."""
    given = Stack(App(), "Stack")
    names = {name: DECLARED[kind](given) for name, kind in declarations}
    exec(compile(example, "README.md", "exec"), names)
    return Template.from_stack(names.get("stack", given)).to_json()


def test_every_typescript_example_has_a_python_one_behind_it():
    languages = [fence.language for fence in readme.fences(readme.readme()) if fence.language in ("ts", "python")]

    assert languages and languages == ["ts", "python"] * (len(languages) // 2)


@pytest.mark.parametrize("example", readme.examples(), ids=lambda example: example.title)
def test_both_make_the_same_template(example):
    declarations = re.findall(r"^# (\w+): (\S+)$", example.translated, re.MULTILINE)

    written = template_of(example.written, declarations)

    assert written == template_of(example.translated, declarations)
    assert any(resource["Type"] == CLUSTER for resource in written["Resources"].values())
