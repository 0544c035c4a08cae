"""An archive as Firehose would have written it, under the table and the queries of a synthesised template."""

import gzip
from collections import defaultdict
from datetime import datetime, timezone

from engine import ACCOUNT

BUCKET = "archive"
OBJECTS_A_DAY = 2


def is_of(type_name: str):
    return lambda resource: resource["Type"] == type_name


class Archive:
    def __init__(self, template: dict, records: list[dict], hostile: list[str]):
        today = datetime.now(timezone.utc).strftime("%Y/%m/%d")
        self.resources = template["Resources"]
        self.records = records + [{"cluster": "hostile", "day": today, "record": line, "detections": None} for line in hostile]

    def find(self, type_name: str) -> list[dict]:
        return [self.resolve(resource["Properties"]) for resource in self.resources.values() if resource["Type"] == type_name]

    def resolve(self, value):
        """The values of references; all else as it stands in the template."""
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self.reference(value["Ref"])
        if set(value) == {"Fn::Join"}:
            separator, parts = value["Fn::Join"]
            return separator.join(self.resolve(part) for part in parts)
        return {key: self.resolve(each) for key, each in value.items()}

    def reference(self, name: str) -> str:
        if name == "AWS::AccountId":
            return ACCOUNT
        resource = self.resources[name]
        match resource["Type"]:
            case "AWS::S3::Bucket":
                return BUCKET
            case "AWS::Glue::Database":
                return resource["Properties"]["DatabaseInput"]["Name"]
            case "AWS::Athena::WorkGroup":
                return resource["Properties"]["Name"]
            case other:
                raise AssertionError(f"a reference to {other}")

    @property
    def database(self) -> str:
        (database,) = self.find("AWS::Glue::Database")
        return database["DatabaseInput"]["Name"]

    @property
    def queries(self) -> dict[str, str]:
        return {query["Name"]: query["QueryString"] for query in self.find("AWS::Athena::NamedQuery")}

    def prefix_of(self, cluster: str) -> str:
        """Where the delivery stream of the template writes, of whichever cluster."""
        (stream,) = [self.resolve_prefix(each) for each in self.resources.values() if each["Type"] == "AWS::KinesisFirehose::DeliveryStream"]
        return stream.replace("cluster=orders", f"cluster={cluster}")

    @staticmethod
    def resolve_prefix(stream: dict) -> str:
        return stream["Properties"]["ExtendedS3DestinationConfiguration"]["Prefix"]

    def deploy(self, cloud) -> None:
        s3, glue = cloud.client("s3"), cloud.client("glue")
        s3.create_bucket(Bucket=BUCKET)
        lines = defaultdict(list)
        for each in self.records:
            lines[each["cluster"], each["day"]].append(each["record"])
        for (cluster, day), records in lines.items():
            prefix = self.prefix_of(cluster).replace("!{timestamp:yyyy/MM/dd}", day)
            for part in range(OBJECTS_A_DAY):
                # A blank line after each, as where the extraction of messages leaves a line feed of its own.
                text = "".join(f"{record}\n{chr(10) if part else ''}" for record in records[part::OBJECTS_A_DAY])
                s3.put_object(Bucket=BUCKET, Key=f"{prefix}audit-1-{part}.log.gz", Body=gzip.compress(text.encode()))
        (database,), (table,) = self.find("AWS::Glue::Database"), self.find("AWS::Glue::Table")
        glue.create_database(DatabaseInput=database["DatabaseInput"])
        glue.create_table(DatabaseName=table["DatabaseName"], TableInput=table["TableInput"])
