"""An archive with its analysis, dashboard and review: deployed, seen whole by the APIs, updated in place, and taken away without its evidence."""

import gzip
from pathlib import Path

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
    """One deployment for all tests."""
    return deploy(new_environment(), state("reviewed"))


def deploy(account: Account, app: Path) -> Deployed:
    outcome = account.deploy(app)
    assert outcome.succeeded, outcome.output
    return Deployed(account, app)


def bucket_of(deployed: Deployed) -> str:
    return next(name for name, template in deployed.of_type("AWS::S3::Bucket").items() if "ObjectLockConfiguration" in template)


def versions(account: Account, bucket: str) -> dict[str, str]:
    """By key."""
    return {each["Key"]: each["VersionId"] for each in account.client("s3").list_object_versions(Bucket=bucket).get("Versions", [])}


def encryption_key(deployed: Deployed, bucket: str) -> str:
    (rule,) = deployed.of_type("AWS::S3::Bucket")[bucket]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    return rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"].rsplit("/", 1)[1]


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


def test_evidence_outlives_an_update_its_archive_and_the_stack(deployed, state):
    """The last test of the deployment: it ends it."""
    account, bucket, ids = deployed.account, bucket_of(deployed), deployed.physical_ids
    key = encryption_key(deployed, bucket)
    kept = file(account, bucket, "audit/cluster=orders/2026/11/25/1.log.gz", "reviews/review/reports/1.txt", "reviews/review/reports/1.sign-off.json")

    def evidence_is_kept() -> bool:
        with pytest.raises(ClientError, match="AccessDenied"):
            account.client("s3").delete_object(Bucket=bucket, Key="reviews/review/reports/1.txt")
        return versions(account, bucket) == kept and key in keys(account) and all(
            account.client("s3").get_object(Bucket=bucket, Key=name)["Body"].read() == RECORD for name in kept)

    # One cluster more, another retention, another schedule.
    changed = deploy(account, state("reviewed-changed"))
    assert (changed.status, differences(changed)) == ("UPDATE_COMPLETE", [])
    # Every property of a query of Athena is create-only.
    changed_ids = changed.physical_ids
    staying = {name for name in ids if name in changed_ids and not changed.is_of(name, "AWS::Athena::NamedQuery")}
    assert {name: changed_ids[name] for name in staying} == {name: ids[name] for name in staying}
    assert len(changed.of_type("AWS::KinesisFirehose::DeliveryStream")) == 2
    assert changed.of_type("AWS::S3::Bucket")[bucket]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"] == 3653
    assert evidence_is_kept()

    # The app without archive, analysis, dashboard and review.
    without = deploy(account, state("unprotected"))
    assert bucket not in without.physical_ids.values()
    assert account.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []
    assert account.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert evidence_is_kept()

    # With an archive again, which is another one, and without the stack.
    again = deploy(account, state("reviewed"))
    other = bucket_of(again)
    assert other != bucket
    other_kept = file(account, other, "reviews/review/reports/2.txt")
    outcome = account.destroy(state("reviewed"))
    assert outcome.succeeded, outcome.output
    assert versions(account, other) == other_kept
    assert evidence_is_kept()
