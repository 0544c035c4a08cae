"""What detections would have made of a log that was already written."""

from datetime import datetime, timedelta, timezone

import pytest
from aws_cdk import Duration
from cdk_audited_aurora_mysql import AuditDetection, AuditReplay, AuditReplayAlarm, AuditReplayCount, AuditReplayResult

START = datetime(2026, 3, 1, 10, 0, tzinfo=timezone.utc)


def record(minute, statement="MARK", user="app"):
    microseconds = int((START + timedelta(minutes=minute)).timestamp()) * 1_000_000
    return f"{microseconds},node-1,{user},10.0.0.5,42,4711,QUERY,shop,'{statement}',0"


def marks(threshold):
    return AuditDetection.of("Marks", filter_pattern="MARK", runbook="Look.", threshold=threshold, period=Duration.minutes(5))


def only(results: list[AuditReplayResult]) -> AuditReplayResult:
    [result] = results
    return result


def span(alarm: AuditReplayAlarm) -> tuple[datetime, datetime | None]:
    return alarm.start, alarm.end


def counts(top: list[AuditReplayCount]) -> list[tuple[str, int]]:
    return [(each.value, each.count) for each in top]


def test_a_list_of_lines_is_replayed():
    replay = AuditReplay.of([record(6), record(7), record(8, user="eve"), record(60, "SELECT 1")], [marks(3)])

    result = only(replay.results())
    assert (replay.records, result.records, result.detection.detection_id) == (4, 3, "Marks")
    assert [span(alarm) for alarm in result.alarms] == [(START + timedelta(minutes=8), START + timedelta(minutes=10))]
    assert (result.quiet_threshold, result.quiet_evaluation_periods) == (4, 2)
    assert counts(result.top_users) == [("app", 2), ("eve", 1)]
    assert counts(result.top_hosts) == [("10.0.0.5", 3)]
    assert counts(result.top_statements) == [("MARK", 3)]


def test_lines_can_be_added_bit_by_bit():
    replay = AuditReplay([marks(2)])
    replay.add(record(1))
    replay.add_all([record(2), record(3, "SELECT 1")])

    result = only(replay.results())
    assert result.records == 2
    assert [span(alarm) for alarm in result.alarms] == [(START + timedelta(minutes=2), None)]
    assert (replay.start, replay.end) == (START + timedelta(minutes=1), START + timedelta(minutes=3))


def test_the_recommended_detections_are_replayed_by_default():
    ids = [result.detection.detection_id for result in AuditReplay().results()]

    assert ids == [each.detection_id for each in AuditDetection.recommended() if each.detection_id != "ControlPlaneChanges"]


@pytest.mark.parametrize("lines", ["text", [5]])
def test_what_is_no_list_of_lines_is_refused(lines):
    with pytest.raises(Exception):
        AuditReplay.of(lines)
