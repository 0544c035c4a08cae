"""What a deletion takes, what it leaves, and what a refused one leaves at work."""

from deployed import Deployed, alarms, cluster, clusters, keys, log_groups, metric_filters, parameter_groups, snapshots
from watched import Watched


def test_a_refused_deletion_keeps_the_cluster_and_keeps_watching(environment, state):
    environment.deploy(state("audited"))
    watched = Watched(Deployed(environment, state("audited")))
    watching = set(alarms(environment)), set(metric_filters(environment))

    outcome = environment.destroy(state("audited"))

    assert not outcome.succeeded
    assert "Cannot delete protected Cluster" in outcome.output
    assert Deployed(environment, state("audited")).status == "DELETE_FAILED"
    assert clusters(environment) == ["orders"]
    assert snapshots(environment) == []
    assert set(log_groups(environment)) == {"audit", "error", "general", "slowquery"}
    assert cluster(environment)["DBClusterParameterGroup"] in parameter_groups(environment)
    assert set(metric_filters(environment)) == watching[1]
    # What comes after the instances and the filters goes before them; the alarms on records stay, and reach people.
    gone = {name.split("Detections")[1].split("Alarm")[0] for name in watching[0] - set(alarms(environment))}
    assert gone <= {"Silence", "ControlPlaneChanges"}
    watched.record("QUERY,shop,'GRANT ALL ON *.* TO `eve`@`%`',0")
    assert watched.going_off() == watched.told() == {"AccountAndPrivilegeChanges"}

    # A stack whose deletion failed takes no update: it is deleted again, once the protection is lifted ...
    refused = environment.deploy(state("audited"))
    assert "is in DELETE_FAILED state and can not be updated" in refused.output
    environment.client("rds").modify_db_cluster(DBClusterIdentifier="orders", DeletionProtection=False)
    again = environment.destroy(state("audited"))

    assert again.succeeded, again.output
    assert (clusters(environment), alarms(environment), metric_filters(environment)) == ([], {}, {})


def test_a_stack_whose_deletion_was_refused_is_given_up_and_the_cluster_goes_on_being_watched(environment, state):
    environment.deploy(state("audited"))
    environment.destroy(state("audited"))
    watching = set(alarms(environment)), set(metric_filters(environment)), set(log_groups(environment)), keys(environment)

    # ... or it is let go of, with all that it failed to delete.
    cloudformation = environment.client("cloudformation")
    cloudformation.delete_stack(StackName="Orders", DeletionMode="FORCE_DELETE_STACK")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="Orders")

    assert clusters(environment) == ["orders"]
    assert cluster(environment)["DBClusterParameterGroup"] in parameter_groups(environment)
    assert (set(alarms(environment)), set(metric_filters(environment)), set(log_groups(environment)), keys(environment)) == watching


def test_a_deletion_keeps_the_records_their_key_and_a_snapshot(environment, state):
    environment.deploy(state("unprotected"))
    key = log_groups(environment)["audit"]["kmsKeyId"]

    outcome = environment.destroy(state("unprotected"))

    assert outcome.succeeded, outcome.output
    assert (clusters(environment), alarms(environment), metric_filters(environment), parameter_groups(environment)) == ([], {}, {}, [])
    assert {each["kmsKeyId"] for each in log_groups(environment).values()} == {key}
    assert set(log_groups(environment)) == {"audit", "error", "general", "slowquery"}
    assert keys(environment) == [key.rsplit("/", 1)[1]]
    assert len(snapshots(environment)) == 1


def test_a_throw_away_environment_leaves_nothing(environment, state):
    environment.deploy(state("throw-away"))

    outcome = environment.destroy(state("throw-away"))

    assert outcome.succeeded, outcome.output
    assert (clusters(environment), log_groups(environment), keys(environment), snapshots(environment)) == ([], {}, [], [])
