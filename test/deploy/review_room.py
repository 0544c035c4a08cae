"""What the APIs answer about the resources of an archive, an analysis and a review, in the words of their template."""

import json

from cloud import Account


def bucket_properties(account: Account, name: str, template: dict) -> dict:
    def answer(operation: str) -> dict:
        return getattr(account.client("s3"), operation)(Bucket=name)

    found = {
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption_rule(each, template) for each in answer("get_bucket_encryption")[
            "ServerSideEncryptionConfiguration"]["Rules"]]},
        "LifecycleConfiguration": {"Rules": [lifecycle_rule(each) for each in answer("get_bucket_lifecycle_configuration")["Rules"]]},
        "OwnershipControls": answer("get_bucket_ownership_controls")["OwnershipControls"],
        "PublicAccessBlockConfiguration": answer("get_public_access_block")["PublicAccessBlockConfiguration"],
        "VersioningConfiguration": {"Status": answer("get_bucket_versioning").get("Status")},
        "LoggingConfiguration": None,
        "ObjectLockConfiguration": None,
    }
    if logging := answer("get_bucket_logging").get("LoggingEnabled"):
        found["LoggingConfiguration"] = {"DestinationBucketName": logging["TargetBucket"], "LogFilePrefix": logging["TargetPrefix"]}
    if "ObjectLockConfiguration" in template:
        found["ObjectLockConfiguration"] = answer("get_object_lock_configuration")["ObjectLockConfiguration"]
    return found


def encryption_rule(rule: dict, template: dict) -> dict:
    named = "BucketKeyEnabled" in template["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    return {
        **({"BucketKeyEnabled": rule["BucketKeyEnabled"]} if named else {}),
        "ServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
    }


def lifecycle_rule(rule: dict) -> dict:
    transitions = [{"StorageClass": each["StorageClass"], "TransitionInDays": each["Days"]} for each in rule.get("Transitions", [])]
    return {
        "Id": rule["ID"],
        "Status": rule["Status"],
        **({"Prefix": rule["Filter"]["Prefix"]} if rule["Filter"]["Prefix"] else {}),
        **({"Transitions": transitions} if transitions else {}),
        **({"ExpirationInDays": rule["Expiration"]["Days"]} if "Expiration" in rule else {}),
        **{name: rule[name] for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration") if name in rule},
    }


def bucket_policy_properties(account: Account, _: str, template: dict) -> dict:
    return {"PolicyDocument": json.loads(account.client("s3").get_bucket_policy(Bucket=template["Bucket"])["Policy"])}


def stream_properties(account: Account, name: str, template: dict) -> dict:
    found = account.client("firehose").describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
    (destination,) = found["Destinations"]
    described = destination["ExtendedS3DestinationDescription"]
    # MiniStack keeps the extension, and delivers by it, and does not describe it.
    configured = {name: described[name] for name in template["ExtendedS3DestinationConfiguration"] if name != "FileExtension"}
    return {
        "DeliveryStreamType": found["DeliveryStreamType"],
        "DeliveryStreamEncryptionConfigurationInput": {"KeyType": found["DeliveryStreamEncryptionConfiguration"]["KeyType"]},
        "ExtendedS3DestinationConfiguration": {**configured, "FileExtension": template["ExtendedS3DestinationConfiguration"]["FileExtension"]},
    }


def subscription_filter_properties(account: Account, name: str, template: dict) -> dict:
    filters = account.client("logs").describe_subscription_filters(logGroupName=template["LogGroupName"])["subscriptionFilters"]
    found = next(each for each in filters if each["filterName"] == name)
    return {"FilterPattern": found["filterPattern"], "DestinationArn": found["destinationArn"], "RoleArn": found["roleArn"]}


def database_properties(account: Account, name: str) -> dict:
    found = account.client("glue").get_database(Name=name)["Database"]
    return {"CatalogId": found["CatalogId"], "DatabaseInput": {"Name": found["Name"], "Description": found["Description"]}}


def table_properties(account: Account, name: str, template: dict) -> dict:
    found = account.client("glue").get_table(DatabaseName=template["DatabaseName"], Name=name)["Table"]
    return {"DatabaseName": found["DatabaseName"], "TableInput": {key: found[key] for key in template["TableInput"]}}


def work_group_properties(account: Account, name: str) -> dict:
    found = account.client("athena").get_work_group(WorkGroup=name)["WorkGroup"]
    return {"Description": found["Description"], "WorkGroupConfiguration": found["Configuration"]}


def named_query_properties(account: Account, identifier: str) -> dict:
    found = account.client("athena").get_named_query(NamedQueryId=identifier)["NamedQuery"]
    return {key: found[key] for key in ["Name", "Description", "Database", "WorkGroup", "QueryString"]}


def state_machine_properties(account: Account, arn: str) -> dict:
    found = account.client("stepfunctions").describe_state_machine(stateMachineArn=arn)
    encryption = found["encryptionConfiguration"]
    return {
        "StateMachineName": found["name"],
        "StateMachineType": found["type"],
        "RoleArn": found["roleArn"],
        "DefinitionString": found["definition"],
        "EncryptionConfiguration": {name[0].upper() + name[1:]: value for name, value in encryption.items()},
    }


def schedule_properties(account: Account, name: str) -> dict:
    found = account.client("scheduler").get_schedule(Name=name)
    return {key: found[key] for key in ["FlexibleTimeWindow", "ScheduleExpression", "ScheduleExpressionTimezone", "State", "Target"]}


def dashboard_properties(account: Account, name: str) -> dict:
    return {"DashboardBody": account.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"]}


REVIEW_ROOM = {
    "AWS::Athena::NamedQuery": named_query_properties,
    "AWS::Athena::WorkGroup": work_group_properties,
    "AWS::CloudWatch::Dashboard": dashboard_properties,
    "AWS::Glue::Database": database_properties,
    "AWS::Glue::Table": table_properties,
    "AWS::KinesisFirehose::DeliveryStream": stream_properties,
    "AWS::Logs::SubscriptionFilter": subscription_filter_properties,
    "AWS::S3::Bucket": bucket_properties,
    "AWS::S3::BucketPolicy": bucket_policy_properties,
    "AWS::Scheduler::Schedule": schedule_properties,
    "AWS::StepFunctions::StateMachine": state_machine_properties,
}
