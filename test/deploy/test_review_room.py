"""An archive with its analysis, dashboard and review: deployed, seen whole by the APIs, updated in place, and taken away without its evidence."""

import gzip

import pytest
from botocore.exceptions import ClientError

from cloud import Account
from deployed import Deployed, keys
from readback import PROPERTIES, differences

SERVICES = ("AWS::Athena", "AWS::CloudWatch", "AWS::Events", "AWS::Glue", "AWS::KMS", "AWS::KinesisFirehose", "AWS::Logs", "AWS::S3", "AWS::SNS", "AWS::Scheduler",
            "AWS::StepFunctions")
RECORD = gzip.compress(b"1728498527380921,writer,mallory,10.0.0.9,147189,0,FAILED_CONNECT,,,1045\n")


@pytest.fixture(scope="module")
def deployed(new_environment, state) -> Deployed:
    """For tests that leave it as it is."""
    environment = new_environment()
    outcome = environment.deploy(state("reviewed"))
    assert outcome.succeeded, outcome.output
    return Deployed(environment, state("reviewed"))


def bucket_of(deployed: Deployed) -> str:
    return next(name for name, template in deployed.of_type("AWS::S3::Bucket").items() if "ObjectLockConfiguration" in template)


def versions(account: Account, bucket: str) -> dict[str, str]:
    """By key."""
    return {each["Key"]: each["VersionId"] for each in account.client("s3").list_object_versions(Bucket=bucket).get("Versions", [])}


def file(account: Account, bucket: str, *names: str) -> dict[str, str]:
    for name in names:
        account.client("s3").put_object(Bucket=bucket, Key=name, Body=RECORD, ChecksumAlgorithm="SHA256")
    return versions(account, bucket)


def test_it_is_deployed_as_its_template_says(deployed):
    types = {each["Type"] for each in deployed.template["Resources"].values()}

    assert deployed.status == "CREATE_COMPLETE"
    assert set(deployed.physical_ids) == set(deployed.template["Resources"])
    assert {each for each in types if each.startswith(SERVICES)} <= {*PROPERTIES, "AWS::Logs::LogStream"}
    assert differences(deployed) == []


def test_a_second_deployment_has_nothing_to_change(deployed, state):
    before = deployed.physical_ids

    outcome = deployed.account.deploy(state("reviewed"))

    assert outcome.succeeded and "(no changes)" in outcome.output, outcome.output
    assert deployed.physical_ids == before


def test_a_record_that_the_stream_takes_becomes_a_locked_object_of_its_cluster_and_day(deployed):
    account, bucket = deployed.account, bucket_of(deployed)
    stream, _ = deployed.one_of_type("AWS::KinesisFirehose::DeliveryStream")
    before = versions(account, bucket)

    account.client("firehose").put_record(DeliveryStreamName=stream, Record={"Data": RECORD})

    ((name, version),) = (set(versions(account, bucket).items()) - set(before.items()))
    folder, _, rest = name.partition("/2")
    assert (folder, name.endswith(".log.gz"), len(rest.split("/"))) == ("audit/cluster=orders", True, 4)
    found = account.client("s3").get_object(Bucket=bucket, Key=name)
    assert found["Body"].read() == RECORD
    assert found["ServerSideEncryption"] == "aws:kms"
    retention = account.client("s3").get_object_retention(Bucket=bucket, Key=name, VersionId=version)["Retention"]
    assert retention["Mode"] == "GOVERNANCE"
    assert (retention["RetainUntilDate"] - found["LastModified"]).days in (364, 365)


DELETIONS = {
    "hidden behind a delete marker": {},
    "deleted by its version": {"VersionId": True},
    "deleted by who may lift locks": {"VersionId": True, "BypassGovernanceRetention": True},
}


@pytest.mark.parametrize("prefix", ["audit", "audit-errors", "reviews"])
@pytest.mark.parametrize("how", DELETIONS.values(), ids=DELETIONS)
def test_evidence_is_not(deployed, how, prefix):
    account, bucket, name = deployed.account, bucket_of(deployed), f"{prefix}/evidence"
    kept = file(account, bucket, name)

    with pytest.raises(ClientError, match="AccessDenied"):
        account.client("s3").delete_object(Bucket=bucket, Key=name, **{**how, **({"VersionId": kept[name]} if "VersionId" in how else {})})

    assert versions(account, bucket) == kept
    assert account.client("s3").get_object(Bucket=bucket, Key=name)["Body"].read() == RECORD


def test_what_is_no_evidence_is_locked_as_well(deployed):
    account, bucket = deployed.account, bucket_of(deployed)
    version = file(account, bucket, "elsewhere")["elsewhere"]

    with pytest.raises(ClientError, match="object lock"):
        account.client("s3").delete_object(Bucket=bucket, Key="elsewhere", VersionId=version)

    # Whoever may lift locks, may here.
    account.client("s3").delete_object(Bucket=bucket, Key="elsewhere", VersionId=version, BypassGovernanceRetention=True)


def test_a_life_keeps_bucket_key_and_objects(new_environment, state):
    """An update, the review room taken out of the app, and the end of the stack."""
    account = new_environment()
    account.deploy(state("reviewed"))
    before = Deployed(account, state("reviewed"))
    bucket, ids = bucket_of(before), before.physical_ids
    key = before.of_type("AWS::S3::Bucket")[bucket]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
    kept = file(account, bucket, "audit/cluster=orders/2026/11/25/1.log.gz", "reviews/review/reports/1.txt", "reviews/review/reports/1.sign-off.json")

    def evidence_is_there() -> None:
        assert versions(account, bucket) == kept
        assert all(account.client("s3").get_object(Bucket=bucket, Key=name)["Body"].read() == RECORD for name in kept)
        assert key.rsplit("/", 1)[1] in keys(account)
        assert account.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]

    # One cluster more, another retention, another schedule.
    outcome = account.deploy(state("reviewed-changed"))
    after = Deployed(account, state("reviewed-changed"))
    assert (outcome.succeeded, after.status) == (True, "UPDATE_COMPLETE"), outcome.output
    assert differences(after) == []
    assert {name: after.physical_ids[name] for name in ids if name in after.physical_ids and not after.is_of(name, "AWS::Athena::NamedQuery")} == {
        name: physical_id for name, physical_id in ids.items() if name in after.physical_ids and not after.is_of(name, "AWS::Athena::NamedQuery")}
    assert len(after.of_type("AWS::KinesisFirehose::DeliveryStream")) == 2
    assert after.of_type("AWS::S3::Bucket")[bucket]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"] == 3653
    evidence_is_there()

    # The app as it was before it had an archive.
    outcome = account.deploy(state("unprotected"))
    assert outcome.succeeded, outcome.output
    assert bucket not in Deployed(account, state("unprotected")).physical_ids.values()
    assert account.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []
    assert account.client("stepfunctions").list_state_machines()["stateMachines"] == []
    evidence_is_there()

    outcome = account.destroy(state("unprotected"))
    assert outcome.succeeded, outcome.output
    evidence_is_there()


def test_a_destroyed_stack_leaves_the_evidence(deployed, state):
    account, bucket = deployed.account, bucket_of(deployed)
    kept = file(account, bucket, "reviews/review/reports/2.txt")
    encrypting = [each.rsplit("/", 1)[1] for each in deployed.of_type("AWS::KMS::Key")]

    outcome = account.destroy(state("reviewed"))

    assert outcome.succeeded, outcome.output
    assert versions(account, bucket) == kept
    assert sorted(keys(account)) == sorted(encrypting)
    with pytest.raises(ClientError, match="AccessDenied"):
        account.client("s3").delete_object(Bucket=bucket, Key="reviews/review/reports/2.txt")
