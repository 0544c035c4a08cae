"""An exception accepts findings for a reason and for a while, and the report keeps who approved it."""

import datetime

import pytest
from aws_cdk import App
from cdk_audited_aurora_mysql import AuditException, AuditExceptionOptions, AuditRuleLevel, AuroraMysqlAuditChecks

from nag import RETENTION, UNMATCHED, report
from stacks import ONE_MONTH, audited_cluster

USERS = "AuroraMysqlAudit-AuditUsers"
BACKUP = f"{USERS}[backup]"


@pytest.fixture
def faulty(stack):
    """A cluster with two findings."""
    return audited_cluster(stack, **ONE_MONTH, audit_excluded_users=["backup"])


@pytest.mark.parametrize(
    "rules, left",
    [
        (dict(), []),
        (dict(rules=[RETENTION, USERS]), []),
        (dict(rules=[USERS]), [RETENTION]),
        (dict(rules=[f"AuroraMysqlAudit::{BACKUP}", RETENTION]), []),
    ],
)
@pytest.mark.parametrize("place", ["cluster", "stack", "app"])
def test_it_accepts_what_it_names_or_everything(app, stack, faulty, rules, left, place):
    scope = dict(cluster=faulty, stack=stack, app=app)[place]
    AuditException.of(scope).accept(reason="archived in S3", **rules)

    found = report(app, AuroraMysqlAuditChecks(app))

    assert [rule for rule, _ in found.findings] == left
    assert found.is_rejected is (left != [])
    assert {one["ruleName"] for one in found.suppressed} == {RETENTION, BACKUP} - set(left)


def test_the_report_keeps_why_who_and_until_when(app, faulty):
    AuditException.of(faulty).accept(
        rules=[RETENTION, USERS], reason="archived in S3", approved_by="security@example.com", expires="2027-06-30"
    )

    found = report(app, AuroraMysqlAuditChecks(app, evaluation_date="2027-06-30"))

    assert not found.is_rejected
    assert {one["reason"] for one in found.suppressed} == {"archived in S3 (approved by security@example.com, until 2027-06-30)"}
    assert {one["acknowledgedAt"] for one in found.suppressed} == {faulty.node.path}


def test_one_that_has_expired_is_a_finding_again(app, faulty):
    AuditException.of(faulty).accept(reason="archived in S3", expires="2027-06-30")

    found = report(app, AuroraMysqlAuditChecks(app, evaluation_date="2027-07-01"))

    assert found.is_rejected
    assert sorted(violation["ruleName"] for violation in found.violations) == [RETENTION, BACKUP]
    assert all("has expired, it held until 2027-06-30: archived in S3" in violation["description"] for violation in found.violations)


@pytest.mark.parametrize("days, is_rejected", [(-2, True), (2, False)])
def test_it_is_held_against_the_current_day(app, faulty, days, is_rejected):
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=days)
    AuditException.of(faulty).accept(reason="archived in S3", expires=day.isoformat())

    assert report(app, AuroraMysqlAuditChecks(app)).is_rejected is is_rejected


@pytest.mark.parametrize(
    "level, severities", [(None, ["warning"]), (AuditRuleLevel.ERROR, ["error"]), (AuditRuleLevel.OFF, [])]
)
def test_one_that_accepts_nothing_is_reported(app, cluster, level, severities):
    AuditException.of(cluster).accept(rules=[RETENTION], reason="left over")

    levels = {} if level is None else dict(rule_levels={"AuroraMysqlAudit-AuditExceptions": level})
    found = report(app, AuroraMysqlAuditChecks(app, **levels))

    assert [violation["severity"] for violation in found.violations] == severities
    assert {violation["ruleName"] for violation in found.violations} <= {UNMATCHED}


@pytest.mark.parametrize(
    "options, message",
    [
        (dict(reason=""), "reason: must say why, in text that is known at synthesis, got: ''"),
        (dict(reason="r", approved_by=" "), "approvedBy: must name somebody"),
        (dict(reason="r", expires="30.06.2027"), "expires: must be a day, YYYY-MM-DD, got: '30.06.2027'"),
        (dict(reason="r", rules=[]), "rules: must be a list of at least one id"),
        (dict(reason="r", rules=["AuditLogRetention"]), f"did you mean '{RETENTION}'?"),
    ],
)
def test_bad_input_is_refused(options, message):
    with pytest.raises(RuntimeError) as raised:
        AuditException.of(App()).accept(**options)

    assert message in str(raised.value)


def test_a_bad_day_of_the_judgement_is_refused(app):
    with pytest.raises(RuntimeError, match="evaluationDate: must be a day, YYYY-MM-DD, got: 'today'"):
        AuroraMysqlAuditChecks(app, evaluation_date="today")


def test_options_can_be_written_once():
    options = AuditExceptionOptions(reason="archived in S3", rules=[RETENTION], approved_by="Ana", expires="2027-06-30")

    assert options == AuditExceptionOptions(reason="archived in S3", rules=[RETENTION], approved_by="Ana", expires="2027-06-30")
    assert AuditExceptionOptions(reason="archived in S3").rules is None
