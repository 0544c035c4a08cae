"""One dashboard of many clusters."""

import json

import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_rds as rds
from aws_cdk.assertions import Template
from cdk_audited_aurora_mysql import AuditDashboard, AuditDetection, AuroraMysqlAudit, IAuroraMysqlAudit

from stacks import properties

DASHBOARD = "AWS::CloudWatch::Dashboard"


def audit_of(stack, identifier: str) -> IAuroraMysqlAudit:
    cluster = rds.DatabaseCluster.from_database_cluster_attributes(stack, identifier, cluster_identifier=identifier)
    return AuroraMysqlAudit(stack, f"{identifier}Audit", cluster=cluster, detections=[AuditDetection.FAILED_LOGINS])


def body_of(stack) -> dict:
    """What CloudWatch reads; what is known only at the deployment is left out."""
    (dashboard,) = properties(stack, DASHBOARD)
    _, parts = dashboard["DashboardBody"]["Fn::Join"]
    return json.loads("".join(part if isinstance(part, str) else "" for part in parts))


def test_one_of_the_clusters_is_chosen_on_it(stack):
    AuditDashboard(stack, "Dashboard", audits=[audit_of(stack, "orders"), audit_of(stack, "users")])

    (variable,) = body_of(stack)["variables"]
    assert [each["value"] for each in variable["values"]] == ["orders", "users"]
    assert variable["defaultValue"] == "orders"


def test_it_is_named_and_opened_as_wished(stack):
    AuditDashboard(
        stack,
        "Dashboard",
        audits=[audit_of(stack, "orders")],
        dashboard_name="database-audit",
        default_interval=Duration.days(7),
    )

    Template.from_stack(stack).has_resource_properties(DASHBOARD, {"DashboardName": "database-audit"})
    assert body_of(stack)["start"] == "-P7D"


def test_the_team_puts_its_own_widgets_above(stack):
    made = AuditDashboard(stack, "Dashboard", audits=[audit_of(stack, "orders")])

    made.dashboard.add_widgets(cloudwatch.TextWidget(markdown="Call the DBA"))

    assert body_of(stack)["widgets"][0]["properties"]["markdown"] == "Call the DBA"


@pytest.mark.parametrize(
    "options, message",
    [
        (dict(audits=[]), "audits: must be a list of at least one audit"),
        (dict(dashboard_name="audit of orders"), "dashboardName: must be 1 to 255 letters, digits, - and _, got: 'audit of orders'"),
        (dict(default_interval=Duration.seconds(30)), "defaultInterval: must be a literal Duration of at least one minute, got: 30 seconds"),
    ],
)
def test_bad_input(stack, options, message):
    with pytest.raises(RuntimeError) as raised:
        AuditDashboard(stack, "Dashboard", **{"audits": [audit_of(stack, "orders")], **options})

    assert message in str(raised.value)
