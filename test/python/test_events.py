"""The classes of events."""

import pytest
from cdk_audited_aurora_mysql import AuditEvent

from stacks import audited_cluster, properties


@pytest.mark.parametrize(
    "event, name",
    [
        (AuditEvent.CONNECT, "CONNECT"),
        (AuditEvent.QUERY, "QUERY"),
        (AuditEvent.QUERY_DCL, "QUERY_DCL"),
        (AuditEvent.QUERY_DDL, "QUERY_DDL"),
        (AuditEvent.QUERY_DML, "QUERY_DML"),
        (AuditEvent.TABLE, "TABLE"),
    ],
)
def test_each_is_recorded_under_the_name_aurora_knows(stack, event, name):
    audited_cluster(stack, audit_events=[event])

    assert event.event_name == event.to_string() == name
    (group,) = properties(stack, "AWS::RDS::DBClusterParameterGroup")
    assert group["Parameters"]["server_audit_events"] == name
