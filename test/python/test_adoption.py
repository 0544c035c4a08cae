"""Clusters that were there before: L1, generated identifiers, imported ones, and the mixin."""

import pytest
from aws_cdk import App, Mixins, Stack
from aws_cdk import aws_rds as rds
from aws_cdk.assertions import Annotations, Match, Template
from cdk_audited_aurora_mysql import (
    AuditAuroraMysql,
    AuditAuroraMysqlOptions,
    AuditCoverage,
    AuditCoverageLevel,
    AuditCoveragePart,
    AuditDetection,
    AuroraMysqlAudit,
)

from stacks import CLUSTER, LOG_GROUP, plain_cluster, properties

ACTUAL = "stack-plain-1x2y3z"


def l1_cluster(stack: Stack, **options) -> rds.CfnDBCluster:
    return rds.CfnDBCluster(stack, "Cluster", engine="aurora-mysql", engine_version="8.0.mysql_aurora.3.12.0", **options)


def imported_cluster(stack: Stack) -> rds.IDatabaseCluster:
    return rds.DatabaseCluster.from_database_cluster_attributes(stack, "Imported", cluster_identifier="orders")


def test_the_actual_identifier_gives_names_and_is_not_given_to_the_cluster(stack):
    cluster = plain_cluster(stack, cluster_identifier=None)

    AuroraMysqlAudit(stack, "Audit", cluster=cluster, deployed_cluster_identifier=ACTUAL)

    (found,) = properties(stack, CLUSTER)
    assert "DBClusterIdentifier" not in found
    assert f"/aws/rds/cluster/{ACTUAL}/audit" in [group["LogGroupName"] for group in properties(stack, LOG_GROUP)]


def test_without_it_an_error_says_what_either_situation_needs(stack):
    cluster = plain_cluster(stack, cluster_identifier=None)

    with pytest.raises(RuntimeError, match="If the cluster is DEPLOYED: set deployedClusterIdentifier .* If it is NOT deployed yet"):
        AuroraMysqlAudit(stack, "Audit", cluster=cluster)


def test_coverage_says_what_the_app_does_not_manage(stack):
    coverage = AuroraMysqlAudit(stack, "Audit", cluster=imported_cluster(stack)).coverage

    assert isinstance(coverage, AuditCoverage) and isinstance(coverage.record, AuditCoveragePart)
    assert coverage.record.level == AuditCoverageLevel.UNMANAGED
    assert "aws rds modify-db-cluster-parameter-group" in coverage.record.unmanaged[0]
    assert coverage.keep.level == AuditCoverageLevel.UNMANAGED
    assert coverage.detect.level == AuditCoverageLevel.MANAGED


def test_an_imported_parameter_group_is_part_of_what_is_not_managed(stack):
    group = rds.ParameterGroup.from_parameter_group_name(stack, "Group", "theirs")

    coverage = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack, parameter_group=group)).coverage

    assert coverage.record.level == AuditCoverageLevel.PARTLY_MANAGED


@pytest.mark.parametrize("make", [plain_cluster, lambda stack: l1_cluster(stack, db_cluster_identifier="orders")])
def test_a_cluster_is_audited_with_the_mixin(stack, make):
    make(stack).with_(AuditAuroraMysql(detections=AuditDetection.recommended()))

    Template.from_stack(stack).resource_count_is("AWS::CloudWatch::Alarm", len(AuditDetection.recommended()))


def test_options_of_the_mixin_may_be_kept_apart(stack):
    options = AuditAuroraMysqlOptions(deployed_cluster_identifier=ACTUAL)

    l1_cluster(stack).with_(AuditAuroraMysql(deployed_cluster_identifier=options.deployed_cluster_identifier))

    assert f"/aws/rds/cluster/{ACTUAL}/audit" in [group["LogGroupName"] for group in properties(stack, LOG_GROUP)]


def test_a_whole_app_is_audited_with_the_mixin():
    app = App()
    stacks = [Stack(app, name) for name in ("Orders", "Users")]
    for stack in stacks:
        l1_cluster(stack, db_cluster_identifier=stack.stack_name.lower())

    Mixins.of(app).require_any().apply(AuditAuroraMysql())

    for stack in stacks:
        (found,) = properties(stack, CLUSTER)
        assert "audit" in found["EnableCloudwatchLogsExports"]


def test_the_mixin_can_be_asked_and_applied_by_hand(stack):
    mixin, cluster = AuditAuroraMysql(), l1_cluster(stack, db_cluster_identifier="orders")

    assert mixin.supports(cluster) and not mixin.supports(stack)
    mixin.apply_to(cluster)

    Template.from_stack(stack).resource_count_is("AWS::RDS::DBClusterParameterGroup", 1)


def test_a_cluster_that_cannot_be_audited_is_named(stack):
    plain_cluster(stack, cluster_identifier=None)

    Mixins.of(stack).apply(AuditAuroraMysql())

    Annotations.from_stack(stack).has_error("*", Match.string_like_regexp("Stack/Plain is not audited: cluster: Stack/Plain must have a literal"))
