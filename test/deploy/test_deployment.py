"""The quick start is deployed, seen whole by the APIs, watches, and is updated in place."""

import json

import pytest

from deployed import Deployed, alarms, cluster, log_groups
from readback import PROPERTIES, differences
from watched import Watched


@pytest.fixture
def deployed(environment, quick_start):
    outcome = environment.deploy(quick_start)
    assert outcome.succeeded, outcome.output
    return Deployed(environment, quick_start)


def test_the_quick_start_is_deployed_as_its_template_says(deployed):
    assert deployed.status == "CREATE_COMPLETE"
    # Whether there is metadata of the CDK depends on the region.
    resources = {name for name, resource in deployed.template["Resources"].items() if resource["Type"] != "AWS::CDK::Metadata"}
    assert set(deployed.physical_ids) - {"CDKMetadata"} == resources
    types = {each["Type"] for each in deployed.template["Resources"].values()}
    services = ("AWS::CloudWatch", "AWS::Events", "AWS::KMS", "AWS::Logs", "AWS::RDS", "AWS::SNS")
    assert {each for each in types if each.startswith(services)} <= {*PROPERTIES, "AWS::RDS::DBSubnetGroup"}
    assert differences(deployed) == []


def test_the_master_user_has_a_secret_that_leads_to_the_cluster(deployed):
    secret, _ = deployed.one_of_type("AWS::SecretsManager::Secret")
    identifier, _ = deployed.one_of_type("AWS::RDS::DBCluster")

    found = json.loads(deployed.account.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])

    assert found["host"] == cluster(deployed.account, identifier)["Endpoint"]
    assert found["username"] == cluster(deployed.account, identifier)["MasterUsername"]


def test_a_change_behind_the_back_of_the_template_is_seen(deployed):
    identifier, _ = deployed.one_of_type("AWS::RDS::DBCluster")
    deployed.account.client("rds").modify_db_cluster(DBClusterIdentifier=identifier, DeletionProtection=False)

    assert differences(deployed) == [f"AWS::RDS::DBCluster {identifier} DeletionProtection: False instead of True"]


# What arrives, one after the other, and the alarms that have gone off since the beginning.
ARRIVALS = [
    (["CONNECT,shop,,0", "QUERY,shop,'SELECT 1',0", "DISCONNECT,shop,,0"], set()),
    (["QUERY,shop,'SELECT \\'GRANT ALL ON *.* TO eve\\'',0"], set()),
    (["FAILED_CONNECT,,,1045"] * 9, set()),
    (["FAILED_CONNECT,,,1045"], {"FailedLogins"}),
    (["QUERY,shop,'/* tool */ grant all on *.* to `eve`@`%`',0"], {"FailedLogins", "AccountAndPrivilegeChanges"}),
    (["QUERY,shop,'SELECT 1',0", "QUERY,shop,'DROP DATABASE shop',0"], {"FailedLogins", "AccountAndPrivilegeChanges", "DestructiveStatements"}),
]


def test_records_set_off_exactly_the_alarms_that_look_for_them(deployed):
    watched = Watched(deployed)
    told = set()

    for operations, expected in ARRIVALS:
        watched.record(*operations)
        told |= watched.told()

        assert watched.going_off() == expected
        assert told == expected


def test_a_call_that_could_switch_the_audit_off_reaches_the_topic_and_others_do_not(deployed):
    watched = Watched(deployed)
    identifier, _ = deployed.one_of_type("AWS::RDS::DBCluster")

    watched.call("ModifyDBCluster", dBClusterIdentifier=identifier, backupRetentionPeriod="14")
    watched.call("ModifyDBCluster", dBClusterIdentifier="another", dBClusterParameterGroupName="default.aurora-mysql8.0")
    assert watched.messages() == []
    watched.call("ModifyDBCluster", dBClusterIdentifier=identifier, dBClusterParameterGroupName="default.aurora-mysql8.0")

    (message,) = watched.messages()
    for told in ["ModifyDBCluster", identifier, "arn:aws:iam::111111111111:user/mallory", "203.0.113.9"]:
        assert told in message


def test_retention_events_and_detections_are_updated_in_place(environment, state):
    environment.deploy(state("audited"))
    before = Deployed(environment, state("audited"))
    resource_id, ids = cluster(environment)["DbClusterResourceId"], before.physical_ids

    outcome = environment.deploy(state("audited-changed"))

    after = Deployed(environment, state("audited-changed"))
    assert (outcome.succeeded, after.status) == (True, "UPDATE_COMPLETE"), outcome.output
    assert differences(after) == []
    assert cluster(environment)["DbClusterResourceId"] == resource_id
    assert {each["retentionInDays"] for each in log_groups(environment).values()} == {3653}
    after_ids = after.physical_ids
    kept = set(after_ids) & set(ids)
    assert {name: after_ids[name] for name in kept} == {name: ids[name] for name in kept}
    assert {each["MetricName"] for each in alarms(environment).values()} == {"FailedLogins", "AccountAndPrivilegeChanges"}
