from aws_cdk import App, Environment, Validations
from cdk_audited_aurora_mysql import AuditEvidenceFormat, AuroraMysqlAuditChecks

from database_stage import DatabaseStage

app = App()

DatabaseStage(
    app,
    "Production",
    env=Environment(account="111111111111", region="eu-central-1"),
    clusters=["orders", "billing"],
    security_contacts=["security@example.com"],
    reviewers=["audit@example.com"],
)

DatabaseStage(
    app,
    "Test",
    env=Environment(account="222222222222", region="eu-central-1"),
    clusters=["orders"],
    security_contacts=["developers@example.com"],
)

# One pack for both stages, with evidence of all clusters beside the templates.
Validations.of(app).add_plugins(
    AuroraMysqlAuditChecks(
        app,
        evidence_formats=[AuditEvidenceFormat.HTML, AuditEvidenceFormat.JSON],
        evidence_title="Databases of the platform team",
    )
)

app.synth()
