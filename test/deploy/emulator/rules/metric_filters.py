"""Metric filters: patterns, the quota of regular expressions, and the way of a record to metrics and alarms."""

import json
import subprocess
from functools import cache
from pathlib import Path

from ministack.services import cloudwatch, cloudwatch_logs as logs

from ..handlers import patch, refuse

RESOURCE_TYPE = "AWS::Logs::MetricFilter"

REGEX_QUOTA = 5

ROOT = Path(__file__).parents[4]


@cache
def matcher() -> subprocess.Popen:
    """The matcher of the library, which the tests hold against answers of the service."""
    command = ["node", "--import", "tsx", Path(__file__).parents[1] / "filter-patterns.ts"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def selected(patterns: list[str], messages: list[str] = []) -> list[int]:
    """How many messages each pattern selects; ValueError where CloudWatch Logs refuses a pattern."""
    process = matcher()
    print(json.dumps({"patterns": patterns, "messages": messages}), file=process.stdin, flush=True)
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        raise ValueError(f"Invalid metric filter pattern (Service: CloudWatchLogs, Status Code: 400): {answer['error']}")
    return answer["counts"]


def pattern_is_valid(properties, _):
    selected([properties.get("FilterPattern", "")])


def regex_quota_is_kept(properties, name):
    group = properties["LogGroupName"]
    others = [each["filterPattern"] for each in logs._metric_filters.values() if each["logGroupName"] == group and each["filterName"] != name]
    others += [each["filterPattern"] for each in logs._log_groups.get(group, {}).get("subscriptionFilters", {}).values()]
    if "%" in properties.get("FilterPattern", "") and sum("%" in pattern for pattern in others) >= REGEX_QUOTA:
        raise ValueError(f"Resource limit exceeded: at most {REGEX_QUOTA} filter patterns with a regular expression on {group}")


def counted(stock):
    """Every record that arrives is counted by the filters of its group, and the alarms look."""

    def put(request):
        answer = stock(request)
        if answer[0] < 400:
            group, messages = request["logGroupName"], [event["message"] for event in request.get("logEvents", [])]
            cloudwatch.record_metric("AWS/Logs", "IncomingLogEvents", len(messages), "Count", {"LogGroupName": group})
            filters = [each for each in logs._metric_filters.values() if each["logGroupName"] == group]
            for each, count in zip(filters, selected([each["filterPattern"] for each in filters], messages), strict=True):
                for transformation in each["metricTransformations"]:
                    record(transformation, count)
            cloudwatch._evaluate_all_alarms()
        return answer

    return put


def record(transformation, count):
    value = count * float(transformation["metricValue"]) if count else transformation.get("defaultValue")
    if value is not None:
        cloudwatch.record_metric(transformation["metricNamespace"], transformation["metricName"], float(value))


def apply():
    patch(logs, "_put_log_events", counted)
    refuse(RESOURCE_TYPE, write=[pattern_is_valid, regex_quota_is_kept])
