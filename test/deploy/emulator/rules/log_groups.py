"""Log groups: the name is taken, retention, deletion protection."""

import json

from ministack.core.responses import error_response_json
from ministack.services import cloudwatch_logs as logs

from ..handlers import keep, patch, refuse

RESOURCE_TYPE = "AWS::Logs::LogGroup"


def name_is_free(properties, _):
    name = properties.get("LogGroupName")
    if name in logs._log_groups:
        identifier = json.dumps({"/properties/LogGroupName": name})
        raise ValueError(f"Resource of type '{RESOURCE_TYPE}' with identifier '{identifier}' already exists.")


def retention_is_allowed(properties, _):
    days = properties.get("RetentionInDays")
    if days is not None and int(days) not in logs._VALID_RETENTION_DAYS:
        raise ValueError(f"Invalid retention value: {days} (Service: CloudWatchLogs, Status Code: 400)")


def is_unprotected(_, name):
    if is_protected(name):
        raise ValueError("Cannot delete log group with deletion protection enabled. Disable deletion protection first.")


def is_protected(name):
    return logs._log_groups.get(name, {}).get("deletionProtectionEnabled", False)


def keep_protection(name, properties):
    logs._log_groups[name]["deletionProtectionEnabled"] = str(properties.get("DeletionProtectionEnabled", False)).lower() == "true"


def strict_delete(stock):
    def delete(request):
        try:
            is_unprotected(None, request.get("logGroupName"))
        except ValueError as refusal:
            return error_response_json("ValidationException", str(refusal), 400)
        return stock(request)

    return delete


def protection_shown(stock):
    def describe(request):
        status, headers, body = stock(request)
        if status >= 400:
            return status, headers, body
        answer = json.loads(body)
        for group in answer["logGroups"]:
            group["deletionProtectionEnabled"] = is_protected(group["logGroupName"])
        return status, headers, json.dumps(answer).encode()

    return describe


def more_actions(stock):
    """Two actions that the stock service does not know."""

    def associate_key(request):
        logs._log_groups[request["logGroupName"]]["kmsKeyId"] = request["kmsKeyId"]

    def protect(request):
        logs._log_groups[request["logGroupIdentifier"]]["deletionProtectionEnabled"] = request["deletionProtectionEnabled"]

    actions = {"AssociateKmsKey": associate_key, "PutLogGroupDeletionProtection": protect}

    async def handle(method, path, headers, body, query_params):
        action = actions.get(headers.get("x-amz-target", "").split(".")[-1])
        if action is None:
            return await stock(method, path, headers, body, query_params)
        try:
            action(json.loads(body))
        except KeyError as missing:
            return error_response_json("ResourceNotFoundException", f"The specified log group does not exist: {missing}", 400)
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"

    return handle


def apply():
    patch(logs, "handle_request", more_actions)
    patch(logs, "_delete_log_group", strict_delete)
    patch(logs, "_describe_log_groups", protection_shown)
    refuse(RESOURCE_TYPE, name="LogGroupName", create=[name_is_free], write=[retention_is_allowed], delete=[is_unprotected])
    keep(RESOURCE_TYPE, keep_protection)
