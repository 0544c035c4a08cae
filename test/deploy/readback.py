"""What the APIs answer about each resource of a stack, in the words of its template."""

import json
from inspect import signature

from cloud import Account
from deployed import Deployed, alarms, cluster, metric_filters, parameters, query_definitions
from review_room import REVIEW_ROOM


def cluster_properties(account: Account, identifier: str) -> dict:
    found = cluster(account, identifier)
    return {
        "Engine": found["Engine"],
        "EngineVersion": found["EngineVersion"],
        "DBClusterIdentifier": found["DBClusterIdentifier"],
        "DBClusterParameterGroupName": found["DBClusterParameterGroup"],
        "EnableCloudwatchLogsExports": sorted(found["EnabledCloudwatchLogsExports"]),
        "DBSubnetGroupName": found["DBSubnetGroup"],
        "VpcSecurityGroupIds": [each["VpcSecurityGroupId"] for each in found["VpcSecurityGroups"]],
        "DeletionProtection": found["DeletionProtection"],
        "StorageEncrypted": found["StorageEncrypted"],
        "EnableIAMDatabaseAuthentication": found["IAMDatabaseAuthenticationEnabled"],
        "BackupRetentionPeriod": found["BackupRetentionPeriod"],
        "CopyTagsToSnapshot": found["CopyTagsToSnapshot"],
    }


def instance_properties(account: Account, identifier: str) -> dict:
    (found,) = account.client("rds").describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"]
    return {"DBClusterIdentifier": found["DBClusterIdentifier"], "DBInstanceClass": found["DBInstanceClass"], "Engine": found["Engine"]}


def parameter_group_properties(account: Account, name: str) -> dict:
    (found,) = account.client("rds").describe_db_cluster_parameter_groups(DBClusterParameterGroupName=name)["DBClusterParameterGroups"]
    return {"Family": found["DBParameterGroupFamily"], "Parameters": parameters(account, name)}


def log_group_properties(account: Account, name: str) -> dict:
    found = next(each for each in account.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"] if each["logGroupName"] == name)
    return {
        "LogGroupName": name,
        "RetentionInDays": found.get("retentionInDays"),
        "KmsKeyId": found.get("kmsKeyId"),
        "LogGroupClass": found["logGroupClass"],
        "DeletionProtectionEnabled": found["deletionProtectionEnabled"],
    }


def metric_filter_properties(account: Account, name: str) -> dict:
    found = metric_filters(account)[name]
    return {
        "LogGroupName": found["logGroupName"],
        "FilterPattern": found["filterPattern"],
        "MetricTransformations": [{key[0].upper() + key[1:]: value for key, value in each.items()} for each in found["metricTransformations"]],
    }


def query_definition_properties(account: Account, identifier: str) -> dict:
    found = query_definitions(account)[identifier]
    return {"Name": found["name"], "QueryString": found["queryString"], "LogGroupNames": found["logGroupNames"]}


def alarm_properties(account: Account, name: str) -> dict:
    found = alarms(account)[name]
    return {key: found.get(key, DEFAULTS.get(key)) for key in [
        "AlarmActions", "ActionsEnabled", "AlarmDescription", "ComparisonOperator", "Dimensions", "EvaluationPeriods", "InsufficientDataActions", "MetricName",
        "Metrics", "Namespace", "Period", "Statistic", "Threshold", "TreatMissingData",
    ]}


def topic_properties(account: Account, arn: str) -> dict:
    return {"KmsMasterKeyId": account.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"].get("KmsMasterKeyId")}


def topic_policy_properties(account: Account, _: str, template: dict) -> dict:
    (arn,) = template["Topics"]
    return {"PolicyDocument": json.loads(account.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"])}


def subscription_properties(account: Account, arn: str) -> dict:
    found = next(each for each in account.client("sns").list_subscriptions()["Subscriptions"] if each["SubscriptionArn"] == arn)
    return {"TopicArn": found["TopicArn"], "Protocol": found["Protocol"], "Endpoint": found["Endpoint"]}


def key_properties(account: Account, key_id: str) -> dict:
    kms = account.client("kms")
    return {
        "EnableKeyRotation": kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"],
        "KeyPolicy": json.loads(kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]),
    }


def rule_properties(account: Account, name: str) -> dict:
    found = account.client("events").describe_rule(Name=name)
    targets = account.client("events").list_targets_by_rule(Rule=name)["Targets"]
    return {"State": found["State"], "EventPattern": json.loads(found["EventPattern"]), "Targets": targets}


PROPERTIES = {
    **REVIEW_ROOM,
    "AWS::CloudWatch::Alarm": alarm_properties,
    "AWS::Events::Rule": rule_properties,
    "AWS::KMS::Key": key_properties,
    "AWS::Logs::LogGroup": log_group_properties,
    "AWS::Logs::MetricFilter": metric_filter_properties,
    "AWS::Logs::QueryDefinition": query_definition_properties,
    "AWS::RDS::DBCluster": cluster_properties,
    "AWS::RDS::DBClusterParameterGroup": parameter_group_properties,
    "AWS::RDS::DBInstance": instance_properties,
    "AWS::SNS::Subscription": subscription_properties,
    "AWS::SNS::Topic": topic_properties,
    "AWS::SNS::TopicPolicy": topic_policy_properties,
}

# What a property that the template does not name has to be.
DEFAULTS = {
    "ActionsEnabled": True, "BackupRetentionPeriod": 1, "CopyTagsToSnapshot": False, "DeletionProtection": False, "DeletionProtectionEnabled": False, "Dimensions": [],
    "EnableCloudwatchLogsExports": [], "EnableIAMDatabaseAuthentication": False, "InsufficientDataActions": [], "LogGroupClass": "STANDARD",
    "ScheduleExpressionTimezone": "UTC", "StorageEncrypted": False, "Targets": [],
}


def differences(deployed: Deployed, *types: str) -> list[str]:
    """Where the services hold something else than the template says."""
    found, ids = [], deployed.physical_ids
    for resource_type in types or PROPERTIES:
        for physical_id, template in deployed.of_type(resource_type, ids).items():
            properties = PROPERTIES[resource_type]
            actual = properties(deployed.account, physical_id, *([template] if len(signature(properties).parameters) == 3 else []))
            expected = {key: template.get(key, DEFAULTS.get(key)) for key in actual}
            found += [
                f"{resource_type} {physical_id} {key}: {actual[key]!r} instead of {expected[key]!r}" for key in actual
                if not same(actual[key], expected[key])
            ]
    return found


def same(actual, expected) -> bool:
    """Lists of names have no order; the services answer numbers of other types."""
    if isinstance(actual, list) and all(isinstance(each, str) for each in actual):
        return sorted(actual) == sorted(expected or [])
    return actual == expected
