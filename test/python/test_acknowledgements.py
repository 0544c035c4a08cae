"""An acknowledgement settles a finding of the rule pack, and the report keeps who gave it and why."""

import pytest
from aws_cdk import Acknowledgment, Stack, Validations
from cdk_audited_aurora_mysql import AuroraMysqlAuditChecks

from nag import RETENTION, UNKNOWN_EXPORT, UNMATCHED, report
from stacks import ONE_MONTH, audited_cluster, hide_exports


@pytest.mark.parametrize("rule_id", [RETENTION, f"AuroraMysqlAudit::{RETENTION}"])
@pytest.mark.parametrize("place", ["resource", "construct", "cluster", "stack", "app"])
def test_excuses_the_finding_and_is_recorded_with_its_reason(app, stack, rule_id, place):
    cluster = audited_cluster(stack, **ONE_MONTH)
    places = dict(
        resource=cluster.audit_log_group.node.default_child, construct=cluster.audit, cluster=cluster, stack=stack, app=app
    )
    Validations.of(places[place]).acknowledge(Acknowledgment(id=rule_id, reason="archived in S3"))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert (found.is_rejected, found.violations) == (False, [])
    (suppressed,) = found.suppressed
    assert (suppressed["ruleName"], suppressed["reason"]) == (RETENTION, "archived in S3")
    assert suppressed.get("acknowledgedAt", "") == places[place].node.path


@pytest.mark.parametrize("rule_id", [UNKNOWN_EXPORT, f"AuroraMysqlAudit::{UNKNOWN_EXPORT}"])
def test_excuses_what_cannot_be_told(app, cluster, rule_id):
    hide_exports(cluster)
    Validations.of(cluster).acknowledge(Acknowledgment(id=rule_id, reason="checked by hand"))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert not found.is_rejected
    assert [(one["ruleName"], one["reason"]) for one in found.suppressed] == [(UNKNOWN_EXPORT, "checked by hand")]


@pytest.mark.parametrize("rule_id", [f"{RETENTION}[never-expires]", "AuroraMysqlAudit-AuditLogClass", "AuditLogRetention"])
def test_of_something_else_excuses_nothing(app, stack, rule_id):
    cluster = audited_cluster(stack, **ONE_MONTH)
    Validations.of(cluster).acknowledge(Acknowledgment(id=rule_id, reason="archived in S3"))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert (found.is_rejected, [rule for rule, _ in found.findings], found.suppressed) == (True, [UNMATCHED, RETENTION], [])


@pytest.mark.parametrize("rule_id", ["AuroraMysqlAudit-AuditUsers", "AuroraMysqlAudit::AuroraMysqlAudit-AuditUsers"])
def test_of_a_rule_excuses_all_of_its_findings(app, stack, rule_id):
    cluster = audited_cluster(stack, audit_excluded_users=["backup", "etl"])
    Validations.of(cluster).acknowledge(Acknowledgment(id=rule_id, reason="no people"))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert not found.is_rejected
    assert [one["ruleName"] for one in found.suppressed] == [f"AuroraMysqlAudit-AuditUsers[{user}]" for user in ("backup", "etl")]


@pytest.mark.parametrize("rule_id", [RETENTION, f"AuroraMysqlAudit::{RETENTION}"])
def test_without_a_reason_excuses_nothing(app, stack, rule_id):
    cluster = audited_cluster(stack, **ONE_MONTH)
    Validations.of(cluster).acknowledge(Acknowledgment(id=rule_id, reason=""))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert found.is_rejected
    (violation,) = found.violations
    assert violation["description"].endswith(f"what was acknowledged at {cluster.node.path} without a reason is not accepted")


def test_on_one_cluster_does_not_excuse_another(app):
    excused, other = (audited_cluster(Stack(app, name), **ONE_MONTH) for name in ("Excused", "Other"))
    Validations.of(excused).acknowledge(Acknowledgment(id=RETENTION, reason="archived in S3"))

    found = report(app, AuroraMysqlAuditChecks(app))

    assert found.findings == [(RETENTION, other.audit_log_group.node.default_child.node.path)]
    assert [one["acknowledgedAt"] for one in found.suppressed] == [excused.node.path]


def test_can_be_kept_in_the_template_as_older_tools_want_it(app, stack):
    cluster = audited_cluster(stack, **ONE_MONTH)
    group = cluster.audit_log_group.node.default_child
    Validations.of(group).acknowledge(Acknowledgment(id=RETENTION, reason="archived in S3"))

    report(app, AuroraMysqlAuditChecks(app, write_suppressions_to_cloud_formation=True))

    assert {"id": RETENTION, "reason": "archived in S3"} in group.get_metadata("cdk_nag")["rules_to_suppress"]
