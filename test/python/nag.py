"""Rule packs in an app, and what their report says."""

import json
from pathlib import Path
from typing import NamedTuple

import jsii
from aws_cdk import (
    App,
    CfnResource,
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    Validations,
)
from aws_cdk import aws_logs as logs
from cdk_nag import IApplyRule, NagMessageLevel, NagPack, NagRuleCompliance


RETENTION = "AuroraMysqlAudit-AuditLogRetention"
LOG_EXPORT = "AuroraMysqlAudit-AuditLogExport"
UNMATCHED = "AuroraMysqlAudit-AuditExceptions[unmatched]"
UNKNOWN_EXPORT = f"{LOG_EXPORT}[unknown:EnableCloudwatchLogsExports]"

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


@jsii.implements(IPolicyValidationPlugin)
class DelegatingPlugin:
    """A plugin as a Python team writes it around a pack: another name, the same judgement."""

    def __init__(self, pack: NagPack) -> None:
        self._pack = pack

    @property
    def name(self) -> str:
        return "Delegating"

    @property
    def version(self) -> None:
        return None

    @property
    def rule_ids(self) -> list[str]:
        return self._pack.rule_ids

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        return self._pack.validate(context)


class Finding(NamedTuple):
    """Which rule found something where, or was excused there."""

    rule: str
    path: str


class Report(NamedTuple):
    """What came of a synthesis under rule packs, as `validation-report.json` has it."""

    is_rejected: bool
    violations: list[dict]
    suppressed: list[dict]

    @property
    def findings(self) -> list[Finding]:
        return sorted(
            Finding(violation["ruleName"], construct["constructPath"])
            for violation in self.violations
            for construct in violation["violatingConstructs"]
        )


def report(app: App, *packs) -> Report:
    """Synthesises the app, once more if need be, under the packs and those that it has already."""
    Validations.of(app).add_plugins(*packs)
    rejection = None
    try:
        app.synth(force=True)
    except RuntimeError as error:
        rejection = str(error)
        assert rejection.startswith("ValidationFailed"), rejection
    written = Path(app.outdir) / "validation-report.json"
    # Without packs there is none.
    assert written.exists() or not packs
    plugins = json.loads(written.read_text())["pluginReports"] if written.exists() else []
    return Report(
        rejection is not None,
        [violation for plugin in plugins for violation in plugin["violations"]],
        [violation for plugin in plugins for violation in plugin.get("suppressedViolations", [])],
    )


def findings(app: App, *packs) -> list[Finding]:
    """Synthesises the app under the packs: which rule found something where."""
    return report(app, *packs).findings
