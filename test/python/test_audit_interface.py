"""An audit that a team makes itself: archive and dashboard take whatever answers as one."""

import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from cdk_audited_aurora_mysql import AuditArchive, AuditDashboard, AuditDetection, AuroraMysqlAudit, IAuroraMysqlAudit
from constructs import Construct

from stacks import plain_cluster, properties


@jsii.implements(IAuroraMysqlAudit)
class EscalatedAudit(Construct):
    """An audit whose every alarm goes to one topic."""

    def __init__(self, scope: Construct, id: str, audit: AuroraMysqlAudit, topic: sns.ITopic):
        super().__init__(scope, id)
        self._audit = audit
        self._actions = [actions.SnsAction(topic)]

    @property
    def cluster_identifier(self) -> str:
        return self._audit.cluster_identifier

    @property
    def audit_log_group(self) -> logs.ILogGroup:
        return self._audit.audit_log_group

    @property
    def encryption_key(self) -> kms.IKey | None:
        return self._audit.encryption_key

    @property
    def metric_namespace(self) -> str:
        return self._audit.metric_namespace

    @property
    def detections(self) -> list[AuditDetection]:
        return self._audit.detections

    @property
    def alarms(self) -> list[cloudwatch.Alarm]:
        return self._audit.alarms

    @property
    def alarm_actions(self) -> list[cloudwatch.IAlarmAction]:
        return self._actions

    @property
    def urgent_alarm_actions(self) -> list[cloudwatch.IAlarmAction]:
        return self._actions

    def alarm(self, detection: AuditDetection) -> cloudwatch.Alarm:
        return self._audit.alarm(detection)

    def metric(self, detection: AuditDetection, **options) -> cloudwatch.Metric:
        return self._audit.metric(detection, **options)

    def grant_read_audit_logs(self, grantee: iam.IGrantable) -> iam.Grant:
        return self._audit.grant_read_audit_logs(grantee)


def test_alarms_of_the_archive_do_what_it_says(stack):
    on_call = sns.Topic(stack, "OnCall")
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    archive = AuditArchive(stack, "Archive", audits=[EscalatedAudit(stack, "Escalated", audit, on_call)])

    called = [alarm for alarm in properties(stack, "AWS::CloudWatch::Alarm") if alarm["AlarmActions"] == [stack.resolve(on_call.topic_arn)]]
    assert len(called) == len(archive.alarms) == 4


def test_it_is_shown_on_a_dashboard(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    AuditDashboard(stack, "Dashboard", audits=[EscalatedAudit(stack, "Escalated", audit, sns.Topic(stack, "OnCall"))])

    (dashboard,) = properties(stack, "AWS::CloudWatch::Dashboard")
    assert "AuroraMysqlAudit/orders-db" in str(dashboard)
