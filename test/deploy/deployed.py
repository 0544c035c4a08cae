"""What the APIs say of a deployed stack, beside what its template says."""

import json
from pathlib import Path

from cloud import REGION, Account


ARNS = {
    "AWS::CloudWatch::Alarm": "cloudwatch:{}:{}:alarm:{}",
    "AWS::Events::Rule": "events:{}:{}:rule/{}",
    "AWS::IAM::Role": "iam::{1}:role/{2}",
    "AWS::KMS::Key": "kms:{}:{}:key/{}",
    "AWS::KinesisFirehose::DeliveryStream": "firehose:{}:{}:deliverystream/{}",
    "AWS::Logs::LogGroup": "logs:{}:{}:log-group:{}:*",
    "AWS::S3::Bucket": "s3:::{2}",
}


class Deployed:
    def __init__(self, account: Account, app: Path, name: str | None = None):
        self.account = account
        template = next(app.glob(f"{name or '*'}.template.json"))
        self.name = template.name.removesuffix(".template.json")
        self.template = json.loads(template.read_text())

    @property
    def status(self) -> str:
        return self._cloudformation("describe_stacks")["Stacks"][0]["StackStatus"]

    @property
    def physical_ids(self) -> dict[str, str]:
        """By logical id, also of resources that the template does not name."""
        resources = self._cloudformation("describe_stack_resources")["StackResources"]
        return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}

    def _cloudformation(self, operation: str) -> dict:
        return getattr(self.account.client("cloudformation"), operation)(StackName=self.name)

    def of_type(self, resource_type: str, ids: dict[str, str] | None = None) -> dict[str, dict]:
        """The properties in the template of the resources of a type, by physical id, references resolved. Takes the physical ids, if they were asked for."""
        ids = ids or self.physical_ids
        return {
            ids[logical_id]: self.resolve(resource.get("Properties", {}), ids)
            for logical_id, resource in self.template["Resources"].items() if resource["Type"] == resource_type
        }

    def one_of_type(self, resource_type: str) -> tuple[str, dict]:
        (found,) = self.of_type(resource_type).items()
        return found

    def is_of(self, logical_id: str, resource_type: str) -> bool:
        return self.template["Resources"].get(logical_id, {}).get("Type") == resource_type

    def resolve(self, value, ids: dict[str, str]):
        if isinstance(value, list):
            return [self.resolve(each, ids) for each in value]
        if not isinstance(value, dict):
            return value
        match list(value.items()):
            case [("Ref", name)]:
                pseudo = {
                    "AWS::StackName": self.name, "AWS::Region": REGION, "AWS::AccountId": self.account.number, "AWS::Partition": "aws",
                    "AWS::URLSuffix": "amazonaws.com",
                }
                return pseudo.get(name) or ids[name]
            case [("Fn::GetAtt", [name, "Arn"])]:
                return self.arn(name, ids[name])
            case [("Fn::GetAtt", [name, _])]:
                return ids[name]
            case [("Fn::Join", [separator, parts])]:
                return separator.join(self.resolve(parts, ids))
            case _:
                return {name: self.resolve(each, ids) for name, each in value.items()}

    def arn(self, logical_id: str, physical_id: str) -> str:
        return "arn:aws:" + ARNS[self.template["Resources"][logical_id]["Type"]].format(REGION, self.account.number, physical_id)


def cluster(account: Account, identifier: str = "orders") -> dict:
    return account.client("rds").describe_db_clusters(DBClusterIdentifier=identifier)["DBClusters"][0]


def clusters(account: Account) -> list[str]:
    return [each["DBClusterIdentifier"] for each in account.client("rds").describe_db_clusters()["DBClusters"]]


def parameters(account: Account, group: str) -> dict[str, str]:
    """The parameters that are not at their defaults."""
    pages = account.client("rds").get_paginator("describe_db_cluster_parameters").paginate(DBClusterParameterGroupName=group, Source="user")
    return {each["ParameterName"]: each["ParameterValue"] for page in pages for each in page["Parameters"]}


def parameter_groups(account: Account) -> list[str]:
    groups = account.client("rds").describe_db_cluster_parameter_groups()["DBClusterParameterGroups"]
    return [each["DBClusterParameterGroupName"] for each in groups if not each["DBClusterParameterGroupName"].startswith("default.")]


def log_groups(account: Account, identifier: str = "orders") -> dict[str, dict]:
    """By log type."""
    pages = account.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=f"/aws/rds/cluster/{identifier}/")
    return {each["logGroupName"].rsplit("/", 1)[1]: each for page in pages for each in page["logGroups"]}


def metric_filters(account: Account) -> dict[str, dict]:
    pages = account.client("logs").get_paginator("describe_metric_filters").paginate()
    return {each["filterName"]: each for page in pages for each in page["metricFilters"]}


def query_definitions(account: Account) -> dict[str, dict]:
    found = account.client("logs").describe_query_definitions(maxResults=1000)["queryDefinitions"]
    return {each["queryDefinitionId"]: each for each in found}


def alarms(account: Account) -> dict[str, dict]:
    pages = account.client("cloudwatch").get_paginator("describe_alarms").paginate()
    return {each["AlarmName"]: each for page in pages for each in page["MetricAlarms"]}


def keys(account: Account) -> list[str]:
    """The keys that are not about to be deleted."""
    kms = account.client("kms")
    described = [kms.describe_key(KeyId=each["KeyId"])["KeyMetadata"] for each in kms.list_keys()["Keys"]]
    return [each["KeyId"] for each in described if each["KeyState"] == "Enabled"]


def snapshots(account: Account) -> list[str]:
    found = account.client("rds").describe_db_cluster_snapshots()["DBClusterSnapshots"]
    return [each["DBClusterSnapshotIdentifier"] for each in found]
