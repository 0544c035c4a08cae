"""Detections: those that come with the library, and those of a Python team."""

import pytest
from aws_cdk import Duration
from aws_cdk.assertions import Template
from cdk_audited_aurora_mysql import AuditDetection, AuditDetectionSeverity, AuditEvent

RECOMMENDED = AuditDetection.recommended()

CATALOGUE = [
    (AuditDetection.FAILED_LOGINS, "FailedLogins"),
    (AuditDetection.SLOW_FAILED_LOGINS, "SlowFailedLogins"),
    (AuditDetection.DENIED_ACCESS, "DeniedAccess"),
    (AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, "AccountAndPrivilegeChanges"),
    (AuditDetection.DESTRUCTIVE_STATEMENTS, "DestructiveStatements"),
    (AuditDetection.SCHEMA_CHANGES, "SchemaChanges"),
    (AuditDetection.AUDIT_TAMPERING, "AuditTampering"),
    (AuditDetection.EXFILTRATION_AND_INJECTION, "ExfiltrationAndInjection"),
    (AuditDetection.RECONNAISSANCE, "Reconnaissance"),
    (AuditDetection.SILENCE, "Silence"),
    (AuditDetection.CONTROL_PLANE_CHANGES, "ControlPlaneChanges"),
]


@pytest.mark.parametrize("detection", RECOMMENDED, ids=lambda detection: detection.detection_id)
def test_those_of_the_library_say_what_to_do(detection):
    assert detection.runbook
    assert detection.controls
    assert detection.threshold >= 1
    assert detection.severity in AuditDetectionSeverity


@pytest.mark.parametrize("detection, detection_id", CATALOGUE)
def test_those_of_the_library_are_told_apart_by_their_ids(detection, detection_id):
    assert detection.detection_id == detection_id
    assert detection_id in [recommended.detection_id for recommended in RECOMMENDED]


def test_one_of_the_library_can_be_tuned():
    tuned = (
        AuditDetection.FAILED_LOGINS.with_threshold(3)
        .with_period(Duration.minutes(10), 2)
        .with_severity(AuditDetectionSeverity.LOW)
        .with_runbook("Ask the team.")
    )

    assert (tuned.threshold, tuned.period.to_minutes(), tuned.evaluation_periods) == (3, 10, 2)
    assert (tuned.severity, tuned.runbook) == (AuditDetectionSeverity.LOW, "Ask the team.")
    assert tuned.filter_pattern == AuditDetection.FAILED_LOGINS.filter_pattern


@pytest.mark.parametrize(
    "detection, record, is_counted",
    [
        (AuditDetection.FAILED_LOGINS, "1728498527380921,node1,eve,172.31.49.222,147189,0,FAILED_CONNECT,,,1045", True),
        (AuditDetection.FAILED_LOGINS, "1728498527380940,node1,eve,172.31.49.222,147189,0,DISCONNECT,,,0", False),
        (AuditDetection.FAILED_LOGINS, "1728498527380921,node1,eve,172.31.49.222,9,1,QUERY,,'SELECT \\',FAILED_CONNECT,,,1045\\'',0", False),
        (AuditDetection.DESTRUCTIVE_STATEMENTS, "1728498527380921,node1,app,172.31.49.222,9,1,QUERY,shop,'DROP TABLE orders',0", True),
        (AuditDetection.DESTRUCTIVE_STATEMENTS, "1728498527380921,node1,app,172.31.49.222,9,1,QUERY,shop,'SELECT 1',0", False),
        (AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, "1728498527380921,node1,app,h,9,1,QUERY,shop,'GRANT ALL ON *.* TO é',0", True),
    ],
)
def test_one_can_be_tried_on_a_record(detection, record, is_counted):
    assert detection.matches(record) is is_counted


def test_one_of_the_team_says_everything_itself():
    detection = AuditDetection.of(
        "SalariesRead",
        filter_pattern='",READ,hr,salaries,"',
        runbook="Ask who and why.",
        metric_name="Salaries",
        threshold=50,
        period=Duration.hours(1),
        evaluation_periods=2,
        severity=AuditDetectionSeverity.CRITICAL,
        controls=["PCI DSS v4.0.1 10.2.1.1"],
        logs_insights_query="fields @message | filter @message like 'salaries'",
        audit_events=[AuditEvent.TABLE],
    )

    assert (detection.detection_id, detection.metric_name) == ("SalariesRead", "Salaries")
    assert (detection.threshold, detection.period.to_hours(), detection.evaluation_periods) == (50, 1, 2)
    assert (detection.severity, detection.controls) == (AuditDetectionSeverity.CRITICAL, ["PCI DSS v4.0.1 10.2.1.1"])
    assert detection.logs_insights_query == "fields @message | filter @message like 'salaries'"
    assert [event.event_name for event in detection.audit_events] == ["TABLE"]
    assert detection.matches("1728498527380921,node1,app,10.0.0.1,9,1,READ,hr,salaries,")
    assert not detection.matches("1728498527380921,node1,app,10.0.0.1,9,1,READ,hr,holidays,")


@pytest.mark.parametrize(
    "severity",
    [
        AuditDetectionSeverity.LOW,
        AuditDetectionSeverity.MEDIUM,
        AuditDetectionSeverity.HIGH,
        AuditDetectionSeverity.CRITICAL,
    ],
)
def test_each_severity_survives_the_way_there_and_back(severity):
    detection = AuditDetection.of("Any", filter_pattern='"x"', runbook="Look.", severity=severity)

    assert detection.severity is severity


def test_one_of_the_team_becomes_a_filter_and_an_alarm(stack, cluster):
    detection = AuditDetection.of("SalariesRead", filter_pattern='",READ,hr,salaries,"', runbook="Ask who and why.", threshold=50)

    alarm = cluster.audit.add_detection(detection)

    assert alarm.node.path in [other.node.path for other in cluster.audit.alarms]
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::Logs::MetricFilter", {"FilterPattern": '",READ,hr,salaries,"'})
    template.has_resource_properties("AWS::CloudWatch::Alarm", {"Threshold": 50, "AlarmDescription": "MEDIUM: Ask who and why."})
