"""Buckets: what makes an archive of one, which the stock provisioner drops; what is in one is not lost with it, and denied is denied."""

from functools import cache

import botocore.session
from botocore.serialize import create_serializer
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from ..handlers import keep, patch, refuse

RESOURCE_TYPE = "AWS::S3::Bucket"


def encryption(properties):
    return {"ServerSideEncryptionConfiguration": {"Rules": [
        {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"], "BucketKeyEnabled": rule.get("BucketKeyEnabled", False)}
        for rule in properties["ServerSideEncryptionConfiguration"]]}}


def lifecycle(properties):
    return {"LifecycleConfiguration": {"Rules": [lifecycle_rule(rule) for rule in properties["Rules"]]}}


def lifecycle_rule(rule):
    return {
        "ID": rule["Id"],
        "Status": rule["Status"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
        "Transitions": [{"Days": each["TransitionInDays"], "StorageClass": each["StorageClass"]} for each in rule.get("Transitions", [])],
        **({"Expiration": {"Days": rule["ExpirationInDays"]}} if "ExpirationInDays" in rule else {}),
        **{name: rule[name] for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration") if name in rule},
    }


def logging(properties):
    return {"BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": properties["DestinationBucketName"], "TargetPrefix": properties.get("LogFilePrefix", "")}}}


def same(name):
    return lambda properties: {name: properties}


# By property of the template: the operation that CloudFormation's handler calls, its request, and the function of MiniStack that takes the body of one.
CONFIGURATIONS = {
    "BucketEncryption": ("PutBucketEncryption", encryption, s3._put_bucket_encryption),
    "LifecycleConfiguration": ("PutBucketLifecycleConfiguration", lifecycle, s3._put_bucket_lifecycle),
    "LoggingConfiguration": ("PutBucketLogging", logging, s3._put_bucket_logging),
    "ObjectLockConfiguration": ("PutObjectLockConfiguration", same("ObjectLockConfiguration"), s3._put_object_lock_configuration),
    "OwnershipControls": ("PutBucketOwnershipControls", same("OwnershipControls"), s3._put_bucket_ownership_controls),
}


@cache
def service():
    return botocore.session.get_session().get_service_model("s3")


def body(operation, request):
    serialized = create_serializer("rest-xml").serialize_to_request({"Bucket": "bucket", **request}, service().operation_model(operation))["body"]
    return serialized if isinstance(serialized, bytes) else serialized.encode()


def keep_configurations(name, properties):
    for configuration, (operation, request, put) in CONFIGURATIONS.items():
        if configuration in properties:
            status, _, answer = put(name, body(operation, request(properties[configuration])))
            if status >= 400:
                raise ValueError(f"{answer.decode()} (Service: S3, Status Code: {status})")


def with_managed_key(stock):
    """Whoever asks for a key of KMS and names none gets the one that S3 has in every account, as with the bucket of `cdk bootstrap`."""

    def resolve(headers, bucket_name):
        if headers.get("x-amz-server-side-encryption") == "aws:kms":
            headers = {"x-amz-server-side-encryption-aws-kms-key-id": "alias/aws/s3", **headers}
        return stock(headers, bucket_name)

    return resolve


def is_empty(_, name):
    bucket = s3._buckets.get(name)
    if bucket is not None and (bucket["objects"] or s3._bucket_has_versions(name)):
        raise ValueError("The bucket you tried to delete is not empty. You must delete all versions in the bucket. (Service: S3, Status Code: 409)")


def denying(stock):
    """A deletion that the policy of the bucket denies: a denial is for everybody, the owner too."""

    def delete(bucket_name, key, headers, query_params=None, *args, **kwargs):
        version = s3._qp(query_params or {}, "versionId", "")
        context = EvalContext(
            principal_arn=f"arn:aws:iam::{get_account_id()}:root", principal_type="Root", principal_account=get_account_id(),
            action=f"s3:DeleteObject{'Version' if version else ''}", resource_arn=f"arn:aws:s3:::{bucket_name}/{key}", region=get_region(),
            # The emulator has no TLS; what the policy says of that is not asked.
            secure_transport=True, service_context={"s3:tlsversion": "1.3"})
        policy = s3._bucket_policies.get(bucket_name)
        if policy and evaluate_resource_policy(policy, context).decision == "Deny":
            return s3._error("AccessDenied", f"User is not authorized to perform: {context.action} with an explicit deny in a resource-based policy", 403)
        return stock(bucket_name, key, headers, query_params, *args, **kwargs)

    return delete


def apply():
    patch(s3, "_resolve_sse_write_headers", with_managed_key)
    keep(RESOURCE_TYPE, keep_configurations)
    refuse(RESOURCE_TYPE, name="BucketName", delete=[is_empty])
    patch(s3, "_delete_object", denying)
