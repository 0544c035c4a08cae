"""Options that several constructs share can be written once."""

from aws_cdk import Duration
from aws_cdk import aws_rds as rds
from cdk_audited_aurora_mysql import (
    AuditAnalysis,
    AuditAnalysisProps,
    AuditArchive,
    AuditArchiveProps,
    AuditDashboardProps,
    AuditDetectionProps,
    AuditedAuroraMysqlClusterFromSnapshotProps,
    AuditedAuroraMysqlClusterProps,
    AuditEvent,
    AuditQuickSightProps,
    AuditReviewProps,
    AuroraMysqlAuditOptions,
    AuroraMysqlAuditProps,
    AuroraMysqlClusterFromSnapshotOptions,
    AuroraMysqlClusterOptions,
)

from stacks import audited_cluster, cluster_basics, plain_cluster


def test_options_of_an_audit_compare_by_value():
    events = [AuditEvent.CONNECT]
    options = AuroraMysqlAuditOptions(audit_events=events, security_contacts=["security@example.com"])

    assert options == AuroraMysqlAuditOptions(audit_events=events, security_contacts=["security@example.com"])
    assert options != AuroraMysqlAuditOptions(audit_events=events)
    assert options.detections is None


def test_properties_of_a_detection_keep_their_types():
    props = AuditDetectionProps(filter_pattern='"x"', runbook="Ask why.", period=Duration.minutes(1))

    assert props.period.to_seconds() == 60


def test_properties_of_an_audit_hold_the_cluster(stack):
    cluster = plain_cluster(stack)

    assert AuroraMysqlAuditProps(cluster=cluster).cluster is cluster


def test_properties_of_a_cluster_are_its_options_and_those_of_its_audit(stack):
    basics = cluster_basics(stack)
    version = rds.AuroraMysqlEngineVersion.VER_3_12_0

    assert AuroraMysqlClusterOptions(**basics, version=version).version is version
    assert AuditedAuroraMysqlClusterProps(**basics, audit_excluded_users=["monitor"]).audit_excluded_users == ["monitor"]


def test_properties_of_a_restored_cluster_name_the_snapshot(stack):
    basics = cluster_basics(stack)

    for struct in (AuroraMysqlClusterFromSnapshotOptions, AuditedAuroraMysqlClusterFromSnapshotProps):
        assert struct(**basics, snapshot_identifier="nightly").snapshot_identifier == "nightly"


def test_properties_of_what_comes_after_the_audits_hold_them(stack):
    audits = [audited_cluster(stack, cluster_identifier="orders").audit]
    archive = AuditArchive(stack, "Archive", audits=audits)

    assert AuditArchiveProps(audits=audits, expiration=Duration.days(4000)).expiration.to_days() == 4000
    assert AuditAnalysisProps(archive=archive, former_cluster_identifiers=["users"]).archive is archive
    analysis = AuditAnalysis(stack, "Analysis", archive=archive)
    assert AuditQuickSightProps(analysis=analysis, readers=["arn"]).authors is None
    assert AuditReviewProps(audits=audits, archive=archive, reviewers=["dba@example.com"]).audits == audits
    assert AuditDashboardProps(audits=audits).default_interval is None
