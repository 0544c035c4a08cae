"""Clusters that are deployed already get an audit in each of the ways there are, stay what they are, and lose it again."""

import pytest

import aws_cli
from cloud import REGION, synthesize
from deployed import Deployed, alarms, cluster, clusters, log_groups, metric_filters, parameter_groups, parameters
from readback import differences

ALL = ["audit", "error", "general", "slowquery"]
AUDITED = {"server_audit_logging": "1", "server_audit_events": "CONNECT,QUERY,TABLE"}
DEFAULT_GROUP = "default.aurora-mysql8.0"


def deploy(account, app):
    outcome = account.deploy(app)
    assert outcome.succeeded, outcome.output
    return outcome


def state_of(account, identifier):
    """What the cluster is, what it exports, and the parameters of its group."""
    found = cluster(account, identifier)
    group = found["DBClusterParameterGroup"]
    return found["DbClusterResourceId"], found["EnabledCloudwatchLogsExports"], {} if group == DEFAULT_GROUP else parameters(account, group)


def nothing_watches(account):
    return (alarms(account), metric_filters(account)) == ({}, {})


def leave_snapshot(account):
    """The snapshot of a cluster that is gone."""
    rds = account.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="origin", Engine="aurora-mysql", EngineVersion="8.0.mysql_aurora.3.12.0", MasterUsername="admin", ManageMasterUserPassword=True)
    rds.create_db_cluster_snapshot(DBClusterIdentifier="origin", DBClusterSnapshotIdentifier="orders-snapshot")
    rds.delete_db_cluster(DBClusterIdentifier="origin", SkipFinalSnapshot=True)


@pytest.mark.parametrize(("plain", "audited", "back"), [
    ("generated", "generated-audited", "generated"),
    ("legacy", "legacy-audited", "legacy"),
    ("from-snapshot", "from-snapshot-audited", "from-snapshot"),
    ("l1", "l1-audited", "l1-default"),
    ("included", "included-audited", "included-default"),
])
def test_a_cluster_whose_identifier_cloudformation_made(environment, state, plain, audited, back):
    leave_snapshot(environment)
    deploy(environment, state(plain))
    (identifier,) = clusters(environment)
    resource_id, *_ = state_of(environment, identifier)

    synthesize(audited, clusterIdentifier=identifier)
    deploy(environment, state(audited))

    assert clusters(environment) == [identifier]
    assert state_of(environment, identifier) == (resource_id, ALL, AUDITED)
    assert {name: group["retentionInDays"] for name, group in log_groups(environment, identifier).items()} == dict.fromkeys(ALL, 365)
    properties = ["AWS::RDS::DBClusterParameterGroup", "AWS::Logs::LogGroup", "AWS::Logs::MetricFilter", "AWS::CloudWatch::Alarm"]
    assert differences(Deployed(environment, state(audited)), *properties) == []

    deploy(environment, state(back))

    assert state_of(environment, identifier) == (resource_id, [], {})
    assert nothing_watches(environment)
    assert parameter_groups(environment) == []
    assert set(log_groups(environment, identifier)) == set(ALL)


def test_a_parameter_group_that_leaves_the_template_of_an_l1_without_another_is_still_attached(environment, state):
    deploy(environment, state("l1"))
    (identifier,) = clusters(environment)
    synthesize("l1-audited", clusterIdentifier=identifier)
    deploy(environment, state("l1-audited"))
    (group,) = parameter_groups(environment)

    environment.deploy(state("l1"))

    assert cluster(environment, identifier)["DBClusterParameterGroup"] == group
    assert parameter_groups(environment) == [group]


def test_a_parameter_group_of_the_app_gets_the_parameters_and_stays(environment, state):
    deploy(environment, state("l1-with-group"))
    (identifier,) = clusters(environment)
    resource_id, *_ = state_of(environment, identifier)
    (group,) = parameter_groups(environment)

    synthesize("l1-with-group-audited", clusterIdentifier=identifier)
    deploy(environment, state("l1-with-group-audited"))

    assert state_of(environment, identifier) == (resource_id, ["audit"], {"slow_query_log": "1", **AUDITED})
    assert parameter_groups(environment) == [group]
    # RDS has made the log group, and nothing of the stack touches it.
    assert "retentionInDays" not in log_groups(environment, identifier)["audit"]

    deploy(environment, state("l1-with-group"))

    assert state_of(environment, identifier) == (resource_id, ["audit"], {"slow_query_log": "1"})
    assert parameter_groups(environment) == [group]


@pytest.fixture
def exporting(environment, state):
    """The identifier of a cluster that exports its audit log, into which RDS has written."""
    deploy(environment, state("generated-exporting"))
    (identifier,) = clusters(environment)
    environment.client("logs").create_log_stream(logGroupName=f"/aws/rds/cluster/{identifier}/audit", logStreamName="writer")
    return identifier


def import_audit_logs(account, app, identifier):
    """The recipe of the warning: the stack comes to own the log group that RDS made."""
    name = f"/aws/rds/cluster/{identifier}/audit"
    resources = Deployed(account, app).template["Resources"]
    (logical_id,) = (each for each, resource in resources.items() if resource.get("Properties", {}).get("LogGroupName") == name)
    outcome = account.import_resources(app, {logical_id: {"LogGroupName": name}})
    assert outcome.succeeded, outcome.output


def records(account, identifier):
    group = log_groups(account, identifier)["audit"]
    streams = account.client("logs").describe_log_streams(logGroupName=group["logGroupName"])["logStreams"]
    return group["creationTime"], [each["logStreamName"] for each in streams]


def test_a_log_group_that_rds_made_is_handed_in_and_kept_by_the_commands_of_the_warning(environment, state, exporting):
    resource_id, *_ = state_of(environment, exporting)
    before = records(environment, exporting)

    synthesize("generated-exporting-audited", clusterIdentifier=exporting)
    outcome = deploy(environment, state("generated-exporting-audited"))

    assert state_of(environment, exporting) == (resource_id, ["audit"], AUDITED)
    assert "retentionInDays" not in log_groups(environment, exporting)["audit"]

    key = f"arn:aws:kms:{REGION}:{environment.number}:key/ours"
    commands = aws_cli.printed(outcome.output, "logs")
    assert len(commands) == 2
    for command in commands:
        aws_cli.run(environment, command, KEY_ARN=key)

    group = log_groups(environment, exporting)["audit"]
    assert (group["retentionInDays"], group["kmsKeyId"]) == (365, key)
    assert records(environment, exporting) == before


def test_a_log_group_that_rds_made_is_imported_as_it_is_and_then_kept_as_it_shall_be(environment, state, exporting):
    resource_id, *_ = state_of(environment, exporting)
    before = records(environment, exporting)
    synthesize("generated-exporting-audited", "generated-exporting-owned", "generated-exporting-kept", clusterIdentifier=exporting)
    audited = deploy(environment, state("generated-exporting-audited"))
    assert "cdk import STACK --force" in audited.output

    import_audit_logs(environment, state("generated-exporting-owned"), exporting)
    assert "retentionInDays" not in log_groups(environment, exporting)["audit"]

    deploy(environment, state("generated-exporting-kept"))

    group = log_groups(environment, exporting)["audit"]
    assert (group["retentionInDays"], group["deletionProtectionEnabled"]) == (3653, True)
    assert differences(Deployed(environment, state("generated-exporting-kept")), "AWS::Logs::LogGroup", "AWS::Logs::MetricFilter") == []
    assert state_of(environment, exporting) == (resource_id, ["audit"], AUDITED)
    assert records(environment, exporting) == before


def test_imported_before_there_is_an_audit_it_is_the_same(environment, state, exporting):
    before = records(environment, exporting)
    synthesize("generated-exporting-owned", clusterIdentifier=exporting)

    import_audit_logs(environment, state("generated-exporting-owned"), exporting)
    # What is not there yet is left out, and made by the next deployment.
    assert nothing_watches(environment)
    deploy(environment, state("generated-exporting-owned"))

    assert records(environment, exporting) == before
    assert not nothing_watches(environment)


def test_a_cluster_of_another_stack_is_watched_and_set_up_by_the_commands_of_the_warning(environment, state):
    deploy(environment, state("generated"))
    (identifier,) = clusters(environment)
    (member,) = cluster(environment, identifier)["DBClusterMembers"]
    resource_id, *_ = state_of(environment, identifier)
    synthesize("watched-elsewhere", clusterIdentifier=identifier)
    # Without the export there is no log group to watch.
    refused = environment.deploy(state("watched-elsewhere"))
    assert not refused.succeeded
    assert "The specified log group does not exist" in refused.output
    assert state_of(environment, identifier) == (resource_id, [], {})

    commands = aws_cli.printed(refused.output, "rds", "logs")
    words = {
        "GROUP": "by-hand", "FAMILY": "aurora-mysql8.0", "INSTANCE": member["DBInstanceIdentifier"],
        "KEY_ARN": f"arn:aws:kms:{REGION}:{environment.number}:key/ours",
    }
    # Where the group is a default one, another comes first.
    for command in sorted(commands, key=lambda each: "create-db-cluster-parameter-group" not in each):
        aws_cli.run(environment, command, **words)
    environment.destroy_stack("Watching")
    deploy(environment, state("watched-elsewhere"))

    assert state_of(environment, identifier) == (resource_id, ["audit"], AUDITED)
    assert log_groups(environment, identifier)["audit"]["retentionInDays"] == 365
    assert differences(Deployed(environment, state("watched-elsewhere"), "Watching"), "AWS::Logs::MetricFilter", "AWS::CloudWatch::Alarm") == []

    # What watches goes, and the cluster records as before.
    environment.destroy_stack("Watching")
    assert nothing_watches(environment)
    assert state_of(environment, identifier) == (resource_id, ["audit"], AUDITED)


def test_the_mixin_audits_the_clusters_of_an_app(environment, state):
    deploy(environment, state("two-clusters"))
    (users,) = (identifier for identifier in clusters(environment) if identifier != "orders")
    before = {identifier: state_of(environment, identifier)[0] for identifier in ("orders", users)}

    synthesize("two-clusters-audited", clusterIdentifier=users)
    deploy(environment, state("two-clusters-audited"))

    assert {identifier: state_of(environment, identifier) for identifier in before} == {
        identifier: (resource_id, ALL, AUDITED) for identifier, resource_id in before.items()}
    assert differences(Deployed(environment, state("two-clusters-audited"), "Orders")) == []

    deploy(environment, state("two-clusters-default"))

    assert {identifier: state_of(environment, identifier) for identifier in before} == {
        identifier: (resource_id, [], {}) for identifier, resource_id in before.items()}
    assert nothing_watches(environment)
