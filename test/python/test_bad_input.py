"""Bad input is answered with an error that names the option, what was given and what is allowed."""

import pytest
from aws_cdk import Aws, Duration, Fn
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from cdk_audited_aurora_mysql import AuditDetection, AuditEvent, AuroraMysqlAudit

from stacks import audited_cluster, plain_cluster


@pytest.mark.parametrize(
    "options, message",
    [
        (dict(audit_events=[]), "auditEvents: must hold at least one AuditEvent; without events nothing is recorded"),
        (dict(audit_events=[AuditEvent.TABLE, AuditEvent.TABLE]), "auditEvents: TABLE is there twice"),
        (
            dict(audit_excluded_users=["app user"]),
            "auditExcludedUsers: 'app user' has a space; names are comma-separated without spaces",
        ),
        (dict(audit_included_users=["app@%"]), "auditIncludedUsers: 'app@%' must be a user name without its host"),
        (dict(audit_excluded_users=[]), "auditExcludedUsers: must be a list of at least one user name, got: []"),
        (
            dict(audit_excluded_users=["app"], audit_included_users=["app"]),
            "auditExcludedUsers: 'app' is in auditIncludedUsers too",
        ),
        (dict(cluster_identifier="a--b"), "clusterIdentifier: must be 1 to 63 letters, digits and hyphens"),
        (dict(cloudwatch_logs_exports=["audits"]), "cloudwatchLogsExports: must hold only audit, error, general, slowquery"),
        (dict(cloudwatch_logs_exports=Fn.split(",", Aws.REGION)), "cloudwatchLogsExports: must be a literal list, got: a token"),
        (dict(security_contacts=["security"]), "securityContacts: must hold e-mail addresses, got: 'security'"),
        (dict(alarm_actions=[]), "alarmActions: must be a list of at least one alarm action"),
        (dict(urgent_alarm_actions=[]), "urgentAlarmActions: must be a list of at least one alarm action"),
        (dict(detections=[AuditDetection.FAILED_LOGINS] * 2), "detections: 'FailedLogins' is there twice"),
        (dict(parameters={"server_audit_logs": "1"}), "server_audit_logging"),
        (dict(version=rds.AuroraMysqlEngineVersion.of("8.4.mysql_aurora.8.4.7")), "must begin with its major version, got: '5.7'"),
    ],
)
def test_of_a_cluster(stack, options, message):
    with pytest.raises(RuntimeError) as raised:
        audited_cluster(stack, **options)

    assert message in str(raised.value)


@pytest.mark.parametrize(
    "properties, message",
    [
        (dict(filter_pattern=""), "detection Any: filterPattern must be text that is not empty, got: ''"),
        (dict(runbook=" "), "detection Any: runbook must be text that is not empty"),
        (dict(threshold=0), "detection Any: threshold must be a number greater than 0, got: 0"),
        (dict(evaluation_periods=0.5), "detection Any: evaluationPeriods must be a whole number of at least 1, got: 0.5"),
        (dict(period=Duration.seconds(45)), "detection Any: period must be a multiple of 60 seconds, got: 45 seconds"),
        (dict(filter_pattern="%(a)%"), "detection Any: filterPattern"),
        (dict(metric_name=":x"), "detection Any: metricName must be 1 to 255 characters"),
    ],
)
def test_of_a_detection(properties, message):
    with pytest.raises(RuntimeError) as raised:
        AuditDetection.of("Any", **{"filter_pattern": '"x"', "runbook": "Look.", **properties})

    assert message in str(raised.value)


def test_of_the_id_of_a_detection():
    with pytest.raises(RuntimeError, match="detectionId: must be 1 to 100 letters and digits, a letter first, got: 'a b'"):
        AuditDetection.of("a b", filter_pattern='"x"', runbook="Look.")


def test_of_a_tuned_detection():
    with pytest.raises(RuntimeError, match="detection FailedLogins: threshold must be a number greater than 0, got: -1"):
        AuditDetection.FAILED_LOGINS.with_threshold(-1)


def test_of_a_detection_that_the_cluster_does_not_have(stack):
    cluster = audited_cluster(stack, detections=[AuditDetection.FAILED_LOGINS])

    with pytest.raises(RuntimeError, match="detection 'AccountAndPrivilegeChanges' is not among those of this cluster: FailedLogins"):
        cluster.audit.metric(AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES)


def test_of_a_log_group_with_another_name(stack):
    group = logs.LogGroup.from_log_group_name(stack, "Group", "/aws/rds/cluster/Orders/audit")

    with pytest.raises(RuntimeError, match="auditLogGroup: the cluster writes to /aws/rds/cluster/orders/audit, got: "):
        audited_cluster(stack, cluster_identifier="orders", audit_log_group=group)


def test_of_an_imported_cluster_of_another_engine(stack):
    imported = rds.DatabaseCluster.from_database_cluster_attributes(
        stack,
        "Imported",
        cluster_identifier="orders",
        engine=rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_17_5),
    )

    with pytest.raises(RuntimeError, match="cluster: must be of engine aurora-mysql, got: aurora-postgresql"):
        AuroraMysqlAudit(stack, "Audit", cluster=imported)


def test_of_an_imported_cluster_that_is_audited_already(stack):
    first, second = [
        rds.DatabaseCluster.from_database_cluster_attributes(stack, name, cluster_identifier="orders") for name in ("First", "Second")
    ]
    AuroraMysqlAudit(stack, "Audit", cluster=first)

    with pytest.raises(RuntimeError, match="cluster: Stack/Second has the identifier 'orders', as Stack/First has"):
        AuroraMysqlAudit(stack, "Again", cluster=second)


def test_of_a_cluster_without_a_literal_identifier(stack):
    with pytest.raises(RuntimeError, match="clusterIdentifier"):
        AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack, cluster_identifier=None))


@pytest.mark.parametrize(
    "options, name",
    [
        (dict(audit_events=["CONNECT"]), "audit_events"),
        (dict(audit_log_retention=365), "audit_log_retention"),
        (dict(version="8.0"), "version"),
        (dict(detections="FailedLogins"), "detections"),
        (dict(audit_log_group="audit"), "auditLogGroup"),
        (dict(auditEvents=[AuditEvent.QUERY]), "auditEvents"),
    ],
)
def test_of_another_type_is_told_before_it_leaves_python(stack, options, name):
    with pytest.raises((TypeError, RuntimeError), match=name):
        audited_cluster(stack, **options)
