"""Options of the rule pack."""

import pytest
from aws_cdk import Duration
from aws_cdk import aws_logs as logs
from cdk_audited_aurora_mysql import (
    AuditArchive,
    AuditEvent,
    AuditReview,
    AuditRuleLevel,
    AuroraMysqlAuditChecks,
    AuroraMysqlAuditChecksProps,
)
from nag import LOG_EXPORT, RETENTION, UNKNOWN_EXPORT, report
from stacks import ONE_MONTH, audited_cluster, hide_exports


@pytest.mark.parametrize(
    "cluster_options, by_default, options, with_options",
    [
        (
            dict(audit_events=[AuditEvent.CONNECT, AuditEvent.QUERY_DCL]),
            ["AuroraMysqlAudit-AuditEvents[QUERY]"],
            dict(required_events=[AuditEvent.CONNECT, AuditEvent.QUERY_DCL]),
            [],
        ),
        (
            dict(audit_events=[AuditEvent.CONNECT, AuditEvent.QUERY]),
            [],
            dict(required_events=[AuditEvent.TABLE]),
            ["AuroraMysqlAudit-AuditEvents[TABLE]"],
        ),
        (ONE_MONTH, [RETENTION], dict(required_retention=logs.RetentionDays.ONE_MONTH), []),
        ({}, [], dict(required_retention=logs.RetentionDays.TWO_YEARS), [RETENTION]),
        (
            dict(audit_log_retention=logs.RetentionDays.INFINITE),
            [],
            dict(warn_of_infinite_retention=True),
            [f"{RETENTION}[never-expires]"],
        ),
        (
            dict(audit_excluded_users=["monitor"]),
            ["AuroraMysqlAudit-AuditUsers[monitor]"],
            dict(allowed_excluded_users=["rdsadmin", "monitor"]),
            [],
        ),
        (
            dict(audit_excluded_users=["rdsadmin"]),
            [],
            dict(allowed_excluded_users=[]),
            ["AuroraMysqlAudit-AuditUsers[rdsadmin]"],
        ),
        (ONE_MONTH, [RETENTION], dict(rule_levels={RETENTION: AuditRuleLevel.OFF}), []),
        (ONE_MONTH, [RETENTION], dict(rule_levels={LOG_EXPORT: AuditRuleLevel.OFF}), [RETENTION]),
    ],
)
def test_they_change_what_is_required(stack, cluster_options, by_default, options, with_options):
    audited_cluster(stack, **cluster_options)

    for pack, expected in ((AuroraMysqlAuditChecks(), by_default), (AuroraMysqlAuditChecks(**options), with_options)):
        assert [violation.rule_name for violation in pack.validate_scope(stack).violations] == expected


ARCHIVE, LOCK, REVIEW = (f"AuroraMysqlAudit-{rule}" for rule in ("AuditLogArchive", "AuditArchiveLock", "AuditReview"))


@pytest.mark.parametrize(
    "options, without, with_them",
    [
        ({}, [], []),
        (dict(require_archive=True), [ARCHIVE], []),
        (dict(require_review=True), [REVIEW], []),
        (dict(require_archive=True, required_archive_retention=Duration.days(730)), [ARCHIVE], [LOCK]),
    ],
)
def test_they_ask_for_archive_and_review(stack, options, without, with_them):
    audit = audited_cluster(stack).audit

    def found():
        return [violation.rule_name for violation in AuroraMysqlAuditChecks(**options).validate_scope(stack).violations]

    assert found() == without
    archive = AuditArchive(stack, "Archive", audits=[audit])
    AuditReview(stack, "Review", audits=[audit], archive=archive, reviewers=["security@example.com"])
    assert found() == with_them


@pytest.mark.parametrize(
    "options, severity, is_rejected",
    [
        ({}, "error", True),
        (dict(unknown_level=AuditRuleLevel.ERROR), "error", True),
        (dict(unknown_level=AuditRuleLevel.WARNING), "warning", False),
        (dict(rule_levels={LOG_EXPORT: AuditRuleLevel.WARNING}), "warning", False),
        (dict(rule_levels={LOG_EXPORT: AuditRuleLevel.ERROR}), "error", True),
    ],
)
def test_they_say_what_becomes_of_what_cannot_be_told(app, cluster, options, severity, is_rejected):
    hide_exports(cluster)

    found = report(app, AuroraMysqlAuditChecks(app, **options))

    assert found.is_rejected is is_rejected
    assert [(violation["ruleName"], violation["severity"]) for violation in found.violations] == [(UNKNOWN_EXPORT, severity)]


@pytest.mark.parametrize("options, is_explained", [({}, False), (dict(verbose=False), False), (dict(verbose=True), True)])
def test_they_make_descriptions_say_why(stack, options, is_explained):
    audited_cluster(stack, **ONE_MONTH)

    (violation,) = AuroraMysqlAuditChecks(**options).validate_scope(stack).violations

    assert violation.description.startswith("the records are kept for 30 days, required: 365")
    assert ("Intrusions are often found months later" in violation.description) is is_explained


def test_they_can_be_written_once():
    levels = {RETENTION: AuditRuleLevel.WARNING}
    props = AuroraMysqlAuditChecksProps(rule_levels=levels, verbose=True)

    assert props == AuroraMysqlAuditChecksProps(rule_levels=levels, verbose=True)
    assert props != AuroraMysqlAuditChecksProps(verbose=True)
    assert props.required_events is None


@pytest.mark.parametrize(
    "options, message",
    [
        (
            dict(rule_levels={"AuditLogExport": AuditRuleLevel.OFF}),
            f"ruleLevels: there is no rule 'AuditLogExport'; did you mean '{LOG_EXPORT}'?",
        ),
        (dict(required_events=[]), "requiredEvents: must be a list of at least one AuditEvent, got: []"),
        (
            dict(allowed_excluded_users=["app user"]),
            "allowedExcludedUsers: must hold user names without spaces and commas, got: 'app user'",
        ),
        (
            dict(required_archive_retention=Duration.days(365)),
            "requiredArchiveRetention: must be given with requireArchive: true alone",
        ),
        (dict(unknown_level=AuditRuleLevel.OFF), "unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: "),
    ],
)
def test_bad_ones_are_refused_with_what_is_allowed(options, message):
    with pytest.raises(RuntimeError) as raised:
        AuroraMysqlAuditChecks(**options)

    assert message in str(raised.value)


@pytest.mark.parametrize(
    "options, name",
    [
        (dict(required_events=["CONNECT"]), "required_events"),
        (dict(required_retention=365), "required_retention"),
        (dict(warn_of_infinite_retention="yes"), "warn_of_infinite_retention"),
        (dict(require_archive="yes"), "require_archive"),
        (dict(required_archive_retention=365), "required_archive_retention"),
        (dict(allowed_excluded_users="rdsadmin"), "allowedExcludedUsers"),
        (dict(unknown_level="warning"), "unknown_level"),
        (dict(rule_levels=[RETENTION]), "rule_levels"),
        (dict(rule_levels={RETENTION: "off"}), "ruleLevels"),
        (dict(requiredEvents=[AuditEvent.QUERY]), "requiredEvents"),
    ],
)
def test_those_of_another_type_are_told_by_name(options, name):
    with pytest.raises((TypeError, RuntimeError), match=name):
        AuroraMysqlAuditChecks(**options)
