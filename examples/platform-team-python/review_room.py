from aws_cdk import Stack, TimeZone
from cdk_audited_aurora_mysql import AuditAnalysis, AuditArchive, AuditDashboard, AuditReview, AuroraMysqlAudit
from constructs import Construct


class ReviewRoom(Stack):
    """What people look at: one of each for all clusters of an account and region."""

    def __init__(self, scope: Construct, id: str, *, audits: list[AuroraMysqlAudit], reviewers: list[str]) -> None:
        super().__init__(scope, id)
        archive = AuditArchive(self, "Archive", audits=audits)
        AuditAnalysis(self, "Analysis", archive=archive)
        AuditDashboard(self, "Dashboard", audits=audits)
        AuditReview(self, "Review", audits=audits, archive=archive, reviewers=reviewers, time_zone=TimeZone.EUROPE_BERLIN)
