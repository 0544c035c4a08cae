"""Schedules: the time zone, which the stock provisioner drops."""

from ministack.services import scheduler

from ..handlers import keep

RESOURCE_TYPE = "AWS::Scheduler::Schedule"


def keep_time_zone(name, properties):
    schedule = scheduler._schedules[f"{properties.get('GroupName', 'default')}/{name}"]
    schedule["ScheduleExpressionTimezone"] = properties.get("ScheduleExpressionTimezone", "UTC")


def apply():
    keep(RESOURCE_TYPE, keep_time_zone)
