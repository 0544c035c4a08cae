"""An audited cluster with nothing but defaults, and what can be done with it."""

import pytest
from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rds as rds
from aws_cdk.assertions import Match, Template
from cdk_audited_aurora_mysql import (
    AuditDetection,
    AuditedAuroraMysqlCluster,
    AuditedAuroraMysqlClusterFromSnapshot,
    AuroraMysqlAudit,
)

from stacks import CLUSTER, LOG_GROUP, cluster_basics, properties


def from_basics(stack: Stack) -> AuditedAuroraMysqlCluster:
    return AuditedAuroraMysqlCluster(stack, "Database", **cluster_basics(stack))


def from_snapshot(stack: Stack) -> AuditedAuroraMysqlClusterFromSnapshot:
    return AuditedAuroraMysqlClusterFromSnapshot(stack, "Database", **cluster_basics(stack), snapshot_identifier="nightly")


@pytest.fixture(params=[from_basics, from_snapshot])
def cluster(request, stack):
    """Everything here holds for a new and for a restored cluster."""
    return request.param(stack)


def test_it_records_and_exports_from_the_beginning(stack, cluster):
    template = Template.from_stack(stack)

    template.has_resource_properties(CLUSTER, {"EnableCloudwatchLogsExports": Match.array_with(["audit"])})
    template.has_resource_properties(
        "AWS::RDS::DBClusterParameterGroup",
        {"Parameters": {"server_audit_logging": "1", "server_audit_events": "CONNECT,QUERY,TABLE"}},
    )
    template.resource_count_is(LOG_GROUP, 4)


def test_it_goes_wherever_a_cluster_of_aws_rds_goes(stack, cluster):
    proxy = rds.DatabaseProxy(
        stack,
        "Proxy",
        proxy_target=rds.ProxyTarget.from_cluster(cluster),
        secrets=[rds.DatabaseSecret(stack, "ProxySecret", username="app")],
        vpc=cluster.vpc,
    )

    assert isinstance(cluster, (rds.DatabaseCluster, rds.DatabaseClusterFromSnapshot))
    Template.from_stack(stack).has_resource_properties(
        "AWS::RDS::DBProxyTargetGroup", {"DBProxyName": stack.resolve(proxy.db_proxy_name)}
    )


def test_every_resource_is_exposed(stack, cluster):
    assert isinstance(cluster.audit, AuroraMysqlAudit)
    assert [group["LogGroupName"] for group in properties(stack, LOG_GROUP) if group["LogGroupName"].endswith("/audit")]
    assert cluster.audit_log_group.log_group_name == cluster.audit.audit_log_group.log_group_name
    assert stack.resolve(cluster.audit.encryption_key.key_arn) == {"Fn::GetAtt": ["DatabaseAuditKey0DBF7ED6", "Arn"]}
    assert stack.resolve(cluster.audit.topic.topic_arn)["Ref"].startswith("DatabaseAuditTopic")
    assert stack.resolve(cluster.audit.control_plane_rule.rule_name)["Ref"].startswith("DatabaseAuditDetectionsControlPlaneChanges")
    assert cluster.parameter_group.node.path == cluster.audit.parameter_group.node.path


def test_the_metric_of_a_detection_can_be_drawn(stack, cluster):
    metric = cluster.audit.metric(AuditDetection.FAILED_LOGINS, statistic="Maximum", period=Duration.hours(1))

    assert metric.metric_name == "FailedLogins"
    assert metric.namespace == cluster.audit.metric_namespace
    assert (metric.statistic, metric.period.to_hours()) == ("Maximum", 1)


def test_auditors_may_read_the_records(stack, cluster):
    auditor = iam.Role(stack, "Auditor", assumed_by=iam.AccountRootPrincipal())

    cluster.audit.grant_read_audit_logs(auditor)

    statements = properties(stack, "AWS::IAM::Policy")[0]["PolicyDocument"]["Statement"]
    assert {"kms:Decrypt"} <= {action for statement in statements for action in [statement["Action"]] if isinstance(action, str)}
    assert any("logs:FilterLogEvents" in statement["Action"] for statement in statements)
