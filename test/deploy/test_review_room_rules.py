"""The rules for what an archive, an analysis and a review are made of: each is at work, and MiniStack alone lets it pass, or does not have the resource."""

import json

import pytest
from botocore.exceptions import ClientError

from templates import Stack, bucket, in_order, locked_bucket, log_group, named_query, state_machine, stream, subscription_filter

REFUSED_CREATIONS = {
    "a lock without versions": (in_order(locked_bucket("Suspended")), "Versioning must be 'Enabled'"),
    "a subscription filter to a stream that is not there": (in_order(log_group(), subscription_filter("f", "nothing")), "Could not deliver test message"),
    "a subscription filter of a log group that is not there": (in_order(stream("s"), subscription_filter("f", "s")), "log group does not exist"),
    "a third subscription filter of a log group": (
        in_order(log_group(), stream("s"), *[subscription_filter(f"f{i}", "s") for i in range(3)]), "Resource limit exceeded"),
    "a state machine whose expression does not parse": (in_order(state_machine("{% $count( %}")), "INVALID_JSONATA_EXPRESSION"),
}


@pytest.mark.parametrize(("resources", "reason"), REFUSED_CREATIONS.values(), ids=REFUSED_CREATIONS)
def test_refuses_to_create(account, stock_account, resources, reason):
    stack = Stack(account)

    assert stack.create(resources) == "ROLLBACK_COMPLETE"
    assert any(reason in each for each in stack.failures()), stack.failures()
    assert Stack(stock_account).create(resources) == "CREATE_COMPLETE"


@pytest.mark.parametrize("resources", [
    in_order(log_group(), stream("s"), *[subscription_filter(f"f{i}", "s") for i in range(2)]),
    in_order(locked_bucket()),
    in_order(state_machine("{% $count([1]) %}")),
], ids=["two subscription filters", "a lock with versions", "a state machine"])
def test_accepts(account, resources):
    stack = Stack(account)

    assert stack.create(resources) == "CREATE_COMPLETE", stack.failures()


def only_bucket(of):
    """Names of buckets are told apart in all accounts, so it has the one that CloudFormation gave it."""
    (found,) = of.client("s3").list_buckets()["Buckets"]
    return found["Name"]


def test_a_bucket_with_objects_is_not_deleted(account, stock_account):
    def deleted(of):
        stack = Stack(of)
        stack.create(in_order(bucket()))
        of.client("s3").put_object(Bucket=only_bucket(of), Key="audit/1", Body=b"record")
        return stack.delete()

    assert deleted(account) == "DELETE_FAILED"
    assert deleted(stock_account) == "DELETE_COMPLETE"


def test_a_locked_version_is_not_deleted(account, stock_account):
    def deletion(of):
        Stack(of).create(in_order(locked_bucket()))
        version = of.client("s3").put_object(Bucket=only_bucket(of), Key="audit/1", Body=b"record")["VersionId"]
        of.client("s3").delete_object(Bucket=only_bucket(of), Key="audit/1", VersionId=version)

    with pytest.raises(ClientError, match="object lock"):
        deletion(account)
    deletion(stock_account)


@pytest.mark.parametrize(("action", "key", "denied"), [
    ("s3:DeleteObject", "audit/1", True), ("s3:DeleteObject", "other/1", False), ("s3:PutObject", "audit/1", False),
])
def test_what_a_policy_denies_is_denied_to_the_owner(account, stock_account, action, key, denied):
    def deletion(of):
        s3 = of.client("s3")
        name = f"denying-{action[3:].lower()}-{key[:5].strip('/')}"
        s3.create_bucket(Bucket=name)
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": action, "Resource": f"arn:aws:s3:::{name}/audit/*"}]}))
        s3.put_object(Bucket=name, Key=key, Body=b"record")
        try:
            s3.delete_object(Bucket=name, Key=key)
        except ClientError as refusal:
            return refusal.response["Error"]["Code"]
        return None

    assert deletion(account) == ("AccessDenied" if denied else None)
    assert deletion(stock_account) is None


def test_a_key_of_s3_itself_need_not_be_named(account, stock_account):
    def put(of):
        of.client("s3").create_bucket(Bucket="managed-key")
        of.client("s3").put_object(Bucket="managed-key", Key="1", Body=b"", ServerSideEncryption="aws:kms")

    put(account)
    with pytest.raises(ClientError, match="requires a key id"):
        put(stock_account)


def test_a_schedule_keeps_its_time_zone(account, stock_account):
    def time_zone(of):
        Stack(of).create({"R0": {"Type": "AWS::Scheduler::Schedule", "Properties": {
            "Name": "weekly", "ScheduleExpression": "cron(0 7 ? * MON *)", "ScheduleExpressionTimezone": "Asia/Tokyo", "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": "arn:aws:states:us-east-1:111111111111:stateMachine:review", "RoleArn": "arn:aws:iam::111111111111:role/scheduler"}}}})
        return of.client("scheduler").get_schedule(Name="weekly").get("ScheduleExpressionTimezone")

    assert time_zone(account) == "Asia/Tokyo"
    assert time_zone(stock_account) != "Asia/Tokyo"


def test_an_alarm_on_an_expression_is_described(account, stock_account):
    metrics = [
        {"Id": "sum", "Expression": "m0 + m0"},
        {"Id": "m0", "ReturnData": False, "MetricStat": {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 300, "Stat": "Sum"}},
    ]
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Properties": {
        "AlarmName": "sums", "Metrics": metrics, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanOrEqualToThreshold"}}

    assert Stack(account).create({"R0": alarm}) == "CREATE_COMPLETE"
    assert account.client("cloudwatch").describe_alarms()["MetricAlarms"][0]["Metrics"] == metrics
    assert Stack(stock_account).create({"R0": alarm}) == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize(("properties", "reason"), [
    ({"Name": "x" * 129}, "#/Name: expected maxLength: 128"), ({"Description": "x" * 1025}, "#/Description: expected maxLength: 1024"),
    ({"WorkGroup": "nothing"}, "WorkGroup nothing is not found"),
])
def test_refuses_to_name_a_query(account, properties, reason):
    stack = Stack(account)

    assert stack.create(in_order(named_query(**properties))) == "ROLLBACK_COMPLETE"
    assert any(reason in each for each in stack.failures()), stack.failures()


def test_a_named_query_is_replaced_by_a_change_and_the_stock_emulator_has_none(account, stock_account):
    athena, stack = account.client("athena"), Stack(account)

    assert stack.create(in_order(named_query())) == "CREATE_COMPLETE", stack.failures()
    (first,) = athena.list_named_queries()["NamedQueryIds"]
    assert stack.update(in_order(named_query(QueryString="SELECT 2"))) == "UPDATE_COMPLETE", stack.failures()
    (second,) = athena.list_named_queries()["NamedQueryIds"]
    assert (second != first, athena.get_named_query(NamedQueryId=second)["NamedQuery"]["QueryString"]) == (True, "SELECT 2")
    assert stack.delete() == "DELETE_COMPLETE"
    assert athena.list_named_queries()["NamedQueryIds"] == []
    with pytest.raises(ClientError, match="Unrecognized resource types"):
        Stack(stock_account).create(in_order(named_query()))
