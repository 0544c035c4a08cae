"""Evidence of what the rule pack found, in files beside its report."""

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from aws_cdk import Acknowledgment, App, Stack, Validations
from cdk_audited_aurora_mysql import AuditEvidenceFormat, AuditException, AuditRuleLevel, AuroraMysqlAuditChecks

from nag import LOG_EXPORT, RETENTION, report
from stacks import ONE_MONTH, audited_cluster, hide_exports

REASON = "archived in S3"

#: What the evidence says of each cluster, by stack.
STATES = {
    "Acknowledged": {"compliant", "acknowledged"},
    "Compliant": {"compliant"},
    "Unknown": {"compliant", "cannot-tell"},
    "Violating": {"compliant", "violated"},
}


@pytest.fixture
def clusters(app):
    """A cluster in every state, in a stack of that name."""
    options = {"Acknowledged": ONE_MONTH, "Violating": ONE_MONTH}
    made = {name: audited_cluster(Stack(app, name), **options.get(name, {})) for name in STATES}
    Validations.of(made["Acknowledged"]).acknowledge(Acknowledgment(id=RETENTION, reason=REASON))
    hide_exports(made["Unknown"])
    return made


def files(app: App) -> dict[str, Path]:
    """The evidence in the output directory, by what follows the dot."""
    return {path.suffix[1:]: path for path in Path(app.outdir).glob("aurora-mysql-audit-evidence.*")}


def evidence(app: App, **options) -> dict:
    report(app, AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.JSON], **options))
    return json.loads(files(app)["json"].read_text())


def states(outcomes) -> dict[str, set[str]]:
    """The statuses of each stack's cluster: path and status are given, instances have nothing to be judged by."""
    found = {}
    for path, status in outcomes:
        stack, *_, owner, _ = path.split("/")
        if owner == "Database":
            found.setdefault(stack, set()).add(status)
    return found


def test_nothing_is_written_unless_asked_for(app, clusters):
    report(app, AuroraMysqlAuditChecks(app))

    assert files(app) == {}


@pytest.mark.parametrize("evidence_format", AuditEvidenceFormat)
def test_only_the_format_that_was_asked_for_is_written(app, clusters, evidence_format):
    report(app, AuroraMysqlAuditChecks(app, evidence_formats=[evidence_format]))

    assert files(app).keys() == {evidence_format.name.lower()}


def test_json_has_every_cluster_with_every_state(app, clusters):
    resources = evidence(app)["resources"]

    assert STATES == states((one["constructPath"], outcome["status"]) for one in resources for outcome in one["outcomes"])


def test_json_keeps_who_acknowledged_what_and_why(app, clusters):
    outcomes = [outcome for resource in evidence(app)["resources"] for outcome in resource["outcomes"]]

    (acknowledged,) = [outcome for outcome in outcomes if outcome["status"] == "acknowledged"]
    assert acknowledged["findingId"] == RETENTION
    assert acknowledged["acknowledgement"]["reason"] == REASON
    assert acknowledged["acknowledgement"]["constructPath"] == clusters["Acknowledged"].node.path


def test_json_says_what_was_required_and_left_out(app, cluster):
    requirements = evidence(app, rule_levels={LOG_EXPORT: AuditRuleLevel.OFF}, allowed_excluded_users=["monitor"])["requirements"]

    assert requirements == {
        "requiredEvents": ["CONNECT", "QUERY"],
        "requiredRetentionDays": 365,
        "allowedExcludedUsers": ["monitor"],
        "rulesLeftOut": [LOG_EXPORT],
    }


def test_it_says_what_it_is_of_as_far_as_it_is_told(app, cluster):
    details = evidence(
        app,
        evidence_title="Orders platform",
        evidence_environment="production",
        evidence_commit="9f2c1d4",
        evidence_approver="Ana",
        evaluation_date="2027-01-31",
    )["details"]

    assert details == {
        "title": "Orders platform",
        "environment": "production",
        "commit": "9f2c1d4",
        "approver": "Ana",
        "date": "2027-01-31",
    }


def test_it_invents_nothing(app, cluster):
    assert "details" not in evidence(app)


@pytest.mark.parametrize("option", ["evidence_title", "evidence_environment", "evidence_commit", "evidence_approver"])
def test_what_it_is_of_is_a_line_of_text(app, option):
    with pytest.raises(RuntimeError, match="must be a line of text that is known at synthesis, got: ''"):
        AuroraMysqlAuditChecks(app, **{option: ""})


def test_it_names_no_line_of_code_that_is_not_the_programs(app, stack):
    cluster = audited_cluster(stack, **ONE_MONTH)
    AuditException.of(cluster).accept(reason=REASON)

    (accepted,) = [
        outcome
        for resource in evidence(app)["resources"]
        for outcome in resource["outcomes"]
        if outcome["status"] == "acknowledged"
    ]

    sources = [one["source"] for one in (accepted, accepted["acknowledgement"]) if "source" in one]
    assert [source for source in sources if not source["file"].endswith(".py")] == []


def test_csv_has_a_row_for_each_outcome(app, clusters):
    report(app, AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.CSV]))

    with files(app)["csv"].open(newline="", encoding="utf-8-sig") as opened:
        rows = list(csv.DictReader(opened))
    assert STATES == states((row["constructPath"], row["status"]) for row in rows)


def test_html_is_a_page_that_names_every_cluster(app, clusters):
    report(app, AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.HTML]))

    texts, tags = [], set()
    page = HTMLParser()
    page.handle_data = texts.append
    page.handle_starttag = lambda tag, attributes: tags.add(tag)
    page.feed(files(app)["html"].read_text())
    text = "".join(texts)
    assert all(cluster.node.default_child.node.path in text for cluster in clusters.values())
    assert REASON in text
    assert "table" in tags and "script" not in tags


def test_sarif_has_what_was_found_and_what_was_excused(app, clusters):
    report(app, AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.SARIF]))

    log = json.loads(files(app)["sarif"].read_text())
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert len(run["results"]) == 3
    assert [result["ruleId"] for result in run["results"] if result.get("suppressions")] == [RETENTION]


def test_a_rejected_app_leaves_evidence_too(app, clusters):
    found = report(app, AuroraMysqlAuditChecks(app, evidence_formats=list(AuditEvidenceFormat)))

    assert found.is_rejected
    assert files(app).keys() == {"json", "csv", "html", "sarif"}


@pytest.mark.parametrize(
    "formats, message",
    [
        ([AuditEvidenceFormat.JSON, AuditEvidenceFormat.JSON], "evidenceFormats: must hold each format once, got 'json' again"),
        (["json"], "evidence_formats"),
        ("json", "evidence_formats"),
    ],
)
def test_bad_formats_are_refused(app, formats, message):
    with pytest.raises((TypeError, RuntimeError), match=message):
        AuroraMysqlAuditChecks(app, evidence_formats=formats)


def test_it_has_to_know_the_app():
    with pytest.raises(RuntimeError, match="evidenceFormats: needs to know the app"):
        AuroraMysqlAuditChecks(evidence_formats=[AuditEvidenceFormat.JSON])


def test_only_one_pack_of_an_app_writes_it(app):
    AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.JSON])

    with pytest.raises(RuntimeError, match="evidenceFormats: another AuroraMysqlAuditChecks writes the evidence of this app already"):
        AuroraMysqlAuditChecks(app, evidence_formats=[AuditEvidenceFormat.CSV])
