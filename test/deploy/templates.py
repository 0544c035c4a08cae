"""Small templates for the rules of the emulator, and what becomes of a stack of them."""

import json
from contextlib import suppress

from botocore.exceptions import WaiterError


def log_group(name="/orders", **properties):
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, **properties}}


def parameter_group(family="aurora-mysql8.0", description="audit", **parameters):
    return {"Type": "AWS::RDS::DBClusterParameterGroup", "Properties": {"Family": family, "Description": description, "Parameters": parameters}}


def cluster(**properties):
    return {"Type": "AWS::RDS::DBCluster", "DeletionPolicy": "Delete", "Properties": {
        "Engine": "aurora-mysql", "EngineVersion": "8.0.mysql_aurora.3.12.0", "DBClusterIdentifier": "orders", "MasterUsername": "admin", **properties}}


def instance(**properties):
    return {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "aurora-mysql", "DBInstanceClass": "db.r6g.large", **properties}}


def metric_filter(pattern):
    return {"Type": "AWS::Logs::MetricFilter", "Properties": {
        "LogGroupName": "/orders", "FilterPattern": pattern, "MetricTransformations": [{"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1"}]}}


def query_definition(name="orders/logins", query="limit 1"):
    return {"Type": "AWS::Logs::QueryDefinition", "Properties": {"Name": name, "QueryString": query, "LogGroupNames": ["/orders"]}}


def rule(pattern):
    return {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern}}


def bucket(**properties):
    return {"Type": "AWS::S3::Bucket", "Properties": properties}


def locked_bucket(versioning="Enabled"):
    return bucket(
        ObjectLockEnabled=True, VersioningConfiguration={"Status": versioning},
        ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 365}}})


def stream(name):
    return {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": {
        "BucketARN": "arn:aws:s3:::archive", "RoleARN": "arn:aws:iam::111111111111:role/delivery"}}}


def subscription_filter(name, destination):
    return {"Type": "AWS::Logs::SubscriptionFilter", "Properties": {
        "LogGroupName": "/orders", "FilterName": name, "FilterPattern": "", "RoleArn": "arn:aws:iam::111111111111:role/subscription",
        "DestinationArn": f"arn:aws:firehose:us-east-1:111111111111:deliverystream/{destination}"}}


def state_machine(output):
    definition = {"QueryLanguage": "JSONata", "StartAt": "Say", "States": {"Say": {"Type": "Pass", "Output": output, "End": True}}}
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "arn:aws:iam::111111111111:role/review", "DefinitionString": json.dumps(definition)}}


def named_query(**properties):
    return {"Type": "AWS::Athena::NamedQuery", "Properties": {"Database": "audit", "Name": "logins", "QueryString": "SELECT 1", **properties}}


def in_order(*resources):
    """Resources R0, R1, ... that are created one after the other."""
    return {f"R{i}": {**resource, **({"DependsOn": f"R{i - 1}"} if i else {})} for i, resource in enumerate(resources)}


class Stack:
    """A stack that is deployed by the API."""

    def __init__(self, account, name="Small"):
        self._cloudformation = account.client("cloudformation")
        self._name = name
        self._id = None

    def create(self, resources):
        self._id = self._cloudformation.create_stack(StackName=self._name, TemplateBody=body(resources))["StackId"]
        return self._settled("stack_create_complete")

    def update(self, resources):
        self._cloudformation.update_stack(StackName=self._name, TemplateBody=body(resources))
        return self._settled("stack_update_complete")

    def delete(self):
        self._cloudformation.delete_stack(StackName=self._name)
        return self._settled("stack_delete_complete")

    def adopt(self, resources, **identifiers):
        """Imports resources, told their identifiers by logical id."""
        self._id = self._cloudformation.create_change_set(
            StackName=self._name, ChangeSetName="import", ChangeSetType="IMPORT", TemplateBody=body(resources),
            ResourcesToImport=[
                {"ResourceType": resources[logical_id]["Type"], "LogicalResourceId": logical_id, "ResourceIdentifier": identifier}
                for logical_id, identifier in identifiers.items()])["StackId"]
        self._cloudformation.execute_change_set(StackName=self._name, ChangeSetName="import")
        return self._settled("stack_import_complete")

    def change_set(self, resources):
        """Whether a change set is accepted: the way of the CDK CLI to update a stack."""
        return self._cloudformation.create_change_set(StackName=self._name, ChangeSetName="next", TemplateBody=body(resources))

    def resources(self):
        return {each["LogicalResourceId"] for each in self._cloudformation.describe_stack_resources(StackName=self._id)["StackResources"]}

    def failures(self):
        events = self._cloudformation.describe_stack_events(StackName=self._id)["StackEvents"]
        return [event.get("ResourceStatusReason", "") for event in events if event["ResourceStatus"].endswith("_FAILED")]

    def _settled(self, state):
        waiter = self._cloudformation.get_waiter(state)
        waiter.config.delay = 0.1
        with suppress(WaiterError):
            waiter.wait(StackName=self._id)
        return self._cloudformation.describe_stacks(StackName=self._id)["Stacks"][0]["StackStatus"]


def body(resources):
    return json.dumps({"Resources": resources})
