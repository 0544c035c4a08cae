"""A first deployment that fails leaves nothing in the way of the second."""

import pytest

from deployed import Deployed, alarms, cluster, clusters, keys, log_groups, metric_filters, parameter_groups
from readback import differences

FAILURES = {
    "wrong-parameter": "Could not find parameter with name: server_audit_logs",
    "wrong-version": "Cannot find version 8.0.mysql_aurora.3.99.9",
    "wrong-pattern": "Invalid metric filter pattern",
    "wrong-instance-unprotected": "RDS does not support creating a DB instance",
}


def leftovers(account) -> dict:
    found = {
        "alarms": alarms(account), "clusters": clusters(account), "filters": metric_filters(account), "keys": keys(account),
        "log groups": log_groups(account), "parameter groups": parameter_groups(account), "topics": account.client("sns").list_topics()["Topics"],
    }
    return {kind: list(resources) for kind, resources in found.items() if resources}


@pytest.mark.parametrize(("failing", "reason"), FAILURES.items(), ids=FAILURES)
def test_a_failed_first_deployment_leaves_nothing_and_the_corrected_one_completes(environment, state, failing, reason):
    outcome = environment.deploy(state(failing))

    assert not outcome.succeeded
    assert reason in outcome.output
    assert Deployed(environment, state(failing)).status == "ROLLBACK_COMPLETE"
    assert leftovers(environment) == {}

    corrected = environment.deploy(state("audited"))

    assert corrected.succeeded, corrected.output
    assert differences(Deployed(environment, state("audited"))) == []
    assert len(keys(environment)) == 1


def test_the_protection_of_the_cluster_stops_a_roll_back_and_lifting_it_leads_out(environment, state):
    outcome = environment.deploy(state("wrong-instance"))

    assert not outcome.succeeded
    assert Deployed(environment, state("wrong-instance")).status == "ROLLBACK_FAILED"
    assert clusters(environment) == ["orders"]

    # The protection is lifted and the stack deleted; a deletion keeps log groups and key, which are still empty and unused.
    environment.client("rds").modify_db_cluster(DBClusterIdentifier="orders", DeletionProtection=False)
    destroyed = environment.destroy(state("wrong-instance"))
    assert destroyed.succeeded, destroyed.output
    assert set(leftovers(environment)) == {"keys", "log groups"}
    for group in log_groups(environment).values():
        environment.client("logs").delete_log_group(logGroupName=group["logGroupName"])
    for key in keys(environment):
        environment.client("kms").schedule_key_deletion(KeyId=key)
    corrected = environment.deploy(state("audited"))

    assert corrected.succeeded, corrected.output
    assert cluster(environment)["DeletionProtection"] is True
    assert differences(Deployed(environment, state("audited"))) == []
