"""Topics: the key, which the stock provisioner drops."""

from ministack.services import sns

from ..handlers import keep

RESOURCE_TYPE = "AWS::SNS::Topic"


def keep_key(arn, properties):
    attributes = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    if properties.get("KmsMasterKeyId"):
        attributes["KmsMasterKeyId"] = properties["KmsMasterKeyId"]


def apply():
    keep(RESOURCE_TYPE, keep_key)
