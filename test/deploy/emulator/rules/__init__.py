"""The rules, by service. Each is one that AWS documents or its resource handlers hold; `test_rules.py` shows each at work."""

from . import (
    alarms, buckets, clusters, event_rules, imports, instances, log_groups, metric_filters, named_queries, parameter_groups, query_definitions, schedules, stacks,
    state_machines, subscription_filters, topics,
)

MODULES = [
    alarms, buckets, clusters, event_rules, imports, instances, log_groups, metric_filters, named_queries, parameter_groups, query_definitions, schedules, stacks,
    state_machines, subscription_filters, topics,
]


def apply() -> None:
    for module in MODULES:
        module.apply()
