"""The rules, by service. Each is one that AWS documents or its resource handlers hold; `test_rules.py` shows each at work."""

from . import clusters, event_rules, imports, instances, log_groups, metric_filters, parameter_groups, query_definitions, stacks, topics

MODULES = [clusters, event_rules, imports, instances, log_groups, metric_filters, parameter_groups, query_definitions, stacks, topics]


def apply() -> None:
    for module in MODULES:
        module.apply()
