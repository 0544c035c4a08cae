"""The options of aws-rds that an audited cluster takes over: each once, down to the property it becomes."""

from typing import NamedTuple

import pytest
from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Match, Template
from cdk_audited_aurora_mysql import AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot

from stacks import CLUSTER, audited_cluster, cluster_basics, properties

KEY_ARN = "arn:aws:kms:eu-west-1:111111111111:key/k"
ROLE_ARN = "arn:aws:iam::111111111111:role/r"
INSTANCE = "AWS::RDS::DBInstance"
PARAMETER_GROUP = "AWS::RDS::DBClusterParameterGroup"

#: A plain value each, and what it becomes.
PLAIN = [
    (dict(auto_minor_version_upgrade=False), CLUSTER, {"AutoMinorVersionUpgrade": False}),
    (dict(backtrack_window=Duration.hours(1)), CLUSTER, {"BacktrackWindow": 3600}),
    (dict(backup=rds.BackupProps(retention=Duration.days(14))), CLUSTER, {"BackupRetentionPeriod": 14}),
    (dict(cloudwatch_logs_exports=["error"]), CLUSTER, {"EnableCloudwatchLogsExports": ["audit", "error"]}),
    (dict(cluster_identifier="orders"), CLUSTER, {"DBClusterIdentifier": "orders"}),
    (dict(copy_tags_to_snapshot=False), CLUSTER, {"CopyTagsToSnapshot": False}),
    (dict(default_database_name="orders"), CLUSTER, {"DatabaseName": "orders"}),
    (dict(delete_automated_backups=False), CLUSTER, {"DeleteAutomatedBackups": False}),
    (dict(deletion_protection=False), CLUSTER, {"DeletionProtection": False}),
    (dict(enable_data_api=True), CLUSTER, {"EnableHttpEndpoint": True}),
    (dict(enable_local_write_forwarding=True), CLUSTER, {"EnableLocalWriteForwarding": True}),
    (dict(iam_authentication=False), CLUSTER, {"EnableIAMDatabaseAuthentication": False}),
    (dict(network_type=rds.NetworkType.DUAL), CLUSTER, {"NetworkType": "DUAL"}),
    (dict(parameters={"max_connections": "100"}), PARAMETER_GROUP, {"Parameters": {"max_connections": "100", "server_audit_logging": "1"}}),
    (dict(port=3307), CLUSTER, {"Port": 3307}),
    (dict(preferred_maintenance_window="sun:03:00-sun:04:00"), CLUSTER, {"PreferredMaintenanceWindow": "sun:03:00-sun:04:00"}),
    (dict(removal_policy=RemovalPolicy.DESTROY), CLUSTER, {"DeletionProtection": False}),
    (dict(storage_encrypted=True), CLUSTER, {"StorageEncrypted": True}),
    (dict(storage_type=rds.DBClusterStorageType.AURORA_IOPT1), CLUSTER, {"StorageType": "aurora-iopt1"}),
    (dict(version=rds.AuroraMysqlEngineVersion.VER_2_12_4), PARAMETER_GROUP, {"Family": "aurora-mysql5.7"}),
    (
        dict(engine_lifecycle_support=rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED),
        CLUSTER,
        {"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
    ),
    (
        dict(
            enable_performance_insights=True,
            database_insights_mode=rds.DatabaseInsightsMode.ADVANCED,
            performance_insight_retention=rds.PerformanceInsightRetention.MONTHS_15,
        ),
        CLUSTER,
        {"PerformanceInsightsEnabled": True, "DatabaseInsightsMode": "advanced", "PerformanceInsightsRetentionPeriod": 465},
    ),
    (
        dict(
            serverless_v2_min_capacity=0,
            serverless_v2_max_capacity=8,
            serverless_v2_auto_pause_duration=Duration.minutes(10),
        ),
        CLUSTER,
        {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0, "MaxCapacity": 8, "SecondsUntilAutoPause": 600}},
    ),
]


@pytest.mark.parametrize("options, resource_type, expected", PLAIN, ids=[", ".join(options) for options, _, _ in PLAIN])
def test_a_plain_value(stack, options, resource_type, expected):
    audited_cluster(stack, **options)

    Template.from_stack(stack).has_resource_properties(resource_type, expected)


class Given(NamedTuple):
    """What the app has beside the cluster."""

    stack: Stack
    key: kms.IKey
    role: iam.IRole
    bucket: s3.IBucket


@pytest.fixture
def given(stack):
    return Given(
        stack,
        kms.Key.from_key_arn(stack, "Key", KEY_ARN),
        iam.Role.from_role_arn(stack, "Role", ROLE_ARN, mutable=False),
        s3.Bucket.from_bucket_name(stack, "Bucket", "exports"),
    )


@pytest.mark.parametrize(
    "options, expected",
    [
        (lambda it: dict(storage_encryption_key=it.key), {"KmsKeyId": KEY_ARN}),
        (
            lambda it: dict(enable_performance_insights=True, performance_insight_encryption_key=it.key),
            {"PerformanceInsightsKmsKeyId": KEY_ARN},
        ),
        (
            lambda it: dict(
                monitoring_role=it.role,
                monitoring_interval=Duration.minutes(1),
                enable_cluster_level_enhanced_monitoring=True,
            ),
            {"MonitoringInterval": 60, "MonitoringRoleArn": ROLE_ARN},
        ),
        (lambda it: dict(domain="d-1234567890", domain_role=it.role), {"Domain": "d-1234567890", "DomainIAMRoleName": "r"}),
        (lambda it: dict(s3_import_role=it.role), {"AssociatedRoles": [{"RoleArn": ROLE_ARN}]}),
        (lambda it: dict(s3_export_role=it.role), {"AssociatedRoles": [{"RoleArn": ROLE_ARN}]}),
        (lambda it: dict(s3_import_buckets=[it.bucket]), {"AssociatedRoles": [{"RoleArn": Match.any_value()}]}),
        (lambda it: dict(s3_export_buckets=[it.bucket]), {"AssociatedRoles": [{"RoleArn": Match.any_value()}]}),
        (
            lambda it: dict(
                security_groups=[ec2.SecurityGroup.from_security_group_id(it.stack, "SecurityGroup", "sg-12345678")]
            ),
            {"VpcSecurityGroupIds": ["sg-12345678"]},
        ),
        (
            lambda it: dict(subnet_group=rds.SubnetGroup.from_subnet_group_name(it.stack, "Subnets", "data")),
            {"DBSubnetGroupName": "data"},
        ),
        (
            lambda it: dict(
                parameter_group=rds.ParameterGroup.from_parameter_group_name(it.stack, "Group", "team"),
            ),
            {"DBClusterParameterGroupName": "team"},
        ),
    ],
)
def test_something_the_app_has(given, options, expected):
    audited_cluster(given.stack, **options(given))

    Template.from_stack(given.stack).has_resource_properties(CLUSTER, expected)


def test_the_network_the_writer_and_the_readers(stack):
    AuditedAuroraMysqlCluster(
        stack,
        "Database",
        vpc=ec2.Vpc(stack, "Vpc"),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
        writer=rds.ClusterInstance.serverless_v2("writer"),
        readers=[rds.ClusterInstance.serverless_v2("reader", scale_with_writer=True)],
    )

    Template.from_stack(stack).resource_count_is(INSTANCE, 2)


def test_the_owner_has_a_generated_password(stack):
    audited_cluster(stack, credentials=rds.Credentials.from_generated_secret("owner"))

    (secret,) = properties(stack, "AWS::SecretsManager::Secret")
    assert secret["GenerateSecretString"]["SecretStringTemplate"] == '{"username":"owner"}'


def test_rds_can_manage_the_password_of_the_owner(stack):
    audited_cluster(stack, manage_master_user_password=True)

    Template.from_stack(stack).has_resource_properties(CLUSTER, {"ManageMasterUserPassword": True})


def test_a_replica_names_its_source(stack):
    source = "arn:aws:rds:eu-west-1:111111111111:cluster:orders"

    audited_cluster(stack, replication_source_identifier=source)

    Template.from_stack(stack).has_resource_properties(CLUSTER, {"ReplicationSourceIdentifier": source})


def test_a_restore_names_the_snapshot_and_the_credentials_in_it(stack):
    AuditedAuroraMysqlClusterFromSnapshot(
        stack,
        "Database",
        **cluster_basics(stack),
        snapshot_identifier="nightly",
        snapshot_credentials=rds.SnapshotCredentials.from_generated_secret("owner"),
    )

    Template.from_stack(stack).has_resource_properties(CLUSTER, {"SnapshotIdentifier": "nightly"})
    templates = [secret["GenerateSecretString"]["SecretStringTemplate"] for secret in properties(stack, "AWS::SecretsManager::Secret")]
    assert '{"username":"owner"}' in templates
