"""A deployed cluster that is watched: records and calls that arrive, alarms that go off, and what reaches people."""

import json

from deployed import Deployed, alarms

AUDIT_RECORD = "1728498527380921,writer,mallory,10.0.0.9,147189,0,{}"


class Watched:
    def __init__(self, deployed: Deployed):
        self._account = deployed.account
        identifier, _ = deployed.one_of_type("AWS::RDS::DBCluster")
        self._group = f"/aws/rds/cluster/{identifier}/audit"
        self._account.client("logs").create_log_stream(logGroupName=self._group, logStreamName="writer")
        topic, _ = deployed.one_of_type("AWS::SNS::Topic")
        sqs = self._account.client("sqs")
        self._mailbox = sqs.create_queue(QueueName="mailbox")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self._mailbox, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self._account.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    def record(self, *operations: str) -> None:
        events = [{"timestamp": 1728498527380 + i, "message": AUDIT_RECORD.format(operation)} for i, operation in enumerate(operations)]
        self._account.client("logs").put_log_events(logGroupName=self._group, logStreamName="writer", logEvents=events)

    def call(self, event_name: str, **parameters: str) -> None:
        """An API call, as CloudTrail tells EventBridge of it. Only services may send as `aws.*`, and the rule does not ask for a source."""
        detail = {
            "eventTime": "2026-11-25T12:00:00Z", "eventSource": "rds.amazonaws.com", "eventName": event_name, "awsRegion": "us-east-1",
            "userIdentity": {"arn": "arn:aws:iam::111111111111:user/mallory"}, "sourceIPAddress": "203.0.113.9", "requestParameters": parameters,
        }
        entry = {"Source": "cloudtrail", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(detail)}
        answer = self._account.client("events").put_events(Entries=[entry])
        assert answer["FailedEntryCount"] == 0

    def going_off(self) -> set[str]:
        """The metrics whose alarms are in ALARM."""
        return {each["MetricName"] for each in alarms(self._account).values() if each["StateValue"] == "ALARM"}

    def told(self) -> set[str]:
        """The metrics of the alarms that the topic has sent messages of."""
        return {json.loads(each)["Trigger"]["MetricName"] for each in self.messages()}

    def messages(self) -> list[str]:
        received = self._account.client("sqs").receive_message(QueueUrl=self._mailbox, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(each["Body"])["Message"] for each in received]
