"""Rule packs in an app, and what their report says."""

import json
from pathlib import Path

import jsii
from aws_cdk import App, CfnResource, Validations
from aws_cdk import aws_logs as logs
from cdk_nag import IApplyRule, NagMessageLevel, NagPack, NagRuleCompliance


#: In days.
TWO_YEARS = 731


@jsii.implements(IApplyRule)
class LogsAreKeptForLong:
    """A rule as a Python team writes it for cdk-nag: jsii sees properties and methods, not attributes."""

    def __init__(self, node: CfnResource) -> None:
        self._node = node

    @property
    def rule_suffix_override(self) -> str:
        return "LogRetention"

    @property
    def info(self) -> str:
        return "The log group is not kept for two years."

    @property
    def explanation(self) -> str:
        return "Our auditors come every second year."

    @property
    def level(self) -> NagMessageLevel:
        return NagMessageLevel.ERROR

    @property
    def node(self) -> CfnResource:
        return self._node

    def rule(self, node: CfnResource) -> NagRuleCompliance:
        is_kept = not isinstance(node, logs.CfnLogGroup) or node.retention_in_days >= TWO_YEARS
        return NagRuleCompliance.COMPLIANT if is_kept else NagRuleCompliance.NON_COMPLIANT


class TeamChecks(NagPack):
    """The pack of a Python team."""

    def __init__(self, scope: App) -> None:
        super().__init__(scope)
        self._pack_name = "Team"

    @property
    def name(self) -> str:
        return "Team"

    def _check_resource(self, node: CfnResource) -> None:
        self._apply_rule(LogsAreKeptForLong(node))


def findings(app: App, *packs) -> list[tuple[str, str]]:
    """Synthesises the app under the packs: which rule found something where."""
    Validations.of(app).add_plugins(*packs)
    try:
        app.synth()
    except RuntimeError as error:
        assert str(error).startswith("ValidationFailed"), error
    report = json.loads((Path(app.outdir) / "validation-report.json").read_text())
    return sorted(
        (violation["ruleName"], construct["constructPath"])
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    )
