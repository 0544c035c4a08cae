"""The rule pack lets no unaudited cluster through."""

from pathlib import Path

from aws_cdk import Acknowledgment, Stack, Stage, Validations
from cdk_audited_aurora_mysql import AuditRuleLevel, AuroraMysqlAuditChecks
from cdk_nag import AwsSolutionsChecks

from nag import LOG_EXPORT, RETENTION, DelegatingPlugin, TeamChecks, findings, report
from stacks import ONE_MONTH, audited_cluster, plain_cluster

LOG_GROUP = "Stack/Database/Audit/AuditLogGroup/Resource"


def test_an_unaudited_cluster_is_rejected(app, stack):
    plain_cluster(stack)

    found = report(app, AuroraMysqlAuditChecks(app))

    assert found.is_rejected
    assert found.findings == [
        (rule, "Stack/Plain/Resource")
        for rule in ("AuroraMysqlAudit-AuditLogExport", "AuroraMysqlAudit-AuditLogGroup", "AuroraMysqlAudit-AuditLogging")
    ]


def test_an_audited_cluster_passes(app, cluster):
    assert report(app, AuroraMysqlAuditChecks(app)) == (False, [], [])


def test_a_finding_says_where_why_and_how_to_mend_it(app, stack):
    audited_cluster(stack, **ONE_MONTH)

    (violation,) = report(app, AuroraMysqlAuditChecks(app)).violations

    assert (violation["ruleName"], violation["severity"]) == (RETENTION, "error")
    assert violation["description"] == "the records are kept for 30 days, required: 365"
    assert "RetentionInDays: 365" in violation["suggestedFix"]
    assert "Security Hub CloudWatch.16" in violation["ruleMetadata"]["controls"]
    (construct,) = violation["violatingConstructs"]
    assert construct["constructPath"] == LOG_GROUP
    assert construct["cloudFormationResource"]["propertyPaths"] == ["Properties.RetentionInDays"]


def test_a_warning_does_not_fail_the_synthesis(app, stack):
    audited_cluster(stack, **ONE_MONTH)

    found = report(app, AuroraMysqlAuditChecks(app, rule_levels={RETENTION: AuditRuleLevel.WARNING}))

    assert not found.is_rejected
    assert found.findings == [(RETENTION, LOG_GROUP)]
    assert [violation["severity"] for violation in found.violations] == ["warning"]


def test_registered_on_a_stage_it_speaks_of_that_stage(app):
    stages = [Stage(app, name) for name in ("Production", "Test")]
    for stage in stages:
        audited_cluster(Stack(stage, "Stack"), **ONE_MONTH)
    Validations.of(stages[0]).add_plugins(AuroraMysqlAuditChecks(stages[0]))

    assert report(app).findings == [(RETENTION, f"Production/{LOG_GROUP}")]


def test_a_stack_can_be_judged_in_a_unit_test(stack):
    plain_cluster(stack)

    judged = AuroraMysqlAuditChecks().validate_scope(stack)

    assert judged.success is False
    (violation,) = [one for one in judged.violations if one.rule_name == LOG_EXPORT]
    assert violation.description == "the audit log is not exported; exported: nothing"
    assert [resource.construct_path for resource in violation.violating_resources] == ["Stack/Plain/Resource"]


def test_acknowledged_findings_are_in_the_metadata(stack):
    audited_cluster(stack, **ONE_MONTH)
    Validations.of(stack).acknowledge(Acknowledgment(id=RETENTION, reason="archived in S3"))

    judged = AuroraMysqlAuditChecks().validate_scope(stack)

    assert (judged.success, judged.violations) == (True, [])
    assert judged.metadata == {f"AuroraMysqlAudit::{RETENTION} {LOG_GROUP}": "archived in S3, accepted at Stack"}


def test_the_pack_says_its_name_and_rules():
    pack = AuroraMysqlAuditChecks()

    assert pack.name == "AuroraMysqlAudit"
    assert {RETENTION, LOG_EXPORT} < set(pack.rule_ids)


def test_the_rules_for_guard_are_a_file_that_can_be_read():
    rules = Path(AuroraMysqlAuditChecks.GUARD_RULES_PATH)

    assert rules.suffix == ".guard"
    assert "rule AuroraMysqlAudit_AuditLogExport when" in rules.read_text()


def test_each_speaks_for_itself(app, stack):
    audited_cluster(stack, **ONE_MONTH)

    rules = {rule for rule, _ in findings(app, AwsSolutionsChecks(app), TeamChecks(app), AuroraMysqlAuditChecks(app))}

    assert {"AwsSolutions-RDS11", "Team-LogRetention", RETENTION} <= rules
    assert not any(rule.startswith("AuroraMysqlAudit-") for rule in rules - {RETENTION})


def test_an_acknowledgement_for_one_does_not_settle_another(app, stack):
    cluster = audited_cluster(stack, **ONE_MONTH)
    Validations.of(cluster).acknowledge(Acknowledgment(id="Team-LogRetention", reason="archived in S3"))

    assert findings(app, TeamChecks(app), AuroraMysqlAuditChecks(app)) == [(RETENTION, LOG_GROUP)]


def test_a_plugin_of_a_python_team_can_call_it(app, stack):
    plain_cluster(stack)

    wrapped = [rule for rule, _ in findings(app, DelegatingPlugin(AuroraMysqlAuditChecks(app)))]

    assert LOG_EXPORT in wrapped
