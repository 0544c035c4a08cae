"""A cluster moves to the next major version, and one is restored from a snapshot."""

from deployed import Deployed, cluster, log_groups, parameter_groups, parameters
from readback import differences


def test_a_major_upgrade_keeps_the_cluster_and_replaces_its_parameter_group(environment, state):
    environment.deploy(state("audited"))
    before, groups = cluster(environment), log_groups(environment)

    outcome = environment.deploy(state("next-major-version"))

    after = cluster(environment)
    assert outcome.succeeded, outcome.output
    assert differences(Deployed(environment, state("next-major-version"))) == []
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert after["EngineVersion"].startswith("8.4.")
    assert parameter_groups(environment) == [after["DBClusterParameterGroup"]] != [before["DBClusterParameterGroup"]]
    assert parameters(environment, after["DBClusterParameterGroup"])["server_audit_logging"] == "1"
    assert {name: each["creationTime"] for name, each in log_groups(environment).items()} == {name: each["creationTime"] for name, each in groups.items()}


def test_a_restored_cluster_is_audited_from_the_start(environment, state):
    environment.deploy(state("unprotected"))
    environment.client("rds").create_db_cluster_snapshot(DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="orders-snapshot")
    origin = cluster(environment)
    environment.destroy(state("unprotected"))

    outcome = environment.deploy(state("restored"))

    restored = cluster(environment, "restored")
    assert outcome.succeeded, outcome.output
    assert differences(Deployed(environment, state("restored"))) == []
    assert restored["DbClusterResourceId"] != origin["DbClusterResourceId"]
    assert restored["MasterUsername"] == origin["MasterUsername"]
    assert parameters(environment, restored["DBClusterParameterGroup"])["server_audit_logging"] == "1"
    assert set(log_groups(environment, "restored")) == set(restored["EnabledCloudwatchLogsExports"]) == {"audit", "error", "general", "slowquery"}
