"""What is recorded, how it is kept, and who hears of it: each option once."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_audited_aurora_mysql import AuditDetection, AuditDetectionSeverity, AuditEvent

from stacks import LOG_GROUP, audited_cluster, properties

GROUPS = "/aws/rds/cluster/orders"
QUERY = "AWS::Logs::QueryDefinition"


def parameters_of(stack) -> dict:
    (group,) = properties(stack, "AWS::RDS::DBClusterParameterGroup")
    return group["Parameters"]


def test_events_and_users_choose_what_is_recorded(stack):
    audited_cluster(stack, audit_events=[AuditEvent.QUERY], audit_included_users=["app", "admin"])

    parameters = parameters_of(stack)
    assert (parameters["server_audit_events"], parameters["server_audit_incl_users"]) == ("QUERY", "app,admin")


def test_users_can_be_left_out(stack):
    audited_cluster(stack, audit_excluded_users=["monitor"])

    assert parameters_of(stack)["server_audit_excl_users"] == "monitor"


def test_records_are_kept_as_long_and_as_firmly_as_wished(stack):
    audited_cluster(stack, audit_log_retention=logs.RetentionDays.TWO_YEARS, audit_log_removal_policy=RemovalPolicy.DESTROY)

    template = Template.from_stack(stack)
    template.all_resources_properties(LOG_GROUP, {"RetentionInDays": 731})
    template.all_resources(LOG_GROUP, {"DeletionPolicy": "Delete"})


def test_records_can_be_protected_against_deletion(stack):
    audited_cluster(stack, audit_log_deletion_protection=True)

    Template.from_stack(stack).all_resources_properties(LOG_GROUP, {"DeletionProtectionEnabled": True})


def test_a_key_of_the_team_encrypts_them(stack):
    key = kms.Key(stack, "TeamKey")

    cluster = audited_cluster(stack, audit_log_encryption_key=key)

    assert cluster.audit.encryption_key.key_arn == key.key_arn
    Template.from_stack(stack).all_resources_properties(LOG_GROUP, {"KmsKeyId": stack.resolve(key.key_arn)})


def test_personal_data_can_be_masked(stack):
    policy = logs.DataProtectionPolicy(identifiers=[logs.DataIdentifier.EMAILADDRESS])

    audited_cluster(stack, audit_log_data_protection_policy=policy)

    protected = [group["LogGroupName"] for group in properties(stack, LOG_GROUP) if "DataProtectionPolicy" in group]
    assert len(protected) == 1 and protected[0].endswith("/audit")


def test_groups_that_are_there_already_are_used(stack):
    def existing(log_type):
        return logs.LogGroup.from_log_group_name(stack, log_type, f"{GROUPS}/{log_type}")

    cluster = audited_cluster(
        stack,
        cluster_identifier="orders",
        cloudwatch_logs_exports=["audit", "error"],
        audit_log_group=existing("audit"),
        log_groups={"error": existing("error")},
    )

    assert cluster.audit_log_group.log_group_name == f"{GROUPS}/audit"
    Template.from_stack(stack).resource_count_is(LOG_GROUP, 0)


def test_what_to_look_for_can_be_chosen(stack):
    cluster = audited_cluster(stack, detections=[AuditDetection.FAILED_LOGINS])

    assert len(cluster.audit.alarms) == 1


def test_queries_are_saved_for_reviews_and_runbooks(stack):
    audit = audited_cluster(stack, cluster_identifier="orders", detections=[AuditDetection.FAILED_LOGINS]).audit
    saved = len(audit.query_definitions)

    audit.add_detection(AuditDetection.AUDIT_TAMPERING)

    assert len(audit.query_definitions) == saved + 1
    assert "AuroraMysqlAudit/orders/Detections/AuditTampering" in [query.name for query in audit.query_definitions]
    assert [query.name for query in audit.query_definitions] == [query["Name"] for query in properties(stack, QUERY)]
    assert all(query.name.startswith("AuroraMysqlAudit/orders/") for query in audit.query_definitions)
    assert all(query["LogGroupNames"] == [stack.resolve(audit.audit_log_group.log_group_name)] for query in properties(stack, QUERY))


def test_queries_need_not_be_saved(stack):
    cluster = audited_cluster(stack, audit_queries=False)

    assert cluster.audit.query_definitions == []
    Template.from_stack(stack).resource_count_is(QUERY, 0)


def test_alarms_reach_the_teams_own_topic_alone(stack):
    topic = sns.Topic(stack, "Security")

    cluster = audited_cluster(stack, alarm_actions=[actions.SnsAction(topic)])

    assert cluster.audit.topic is None
    Template.from_stack(stack).all_resources_properties("AWS::CloudWatch::Alarm", {"AlarmActions": [stack.resolve(topic.topic_arn)]})


def test_urgent_alarms_can_go_elsewhere(stack):
    on_call = sns.Topic(stack, "OnCall")
    urgent = AuditDetection.FAILED_LOGINS.with_severity(AuditDetectionSeverity.CRITICAL)
    calm = AuditDetection.SCHEMA_CHANGES.with_severity(AuditDetectionSeverity.LOW)

    cluster = audited_cluster(stack, detections=[urgent, calm], urgent_alarm_actions=[actions.SnsAction(on_call)])

    actions_by_metric = {alarm["MetricName"]: alarm["AlarmActions"] for alarm in properties(stack, "AWS::CloudWatch::Alarm")}
    assert actions_by_metric == {
        urgent.metric_name: [stack.resolve(on_call.topic_arn)],
        calm.metric_name: [stack.resolve(cluster.audit.topic.topic_arn)],
    }


def test_alarms_reach_people(stack):
    audited_cluster(stack, security_contacts=["security@example.com"])

    (subscription,) = properties(stack, "AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "security@example.com")
