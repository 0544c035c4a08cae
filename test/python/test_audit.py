"""The audit of a cluster that aws-rds made."""

from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template
from cdk_audited_aurora_mysql import AuditDetection, AuditEvent, AuroraMysqlAudit

from stacks import CLUSTER, plain_cluster, properties


def test_it_leaves_the_identifier_alone_and_adds_the_rest(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    template = Template.from_stack(stack)
    template.has_resource_properties(
        CLUSTER,
        {
            "DBClusterIdentifier": "orders-db",
            "DBClusterParameterGroupName": Match.any_value(),
            "EnableCloudwatchLogsExports": Match.array_with(["audit"]),
        },
    )
    assert audit.metric_namespace == "AuroraMysqlAudit/orders-db"


def test_every_resource_is_exposed(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    assert audit.parameter_group.node.path.startswith("Stack/")
    assert audit.log_groups["audit"].node.path == audit.audit_log_group.node.path
    assert stack.resolve(audit.encryption_key.key_arn)["Fn::GetAtt"][1] == "Arn"
    assert stack.resolve(audit.topic.topic_arn)["Ref"]
    assert len(audit.alarms) == len(AuditDetection.recommended())
    assert {metric_filter.node.scope.node.id for metric_filter in audit.metric_filters} <= {
        detection.detection_id for detection in AuditDetection.recommended()
    }


def test_each_detection_has_its_alarm_and_metric(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    alarm = audit.alarm(AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES)
    metric = audit.metric(AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES)

    assert alarm.node.path in [other.node.path for other in audit.alarms]
    Template.from_stack(stack).has_resource_properties(
        "AWS::CloudWatch::Alarm", {"MetricName": metric.metric_name, "Namespace": metric.namespace}
    )


def test_more_can_be_looked_for_later(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))
    detection = AuditDetection.of("SalariesRead", filter_pattern='",READ,hr,salaries,"', runbook="Ask who and why.")

    alarm = audit.add_detection(detection)

    assert alarm.node.path == audit.alarm(detection).node.path


def test_auditors_may_read_the_records(stack):
    audit = AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack))

    audit.grant_read_audit_logs(iam.Role(stack, "Auditor", assumed_by=iam.AccountRootPrincipal()))

    Template.from_stack(stack).resource_count_is("AWS::IAM::Policy", 1)


def test_what_is_recorded_can_be_chosen(stack):
    AuroraMysqlAudit(stack, "Audit", cluster=plain_cluster(stack), audit_events=[AuditEvent.CONNECT, AuditEvent.QUERY_DCL])

    (group,) = properties(stack, "AWS::RDS::DBClusterParameterGroup")
    assert group["Parameters"]["server_audit_events"] == "CONNECT,QUERY_DCL"
