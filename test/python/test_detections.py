"""Detections: those that come with the library, and those of a Python team."""

import pytest
from aws_cdk import Duration
from aws_cdk.assertions import Template
from cdk_audited_aurora_mysql import AuditDetection, AuditDetectionSeverity

RECOMMENDED = AuditDetection.recommended()


@pytest.mark.parametrize("detection", RECOMMENDED, ids=lambda detection: detection.detection_id)
def test_those_of_the_library_say_what_to_do(detection):
    assert detection.runbook
    assert detection.filter_pattern
    assert detection.controls
    assert detection.threshold >= 1
    assert detection.severity in AuditDetectionSeverity


@pytest.mark.parametrize("detection", [AuditDetection.FAILED_LOGINS, AuditDetection.PRIVILEGE_CHANGES])
def test_those_of_the_library_are_told_apart_by_their_ids(detection):
    assert detection.detection_id in [recommended.detection_id for recommended in RECOMMENDED]


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
    )

    assert (detection.detection_id, detection.metric_name) == ("SalariesRead", "Salaries")
    assert (detection.threshold, detection.period.to_hours(), detection.evaluation_periods) == (50, 1, 2)
    assert (detection.severity, detection.controls) == (AuditDetectionSeverity.CRITICAL, ["PCI DSS v4.0.1 10.2.1.1"])


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

    alarm = cluster.add_detection(detection)

    assert alarm.node.path in [other.node.path for other in cluster.alarms]
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::Logs::MetricFilter", {"FilterPattern": '",READ,hr,salaries,"'})
    template.has_resource_properties("AWS::CloudWatch::Alarm", {"Threshold": 50, "AlarmDescription": "Ask who and why."})
