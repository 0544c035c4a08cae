"""A stack is deployed again, and the log groups of the one before are in its place."""

import pytest

from deployed import Deployed, cluster, keys, log_groups
from readback import differences


@pytest.fixture
def kept(environment, state):
    """An account in which a deleted stack has left its log groups, one with a log stream."""
    environment.deploy(state("unprotected"))
    logs = environment.client("logs")
    logs.create_log_stream(logGroupName="/aws/rds/cluster/orders/audit", logStreamName="writer")
    outcome = environment.destroy(state("unprotected"))
    assert outcome.succeeded, outcome.output
    return environment


def streams(account) -> list[str]:
    found = account.client("logs").describe_log_streams(logGroupName="/aws/rds/cluster/orders/audit")["logStreams"]
    return [each["logStreamName"] for each in found]


def test_kept_log_groups_stop_a_redeployment(kept, state):
    outcome = kept.deploy(state("unprotected"))

    assert not outcome.succeeded
    assert "already exists" in outcome.output
    assert streams(kept) == ["writer"]


def test_handed_in_they_are_used_as_they_are(kept, state):
    before = log_groups(kept)

    outcome = kept.deploy(state("handed-in"))

    assert outcome.succeeded, outcome.output
    assert differences(Deployed(kept, state("handed-in"))) == []
    assert {name: each["creationTime"] for name, each in log_groups(kept).items()} == {name: each["creationTime"] for name, each in before.items()}
    assert streams(kept) == ["writer"]

    # They are no resources of the stack, so that they outlive this one, too.
    kept.destroy(state("handed-in"))
    assert set(log_groups(kept)) == set(before)


def test_cdk_import_gives_them_back_to_the_stack_together_with_their_key(kept, state):
    resources = Deployed(kept, state("unprotected")).template["Resources"]
    groups = {
        logical_id: {"LogGroupName": resource["Properties"]["LogGroupName"]}
        for logical_id, resource in resources.items() if resource["Type"] == "AWS::Logs::LogGroup"
    }
    (key,) = (logical_id for logical_id, resource in resources.items() if resource["Type"] == "AWS::KMS::Key")

    # The groups refer to the key, which therefore has to be in the stack with them.
    refused = kept.import_resources(state("unprotected"), groups)
    assert f"Unresolved resource dependencies [{key}]" in refused.output
    imported = kept.import_resources(state("unprotected"), {**groups, key: {"KeyId": keys(kept)[0]}})
    assert imported.succeeded, imported.output
    outcome = kept.deploy(state("unprotected"))

    assert outcome.succeeded, outcome.output
    assert differences(Deployed(kept, state("unprotected"))) == []
    assert streams(kept) == ["writer"]
    assert len(keys(kept)) == 1
    assert cluster(kept)["EnabledCloudwatchLogsExports"] == ["audit", "error", "general", "slowquery"]


def test_taken_over_by_name_they_keep_the_key_that_they_have(kept, state):
    before = log_groups(kept)

    outcome = kept.deploy(state("unprotected"), "--import-existing-resources")

    assert outcome.succeeded, outcome.output
    assert streams(kept) == ["writer"]
    assert {name: each["kmsKeyId"] for name, each in log_groups(kept).items()} == {name: each["kmsKeyId"] for name, each in before.items()}
    # An import applies nothing: the new key of the template is for the topic, the old one has to stay for the records.
    assert len(keys(kept)) == 2
