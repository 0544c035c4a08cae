"""Subscription filters: two for a group that is there, to a stream that is there."""

from ministack.services import cloudwatch_logs as logs, firehose

from ..handlers import refuse

RESOURCE_TYPE = "AWS::Logs::SubscriptionFilter"

QUOTA = 2


def group_exists(properties, _):
    if properties["LogGroupName"] not in logs._log_groups:
        raise ValueError("The specified log group does not exist. (Service: CloudWatchLogs, Status Code: 400)")


def quota_is_kept(properties, physical_id):
    others = set(logs._log_groups.get(properties["LogGroupName"], {}).get("subscriptionFilters", {})) - {physical_id, properties.get("FilterName")}
    if len(others) >= QUOTA:
        raise ValueError("Resource limit exceeded. (Service: CloudWatchLogs, Status Code: 400)")


def destination_exists(properties, _):
    _, separator, stream = properties["DestinationArn"].partition(":deliverystream/")
    if separator and firehose._streams.get(stream, {}).get("status") != "ACTIVE":
        raise ValueError("Could not deliver test message to specified Firehose stream. Check if the given Firehose stream is in ACTIVE state. "
                         "(Service: CloudWatchLogs, Status Code: 400)")


def apply():
    refuse(RESOURCE_TYPE, name="FilterName", write=[group_exists, quota_is_kept, destination_exists])
