"""Archive, analysis and review, each option and each member once."""

import pytest
from aws_cdk import Duration, Size, Stack, TimeZone
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template
from cdk_audited_aurora_mysql import AuditAnalysis, AuditArchive, AuditDetection, AuditQuickSight, AuditQuickSightRefresh, AuditReview

from stacks import audited_cluster, properties

BUCKET = "AWS::S3::Bucket"
STREAM = "AWS::KinesisFirehose::DeliveryStream"


def archive_of(stack, **options) -> AuditArchive:
    cluster = audited_cluster(stack, cluster_identifier="orders")
    return AuditArchive(stack, "Archive", **{"audits": [cluster.audit], **options})


def test_records_go_where_nobody_deletes_them(stack):
    archive = archive_of(stack)

    template = Template.from_stack(stack)
    template.has_resource_properties(
        BUCKET,
        {"ObjectLockConfiguration": {"Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 365}}}},
    )
    assert archive.bucket.bucket_name != archive.access_logs_bucket.bucket_name
    assert archive.encryption_key is not None
    (audit,) = archive.audits
    assert audit.cluster_identifier == "orders"
    assert AuditDetection.SILENCE.detection_id in [detection.detection_id for detection in audit.detections]
    assert len(audit.alarm_actions) == len(audit.urgent_alarm_actions) == 1
    assert [
        len(things)
        for things in (
            archive.delivery_streams,
            archive.subscription_filters,
            archive.error_log_groups,
            archive.roles,
            archive.alarms,
            archive.control_plane_rules,
        )
    ] == [1, 1, 1, 2, 4, 1]
    (stream,) = properties(stack, STREAM)
    assert stream["ExtendedS3DestinationConfiguration"]["Prefix"] == "audit/cluster=orders/!{timestamp:yyyy/MM/dd}/"


def test_the_bucket_is_as_wished(stack):
    archive_of(
        stack,
        access_logs_bucket=s3.Bucket(stack, "Logs"),
        encryption_key=kms.Key(stack, "TeamKey"),
        expiration=Duration.days(4000),
        glacier_instant_retrieval_transition=Duration.days(30),
        object_lock_mode=s3.ObjectLockMode.COMPLIANCE,
        object_lock_retention=Duration.days(3653),
    )

    Template.from_stack(stack).has_resource_properties(
        BUCKET,
        {
            "ObjectLockConfiguration": {"Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 3653}}},
            "LifecycleConfiguration": {
                "Rules": [
                    Match.object_like({"Transitions": [{"StorageClass": "GLACIER_IR", "TransitionInDays": 30}]}),
                    Match.object_like({"ExpirationInDays": 4000}),
                ]
            },
        },
    )


def test_a_bucket_of_the_team_is_written_to(stack):
    bucket = s3.Bucket(
        stack, "Evidence", versioned=True, object_lock_default_retention=s3.ObjectLockRetention.governance(Duration.days(365))
    )

    archive = archive_of(stack, bucket=bucket)

    assert archive.bucket.bucket_name == bucket.bucket_name


def test_another_cluster_comes_later(stack):
    archive = archive_of(stack)

    with pytest.raises(RuntimeError, match="audits: 'orders' is there twice"):
        archive.add_audit(archive.audits[0])


def test_records_are_asked(stack):
    archive = archive_of(stack)
    analysis = AuditAnalysis(
        stack,
        "Analysis",
        archive=archive,
        former_cluster_identifiers=["retired"],
        query_results_bucket=s3.Bucket(stack, "Results"),
        query_scan_limit=Size.gibibytes(1),
        time_zone=TimeZone.ASIA_TOKYO,
    )
    reader = iam.Role(stack, "Reader", assumed_by=iam.AccountRootPrincipal())
    analysis.grant_read(reader)
    archive.grant_read(reader)

    assert analysis.archive.node.path == archive.node.path
    assert analysis.table_name == "audit_records"
    assert analysis.database_name.startswith("aurora_mysql_audit_")
    assert analysis.work_group.name == analysis.work_group_name
    assert analysis.database.ref != analysis.table.ref
    assert len(analysis.named_queries) == 20
    (table,) = properties(stack, "AWS::Glue::Table")
    assert table["TableInput"]["Parameters"]["projection.cluster.values"] == "orders,retired"


READER = "arn:aws:quicksight:us-east-1:111111111111:group/default/security"
AUTHOR = "arn:aws:quicksight:us-east-1:111111111111:user/default/jane"


def test_records_are_shown(stack):
    analysis = AuditAnalysis(stack, "Analysis", archive=archive_of(stack), query_results_bucket=s3.Bucket(stack, "Results"))
    quick_sight = AuditQuickSight(
        stack,
        "QuickSight",
        analysis=analysis,
        readers=[READER],
        authors=[AUTHOR],
        history=Duration.days(90),
        refresh=AuditQuickSightRefresh.DAILY,
        refresh_time="06:30",
        time_zone=TimeZone.ASIA_TOKYO,
        dashboard_name="Who did what",
    )

    assert quick_sight.analysis.query_results_bucket is not None
    assert quick_sight.role.role_arn
    assert quick_sight.data_source.data_source_id == quick_sight.data_set.data_set_id == quick_sight.quick_sight_id
    assert quick_sight.refresh_schedule.ref
    assert quick_sight.dashboard.name == "Who did what"
    assert quick_sight.metric_refresh_errors(period=Duration.days(1)).metric_name == "IngestionErrorCount"
    (schedule,) = properties(stack, "AWS::QuickSight::RefreshSchedule")
    assert schedule["Schedule"]["ScheduleFrequency"] == {"Interval": "DAILY", "TimeOfTheDay": "06:30", "TimeZone": "Asia/Tokyo"}
    (dashboard,) = properties(stack, "AWS::QuickSight::Dashboard")
    assert [permission["Principal"] for permission in dashboard["Permissions"]] == [READER, AUTHOR]


def test_records_are_shown_each_hour(stack):
    analysis = AuditAnalysis(stack, "Analysis", archive=archive_of(stack), query_results_bucket=s3.Bucket(stack, "Results"))

    AuditQuickSight(stack, "QuickSight", analysis=analysis, readers=[READER], refresh=AuditQuickSightRefresh.HOURLY)

    (schedule,) = properties(stack, "AWS::QuickSight::RefreshSchedule")
    assert schedule["Schedule"]["ScheduleFrequency"]["Interval"] == "HOURLY"


def test_nobody_shows_records_to_nobody(stack):
    analysis = AuditAnalysis(stack, "Analysis", archive=archive_of(stack), query_results_bucket=s3.Bucket(stack, "Results"))

    with pytest.raises(RuntimeError, match="readers: must be a list of at least one ARN of a user or group of QuickSight"):
        AuditQuickSight(stack, "QuickSight", analysis=analysis, readers=[])


@pytest.mark.parametrize(
    "options, message",
    [
        (dict(audits=[]), r"audits: must be a list of at least one audit, for example \[cluster.audit\], got: \[\]"),
        (dict(object_lock_retention=Duration.hours(1)), "objectLockRetention: must be a literal Duration of 1 to 36500 whole days"),
    ],
)
def test_bad_input(stack, options, message):
    with pytest.raises(RuntimeError, match=message):
        archive_of(stack, **options)


def test_somebody_reviews_and_signs(stack):
    pager = sns.Topic(stack, "Pager")
    archive = archive_of(stack)
    review = AuditReview(
        stack,
        "Review",
        audits=archive.audits,
        archive=archive,
        reviewers=["security@example.com"],
        schedule=scheduler.ScheduleExpression.cron(minute="0", hour="6", day="1", time_zone=TimeZone.ASIA_TOKYO),
        period=Duration.days(31),
        alarm_actions=[actions.SnsAction(pager)],
        encryption_key=kms.Key(stack, "ReviewKey"),
    )
    AuditReview(stack, "Weekly", audits=archive.audits, archive=archive, reviewers=["security@example.com"], time_zone=TimeZone.EUROPE_BERLIN)

    expressions = [schedule["ScheduleExpression"] for schedule in properties(stack, "AWS::Scheduler::Schedule")]
    assert expressions.count("cron(0 6 1 * ? *)") == expressions.count("cron(0 7 ? * MON *)") == 1
    assert [len(things) for things in (review.audits, review.alarms, review.roles)] == [1, 5, 5]
    machines = (review.state_machine, review.sign_off_state_machine, review.watch_state_machine)
    assert len({machine.state_machine_name for machine in machines}) == 3
    assert machines[0].state_machine_name == review.review_name
    assert review.log_group.log_group_name is not None
    assert review.control_plane_rule.rule_arn
    assert review.schedule.state == review.watch_schedule.state == review.sign_off_rule.state == "ENABLED"
    assert review.topic.topic_arn and review.encryption_key.key_arn and review.archive.bucket.bucket_name


def test_a_review_asks_athena(stack):
    archive = archive_of(stack)
    analysis = AuditAnalysis(stack, "Analysis", archive=archive, time_zone=TimeZone.ASIA_TOKYO)
    options = dict(audits=archive.audits, archive=archive, reviewers=["security@example.com"])
    review = AuditReview(stack, "Review", analysis=analysis, **options)
    insights = AuditReview(stack, "Insights", **options)

    assert review.analysis.work_group_name == analysis.work_group_name
    assert insights.analysis is None
    definitions = [str(machine["DefinitionString"]) for machine in properties(stack, "AWS::StepFunctions::StateMachine")]
    assert [sum(call in definition for definition in definitions) for call in ("athena:startQueryExecution", "cloudwatchlogs:startQuery")] == [1, 1]
    assert any("Off-hours logins (Asia/Tokyo)" in definition for definition in definitions)


def test_what_is_not_archived_is_not_reviewed_by_athena(stack):
    archive = archive_of(stack)
    analysis = AuditAnalysis(stack, "Analysis", archive=archive)
    other = audited_cluster(Stack(stack.node.root, "Others"), cluster_identifier="other")

    with pytest.raises(RuntimeError, match="analysis: must be over an archive of all audits, 'other' is not in Stack/Archive"):
        AuditReview(stack, "Review", audits=[other.audit], archive=archive, analysis=analysis, reviewers=["security@example.com"])
