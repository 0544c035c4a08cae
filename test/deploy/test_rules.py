"""Each rule of the emulator refuses what the service refuses, and is needed: MiniStack alone lets it pass."""

import pytest
from botocore.exceptions import ClientError

from deployed import query_definitions
from templates import Stack, cluster, in_order, instance, log_group, metric_filter, parameter_group, query_definition, rule

REFUSED_CREATIONS = {
    "a log group that exists": (in_order(log_group(), log_group()), "already exists"),
    "a retention that is none of the service's": (in_order(log_group(RetentionInDays=366)), "Invalid retention value: 366"),
    "an audit parameter that does not exist": (in_order(parameter_group(server_audit_logs="1")), "Could not find parameter with name: server_audit_logs"),
    "a value that an audit parameter does not take": (in_order(parameter_group(server_audit_logging="yes")), "Invalid parameter value: yes"),
    "events in lower case": (in_order(parameter_group(server_audit_events="connect")), "Invalid parameter value: connect"),
    "events with a space": (in_order(parameter_group(server_audit_events="CONNECT, QUERY")), "Invalid parameter value"),
    "a cluster that exists": (in_order(cluster(), cluster()), "DB Cluster already exists"),
    "an engine version that does not exist": (in_order(cluster(EngineVersion="8.0.mysql_aurora.3.99.9")), "Cannot find version"),
    "an export that does not exist": (in_order(cluster(EnableCloudwatchLogsExports=["audits"])), "You cannot use the log types 'audits'"),
    "a parameter group that does not exist": (in_order(cluster(DBClusterParameterGroupName="nothing")), "DBClusterParameterGroup not found"),
    "a parameter group of another family": (
        in_order(parameter_group(family="aurora-mysql8.4"), cluster(DBClusterParameterGroupName={"Ref": "R0"})), "can't be used for this cluster"),
    "a snapshot that does not exist": (in_order(cluster(SnapshotIdentifier="nothing")), "DBClusterSnapshot not found"),
    "an instance that exists": (
        in_order(cluster(), *[instance(DBInstanceIdentifier="writer", DBClusterIdentifier="orders")] * 2), "DB instance already exists"),
    "an instance of no cluster": (in_order(instance(DBClusterIdentifier="nothing")), "Could not find DB cluster"),
    "an instance class that Aurora MySQL does not offer": (
        in_order(cluster(), instance(DBClusterIdentifier="orders", DBInstanceClass="db.m5.large")), "RDS does not support creating a DB instance"),
    "a pattern with parentheses": (in_order(log_group(), metric_filter("%(GRANT|REVOKE)%")), "Invalid metric filter pattern"),
    "a pattern of 1,025 characters": (in_order(log_group(), metric_filter("x" * 1025)), "Invalid metric filter pattern"),
    "a sixth regular expression on a log group": (in_order(log_group(), *[metric_filter(f"%a{i}%") for i in range(6)]), "at most 5 filter patterns"),
    "an event pattern of 2,049 characters": (in_order(rule({"source": ["x" * (2049 - len('{"source":[""]}'))]})), "length less than or equal to 2048"),
}

ACCEPTED_CREATIONS = {
    "retention, key and protection of a log group": in_order(log_group(RetentionInDays=365, DeletionProtectionEnabled=True)),
    "every audit parameter": in_order(parameter_group(
        server_audit_logging="ON", server_audit_events="CONNECT,QUERY_DCL", server_audit_excl_users="a,b", server_audit_incl_users="", server_audit_logs_upload="0")),
    "a cluster with group, exports and instance": in_order(
        parameter_group(), cluster(DBClusterParameterGroupName={"Ref": "R0"}, EnableCloudwatchLogsExports=["audit", "iam-db-auth-error"]),
        instance(DBClusterIdentifier="orders")),
    "five regular expressions on a log group, and terms": in_order(log_group(), *[metric_filter(f"%a{i}%") for i in range(5)], metric_filter('"a" "b"')),
    "an event pattern of 2,048 characters": in_order(rule({"source": ["x" * (2048 - len('{"source":[""]}'))]})),
}


@pytest.mark.parametrize(("resources", "reason"), REFUSED_CREATIONS.values(), ids=REFUSED_CREATIONS)
def test_refuses_to_create(account, stock_account, resources, reason):
    stack = Stack(account)

    assert stack.create(resources) == "ROLLBACK_COMPLETE"
    assert any(reason in each for each in stack.failures()), stack.failures()
    assert Stack(stock_account).create(resources) == "CREATE_COMPLETE"


@pytest.mark.parametrize("resources", ACCEPTED_CREATIONS.values(), ids=ACCEPTED_CREATIONS)
def test_accepts(account, resources):
    stack = Stack(account)

    assert stack.create(resources) == "CREATE_COMPLETE", stack.failures()


REFUSED_QUERIES = {
    "with the name of another": (in_order(query_definition(), query_definition()), "a query definition with the name orders/logins exists"),
    "with a colon in its name": (in_order(query_definition("orders:logins")), "#/Name: failed validation constraint"),
    "in a folder without a name": (in_order(query_definition("orders//logins")), "#/Name: failed validation constraint"),
    "with a name of 256 characters": (in_order(query_definition("x" * 256)), "#/Name: failed validation constraint"),
    "of 10,001 characters": (in_order(query_definition(query="x" * 10_001)), "expected maxLength: 10000"),
}


@pytest.mark.parametrize(("resources", "reason"), REFUSED_QUERIES.values(), ids=REFUSED_QUERIES)
def test_refuses_to_save_a_query(account, resources, reason):
    stack = Stack(account)

    assert stack.create(resources) == "ROLLBACK_COMPLETE"
    assert any(reason in each for each in stack.failures()), stack.failures()


def test_a_query_is_saved_changed_in_place_and_deleted_and_the_stock_emulator_has_none(account, stock_account):
    def saved():
        return [(each["name"], each["queryString"], each["logGroupNames"]) for each in query_definitions(account).values()]

    stack = Stack(account)
    assert stack.create(in_order(query_definition())) == "CREATE_COMPLETE", stack.failures()
    (identifier,) = query_definitions(account)
    assert saved() == [("orders/logins", "limit 1", ["/orders"])]
    assert stack.update(in_order(query_definition("orders/all logins", "limit 2"))) == "UPDATE_COMPLETE", stack.failures()
    assert saved() == [("orders/all logins", "limit 2", ["/orders"])]
    assert list(query_definitions(account)) == [identifier]
    assert stack.delete() == "DELETE_COMPLETE"
    assert saved() == []
    with pytest.raises(ClientError, match="Unrecognized resource types"):
        Stack(stock_account).create(in_order(query_definition()))


REFUSED_UPDATES = {
    "to a retention that is none of the service's": (in_order(log_group()), in_order(log_group(RetentionInDays=366)), "Invalid retention value"),
    "to a parameter that does not exist": (in_order(parameter_group()), in_order(parameter_group(server_audit_logs="1")), "Could not find parameter"),
    "to a version that does not exist": (in_order(cluster()), in_order(cluster(EngineVersion="8.0.mysql_aurora.3.99.9")), "Cannot find version"),
    "to a version that the parameter group does not fit": (
        in_order(parameter_group(), cluster(DBClusterParameterGroupName={"Ref": "R0"})),
        in_order(parameter_group(), cluster(DBClusterParameterGroupName={"Ref": "R0"}, EngineVersion="8.4.mysql_aurora.8.4.7")),
        "can't be used for this cluster",
    ),
    "to a pattern that is none": (in_order(log_group(), metric_filter("a")), in_order(log_group(), metric_filter("%(a)%")), "Invalid metric filter pattern"),
    "to the name of another log group": (
        in_order(log_group(), log_group("/other")), in_order(log_group(), log_group()), "already exists"),
}


@pytest.mark.parametrize(("before", "after", "reason"), REFUSED_UPDATES.values(), ids=REFUSED_UPDATES)
def test_refuses_to_update(account, stock_account, before, after, reason):
    stack, stock = Stack(account), Stack(stock_account)
    stack.create(before)
    stock.create(before)

    assert stack.update(after) == "UPDATE_ROLLBACK_COMPLETE"
    assert any(reason in each for each in stack.failures()), stack.failures()
    assert stock.update(after) == "UPDATE_COMPLETE"


REFUSED_DELETIONS = {
    "a protected log group": (in_order(log_group(DeletionProtectionEnabled=True)), {"R0"}, "Cannot delete log group with deletion protection enabled"),
    "a protected cluster": (in_order(cluster(DeletionProtection=True)), {"R0"}, "Cannot delete protected Cluster"),
    "what a protected cluster depends on": (
        in_order(log_group(), metric_filter("a"), cluster(DeletionProtection=True)), {"R0", "R1", "R2"}, "Cannot delete protected Cluster"),
    "what a protected cluster with a final snapshot depends on": (
        in_order(log_group(), {**cluster(DeletionProtection=True), "DeletionPolicy": "Snapshot"}), {"R0", "R1"}, "Cannot delete protected Cluster"),
}


@pytest.mark.parametrize(("resources", "staying", "reason"), REFUSED_DELETIONS.values(), ids=REFUSED_DELETIONS)
def test_refuses_to_delete(account, stock_account, resources, staying, reason):
    stack, stock = Stack(account), Stack(stock_account)
    stack.create(resources)
    stock.create(resources)

    assert stack.delete() == "DELETE_FAILED"
    assert any(reason in each for each in stack.failures()), stack.failures()
    assert stack.resources() == staying
    assert stock.delete() == "DELETE_COMPLETE"


def test_what_nothing_orders_is_deleted_though_the_cluster_stays(account):
    stack = Stack(account)
    stack.create({"Cluster": cluster(DeletionProtection=True), "Group": log_group(), "Filter": {**metric_filter("a"), "DependsOn": "Group"}})

    assert stack.delete() == "DELETE_FAILED"
    assert stack.resources() == {"Cluster"}


def test_a_cluster_that_is_not_deleted_leaves_no_final_snapshot(account, stock_account):
    def snapshots(of):
        stack = Stack(of)
        stack.create(in_order({**cluster(DeletionProtection=True), "DeletionPolicy": "Snapshot"}))
        stack.delete()
        return len(of.client("rds").describe_db_cluster_snapshots()["DBClusterSnapshots"])

    assert snapshots(account) == 0
    assert snapshots(stock_account) == 1


def test_refuses_to_delete_a_cluster_that_has_instances(account, stock_account):
    def deleted(of):
        stack = Stack(of, "Cluster")
        stack.create(in_order(cluster()))
        Stack(of, "Instance").create(in_order(instance(DBClusterIdentifier="orders")))
        return stack.delete()

    assert deleted(account) == "DELETE_FAILED"
    assert deleted(stock_account) == "DELETE_COMPLETE"


def test_refuses_to_delete_a_parameter_group_in_use(account, stock_account):
    def deleted(of):
        group = parameter_group()
        group["Properties"]["DBClusterParameterGroupName"] = "used"
        stack = Stack(of, "Group")
        stack.create(in_order(group))
        Stack(of, "Cluster").create(in_order(cluster(DBClusterParameterGroupName="used")))
        return stack.delete()

    assert deleted(account) == "DELETE_FAILED"
    assert deleted(stock_account) == "DELETE_COMPLETE"


def test_refuses_to_delete_a_protected_log_group_by_api(account, stock_account):
    for each in (account, stock_account):
        Stack(each).create(in_order(log_group(DeletionProtectionEnabled=True)))

    with pytest.raises(ClientError, match="Cannot delete log group with deletion protection enabled"):
        account.client("logs").delete_log_group(logGroupName="/orders")
    stock_account.client("logs").delete_log_group(logGroupName="/orders")


def test_refuses_change_sets_for_a_stack_whose_creation_failed(account, stock_account):
    stack, stock = Stack(account), Stack(stock_account)
    filter_without_group = in_order(metric_filter("a"))
    assert stack.create(filter_without_group) == stock.create(filter_without_group) == "ROLLBACK_COMPLETE"

    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        stack.change_set(in_order(log_group()))
    stock.change_set(in_order(log_group()))


def test_refuses_change_sets_for_a_stack_whose_deletion_failed(account):
    stack = Stack(account)
    stack.create(in_order(cluster(DeletionProtection=True)))
    stack.delete()

    with pytest.raises(ClientError, match="is in DELETE_FAILED state and can not be updated"):
        stack.change_set(in_order(log_group()))


def test_what_a_roll_back_could_not_delete_stays_in_the_stack(account):
    stack = Stack(account)

    status = stack.create(in_order(log_group(), cluster(DeletionProtection=True), instance(DBClusterIdentifier="orders", DBInstanceClass="db.m5.large")))

    assert status == "ROLLBACK_FAILED"
    assert {"R0", "R1"} <= stack.resources()
    account.client("rds").modify_db_cluster(DBClusterIdentifier="orders", DeletionProtection=False)
    assert stack.delete() == "DELETE_COMPLETE"
    assert account.client("rds").describe_db_clusters()["DBClusters"] == []


def described(account):
    return account.client("rds").describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][0]


def test_a_property_that_leaves_the_template_keeps_its_value_and_exports_do_not(account, stock_account):
    for each in (account, stock_account):
        stack = Stack(each)
        stack.create(in_order(
            parameter_group(), cluster(DBClusterParameterGroupName={"Ref": "R0"}, DeletionProtection=True, EnableCloudwatchLogsExports=["audit"])))
        before = described(each)
        stack.update(in_order(parameter_group(), cluster()))
        after = described(each)

        assert after["DeletionProtection"] is (each is account)
        assert after["DBClusterParameterGroup"] == before["DBClusterParameterGroup"]
        assert after.get("EnabledCloudwatchLogsExports", []) == []


def test_an_import_changes_nothing_of_the_cluster(account):
    first = Stack(account, "First")
    first.create(in_order({**cluster(), "DeletionPolicy": "Retain"}))
    first.delete()
    second = Stack(account, "Second")

    status = second.adopt(in_order({**cluster(EnableCloudwatchLogsExports=["audit"]), "DeletionPolicy": "Retain"}), R0={"DBClusterIdentifier": "orders"})

    assert status == "IMPORT_COMPLETE"
    assert described(account)["EnabledCloudwatchLogsExports"] == []


def test_refuses_to_import_what_refers_to_resources_that_are_not_there(account):
    retained = {**cluster(), "DeletionPolicy": "Retain"}
    referring = {**cluster(DBClusterParameterGroupName={"Ref": "Group"}), "DeletionPolicy": "Retain", "DependsOn": ["Other"]}
    first = Stack(account, "First")
    first.create(in_order(retained))
    first.delete()

    with pytest.raises(ClientError, match=r"Unresolved resource dependencies \[Group, Other\]"):
        Stack(account, "Second").adopt({"R0": referring}, R0={"DBClusterIdentifier": "orders"})


def test_the_stock_emulator_imports_what_refers_to_resources_that_are_not_there(stock_account):
    retained = {**log_group(), "DeletionPolicy": "Retain"}
    first = Stack(stock_account, "First")
    first.create(in_order(retained))
    first.delete()

    assert Stack(stock_account, "Second").adopt({"R0": {**retained, "DependsOn": ["Other"]}}, R0={"LogGroupName": "/orders"}) == "IMPORT_COMPLETE"


@pytest.mark.parametrize(("properties", "encrypted"), [({"StorageEncrypted": True}, False), ({"KmsKeyId": "key"}, True)])
def test_a_restore_is_encrypted_as_its_snapshot_unless_there_is_a_key(account, stock_account, properties, encrypted):
    for each in (account, stock_account):
        Stack(each, "First").create(in_order(cluster(DBClusterIdentifier="first")))
        each.client("rds").create_db_cluster_snapshot(DBClusterIdentifier="first", DBClusterSnapshotIdentifier="plain")
        Stack(each, "Second").create(in_order(cluster(SnapshotIdentifier="plain", **properties)))

    assert described(account)["StorageEncrypted"] is encrypted
    assert described(stock_account)["StorageEncrypted"] is not encrypted


def test_aurora_makes_a_log_group_that_never_expires_where_none_is(account, stock_account):
    def retentions(of):
        Stack(of).create(in_order(
            log_group("/aws/rds/cluster/orders/error", RetentionInDays=365), cluster(EnableCloudwatchLogsExports=["audit", "error"])))
        groups = of.client("logs").describe_log_groups(logGroupNamePrefix="/aws/rds/cluster/orders/")["logGroups"]
        return {group["logGroupName"].rsplit("/", 1)[1]: group.get("retentionInDays") for group in groups}

    assert retentions(account) == {"audit": None, "error": 365}
    assert retentions(stock_account) == {"error": 365}


def modified(account, **changes):
    """What a cluster exports, and its parameter group, after ModifyDBCluster; or why it was refused."""
    Stack(account).create(in_order(cluster()))
    rds = account.client("rds")
    try:
        rds.modify_db_cluster(DBClusterIdentifier="orders", **changes)
    except ClientError as refusal:
        return refusal.response["Error"]["Message"]
    (found,) = rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"]
    groups = account.client("logs").describe_log_groups(logGroupNamePrefix="/aws/rds/cluster/orders/")["logGroups"]
    return found.get("EnabledCloudwatchLogsExports", []), [group["logGroupName"] for group in groups]


def test_exports_can_be_modified_and_aurora_makes_their_log_groups(account, stock_account):
    export = {"CloudwatchLogsExportConfiguration": {"EnableLogTypes": ["audit"]}}

    assert modified(account, **export) == (["audit"], ["/aws/rds/cluster/orders/audit"])
    assert modified(stock_account, **export) == ([], [])


def test_refuses_to_attach_a_parameter_group_that_does_not_exist(account, stock_account):
    assert "DBClusterParameterGroup not found: nothing" in modified(account, DBClusterParameterGroupName="nothing")
    assert modified(stock_account, DBClusterParameterGroupName="nothing") == ([], [])


@pytest.mark.parametrize(("group", "name", "value", "reason"), [
    ("ours", "server_audit_logs", "1", "Could not find parameter with name: server_audit_logs"),
    ("ours", "server_audit_events", "CONNECT, QUERY", "Invalid parameter value"),
    ("default.aurora-mysql8.0", "server_audit_logging", "1", "is a default group"),
])
def test_refuses_to_modify_a_parameter_group(account, group, name, value, reason):
    rds = account.client("rds")
    rds.create_db_cluster_parameter_group(DBClusterParameterGroupName="ours", DBParameterGroupFamily="aurora-mysql8.0", Description="audit")
    with pytest.raises(ClientError, match=reason):
        rds.modify_db_cluster_parameter_group(
            DBClusterParameterGroupName=group, Parameters=[{"ParameterName": name, "ParameterValue": value, "ApplyMethod": "immediate"}])


def test_a_log_group_gets_a_key_and_a_protection_by_api(account, stock_account):
    def described(of):
        logs = of.client("logs")
        logs.create_log_group(logGroupName="/orders")
        logs.associate_kms_key(logGroupName="/orders", kmsKeyId="arn:aws:kms:us-east-1:111111111111:key/ours")
        logs.put_log_group_deletion_protection(logGroupIdentifier="/orders", deletionProtectionEnabled=True)
        (group,) = logs.describe_log_groups(logGroupNamePrefix="/orders")["logGroups"]
        return group["kmsKeyId"], group["deletionProtectionEnabled"]

    assert described(account) == ("arn:aws:kms:us-east-1:111111111111:key/ours", True)
    with pytest.raises(ClientError, match="Unknown action"):
        described(stock_account)


def test_a_topic_keeps_its_key(account, stock_account):
    def key(of):
        Stack(of).create({"R0": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/audit"}}})
        (topic,) = of.client("sns").list_topics()["Topics"]
        return of.client("sns").get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"].get("KmsMasterKeyId")

    assert key(account) == "alias/audit"
    assert key(stock_account) is None


def test_a_record_is_counted_and_sets_off_an_alarm(account, stock_account):
    def states(of):
        Stack(of).create({**in_order(log_group(), metric_filter("GRANT")), "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "Namespace": "n", "MetricName": "m", "Statistic": "Sum", "Period": 300, "EvaluationPeriods": 1, "Threshold": 2,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold"}}})
        of.client("logs").create_log_stream(logGroupName="/orders", logStreamName="writer")
        for messages in (["SELECT", "GRANT"], ["GRANT"]):
            of.client("logs").put_log_events(
                logGroupName="/orders", logStreamName="writer", logEvents=[{"timestamp": 1728498527380, "message": message} for message in messages])
            yield of.client("cloudwatch").describe_alarms()["MetricAlarms"][0]["StateValue"]

    assert list(states(account)) == ["OK", "ALARM"]
    assert list(states(stock_account)) == ["INSUFFICIENT_DATA", "INSUFFICIENT_DATA"]
