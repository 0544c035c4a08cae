"""A cluster of aws-rds gets an audit, and loses it again."""

import pytest

from deployed import Deployed, alarms, cluster, log_groups, metric_filters, parameter_groups, parameters
from readback import differences


def test_a_deployed_cluster_gets_an_audit_and_stays_the_same(environment, state):
    environment.deploy(state("plain"))
    before = cluster(environment)

    outcome = environment.deploy(state("plain-audited"))

    after = cluster(environment)
    assert outcome.succeeded, outcome.output
    assert differences(Deployed(environment, state("plain-audited"))) == []
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert parameters(environment, after["DBClusterParameterGroup"])["server_audit_logging"] == "1"
    assert "audit" in after["EnabledCloudwatchLogsExports"]
    assert log_groups(environment)["audit"]["retentionInDays"] == 365


@pytest.mark.parametrize("known", ["exporting-audited-handed-in", "exporting-audited-told"])
def test_where_aurora_made_the_audit_log_group_it_is_handed_in_or_known_by_its_name(environment, state, known):
    environment.deploy(state("exporting"))
    before = cluster(environment)
    assert "retentionInDays" not in log_groups(environment)["audit"]

    refused = environment.deploy(state("exporting-audited"))
    assert not refused.succeeded
    assert "already exists" in refused.output
    assert cluster(environment)["DbClusterResourceId"] == before["DbClusterResourceId"]

    outcome = environment.deploy(state(known))

    assert outcome.succeeded, outcome.output
    assert differences(Deployed(environment, state(known))) == []
    assert cluster(environment)["DbClusterResourceId"] == before["DbClusterResourceId"]
    # Nothing of the library touches a group that it did not make.
    assert "retentionInDays" not in log_groups(environment)["audit"]


def test_the_audit_is_removed_from_a_cluster_that_stays(environment, state):
    environment.deploy(state("plain-audited"))
    before = cluster(environment)

    outcome = environment.deploy(state("plain"))

    after = cluster(environment)
    assert outcome.succeeded, outcome.output
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert after["EnabledCloudwatchLogsExports"] == []
    assert (alarms(environment), metric_filters(environment)) == ({}, {})
    assert "audit" in log_groups(environment)
    assert (after["DBClusterParameterGroup"], parameter_groups(environment)) == ("default.aurora-mysql8.0", [])
