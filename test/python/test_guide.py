"""The guide to adoption shows TypeScript and Python side by side; both make the diff that it shows."""

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_rds as rds
from aws_cdk import cloudformation_include as include

import guide
from stacks import plain_cluster

VERSION = "8.0.mysql_aurora.3.12.0"


def generated(stack: Stack, *exports: str) -> rds.DatabaseCluster:
    return plain_cluster(stack, cluster_identifier=None, cloudwatch_logs_exports=list(exports) or None)


def l1_cluster(stack: Stack, **options) -> rds.CfnDBCluster:
    return rds.CfnDBCluster(stack, "Cluster", engine_version=VERSION, **options)


def included(stack: Stack, tmp_path) -> dict:
    template = tmp_path / "template.yaml"
    template.write_text(f"Resources: {{Cluster: {{Type: 'AWS::RDS::DBCluster', Properties: {{Engine: aurora-mysql, EngineVersion: {VERSION}}}}}}}")
    return {"template": include.CfnInclude(stack, "Template", template_file=str(template))}


def sharing(stack: Stack) -> dict:
    engine = rds.DatabaseClusterEngine.aurora_mysql(version=rds.AuroraMysqlEngineVersion.VER_3_12_0)
    group = rds.ParameterGroup(stack, "Shared", engine=engine)
    name = group.bind_to_cluster().parameter_group_name
    users = l1_cluster(stack, engine="aurora-mysql", db_cluster_identifier="users", db_cluster_parameter_group_name=name)
    return {"orders": plain_cluster(stack, parameter_group=group), "users": users}


def whole_app(stack: Stack) -> dict:
    app = stack.node.root
    l1_cluster(Stack(app, "Users"), engine="aurora-mysql", db_cluster_identifier="users")
    return {"app": app, "cluster": generated(stack)}


#: What is deployed before the code of a section comes to it: the names that the code takes for granted.
DEPLOYED = {
    "An identifier in the template": lambda stack, _: {"cluster": plain_cluster(stack)},
    "An identifier that CloudFormation made": lambda stack, _: {"cluster": generated(stack, "error")},
    "An L1, or an included template": included,
    "A cluster from elsewhere": lambda stack, _: {},
    "Parameter groups": lambda stack, _: sharing(stack),
    "A log group that RDS made": lambda stack, _: {"cluster": generated(stack, "audit", "error")},
    "A global database": lambda stack, _: {"secondary": l1_cluster(stack, global_cluster_identifier="orders")},
    "A whole app": lambda stack, _: whole_app(stack),
    "A cluster that Terraform manages": lambda stack, _: {},
}


def templates(section: guide.Section, tmp_path, code: str = "") -> dict[str, dict]:
    """The templates of an app with what is deployed, and with the code of a section."""
    app = App()
    stack = Stack(app, "Stack")
    names = {"stack": stack, **DEPLOYED[section.title](stack, tmp_path)}
    exec(compile(code, section.title, "exec"), names)
    return {each.stack_name: each.template for each in app.synth().stacks}


@pytest.mark.parametrize("section", guide.sections(), ids=lambda section: section.title)
def test_the_code_of_the_guide_makes_the_diff_that_it_shows(section, tmp_path):
    before, after = templates(section, tmp_path), templates(section, tmp_path, section.code)

    assert [line for name in after for line in guide.difference(before[name], after[name])] == section.diff


def test_every_section_with_code_has_it_in_python():
    assert [section.title for section in guide.sections()] == list(DEPLOYED)
