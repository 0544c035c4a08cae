"""Stacks and clusters of the tests, as a Python team would write them."""

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk.assertions import Template
from cdk_audited_aurora_mysql import AuditedAuroraMysqlCluster

CLUSTER = "AWS::RDS::DBCluster"
LOG_GROUP = "AWS::Logs::LogGroup"

#: Records of a cluster that are not kept long enough.
ONE_MONTH = dict(audit_log_retention=logs.RetentionDays.ONE_MONTH)


def cluster_basics(stack: Stack) -> dict:
    """What every cluster needs and no default can decide."""
    return dict(
        vpc=ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=0),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        writer=rds.ClusterInstance.serverless_v2("writer"),
    )


def audited_cluster(stack: Stack, **options) -> AuditedAuroraMysqlCluster:
    return AuditedAuroraMysqlCluster(stack, "Database", **{**cluster_basics(stack), **options})


def plain_cluster(stack: Stack, **options) -> rds.DatabaseCluster:
    """A cluster of aws-rds alone that can be audited."""
    engine = rds.DatabaseClusterEngine.aurora_mysql(version=rds.AuroraMysqlEngineVersion.VER_3_12_0)
    return rds.DatabaseCluster(
        stack, "Plain", **{**cluster_basics(stack), "engine": engine, "cluster_identifier": "orders-db", **options}
    )


def hide_exports(cluster: rds.DatabaseCluster) -> None:
    """Nobody can tell before the deployment which logs the cluster exports."""
    cluster.node.default_child.add_property_override("EnableCloudwatchLogsExports", {"Fn::GetAZs": ""})


def properties(stack: Stack, resource_type: str) -> list[dict]:
    """The properties of all resources of a type, as they are rendered."""
    return [found.get("Properties", {}) for found in Template.from_stack(stack).find_resources(resource_type).values()]
