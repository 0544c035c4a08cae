"""Rule packs of cdk-nag, and one that a Python team wrote, in an app with audited clusters."""

from aws_cdk import Acknowledgment, Validations
from aws_cdk import aws_logs as logs
from cdk_nag import AwsSolutionsChecks

from nag import TeamChecks, findings
from stacks import audited_cluster

CLUSTER = "Stack/Database/Resource"
GROUPS = [f"Stack/Database/Audit/{log_type}LogGroup/Resource" for log_type in ("Audit", "Error", "General", "SlowQuery")]


def in_database(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those on the VPC, which is the app's own."""
    return [(rule, path) for rule, path in found if path.startswith("Stack/Database/")]


def test_stock_rules_ask_only_what_the_owner_decides(app, cluster):
    assert in_database(findings(app, AwsSolutionsChecks(app))) == [
        ("AwsSolutions-RDS11", CLUSTER),
        ("AwsSolutions-RDS14", CLUSTER),
        ("AwsSolutions-SMG4", "Stack/Database/Secret/Resource"),
    ]


def test_the_pack_of_a_python_team_sees_what_the_library_makes(app, cluster):
    assert findings(app, TeamChecks(app)) == [("Team-LogRetention", group) for group in GROUPS]


def test_the_pack_of_a_python_team_accepts_what_it_asks_for(app, stack):
    audited_cluster(stack, audit_log_retention=logs.RetentionDays.TWO_YEARS)

    assert findings(app, TeamChecks(app)) == []


def test_packs_work_side_by_side(app, cluster):
    rules = {rule for rule, _ in in_database(findings(app, AwsSolutionsChecks(app), TeamChecks(app)))}

    assert rules == {"AwsSolutions-RDS11", "AwsSolutions-RDS14", "AwsSolutions-SMG4", "Team-LogRetention"}


def test_an_acknowledgement_settles_the_finding_where_it_was_given(app, cluster):
    Validations.of(cluster.audit_log_group).acknowledge(Acknowledgment(id="Team-LogRetention", reason="archived in S3"))

    assert findings(app, TeamChecks(app)) == [("Team-LogRetention", group) for group in GROUPS[1:]]
