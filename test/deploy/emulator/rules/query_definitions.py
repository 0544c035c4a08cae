"""Saved queries, which MiniStack does not have: kept and described, within the limits of the service."""

import json
import re

from ministack.core.responses import AccountRegionScopedDict, error_response_json, json_response, new_uuid
from ministack.services import cloudwatch_logs as logs
from ministack.services.cloudformation import provisioners

from ..handlers import patch

RESOURCE_TYPE = "AWS::Logs::QueryDefinition"

# The schema of CloudFormation: a slash separates folders.
NAME = re.compile(r"([^:*/]+/?)*[^:*/]+")
MAX_NAME_LENGTH = 255
MAX_QUERY_LENGTH = 10_000
QUOTA = 1000

_definitions = AccountRegionScopedDict()


def put(properties, identifier=None):
    """What PutQueryDefinition does; a name that is taken is refused, for nobody could tell the two apart."""
    name, query = properties["Name"], properties["QueryString"]
    if not 1 <= len(name) <= MAX_NAME_LENGTH or not NAME.fullmatch(name):
        raise ValueError(f"Properties validation failed for resource of type {RESOURCE_TYPE}: #/Name: failed validation constraint")
    if not 1 <= len(query) <= MAX_QUERY_LENGTH:
        raise ValueError(f"Properties validation failed for resource of type {RESOURCE_TYPE}: #/QueryString: expected maxLength: {MAX_QUERY_LENGTH}")
    others = [each["name"] for key, each in _definitions.items() if key != identifier]
    if name in others:
        raise ValueError(f"Invalid request provided: a query definition with the name {name} exists (Service: CloudWatchLogs, Status Code: 400)")
    if len(others) >= QUOTA:
        raise ValueError("Resource limit exceeded. (Service: CloudWatchLogs, Status Code: 400)")
    identifier = identifier or new_uuid()
    _definitions[identifier] = {
        "queryDefinitionId": identifier, "queryLanguage": "CWLI", "name": name, "queryString": query, "logGroupNames": properties.get("LogGroupNames", [])}
    return identifier


def create(logical_id, properties, stack):
    return put(properties), {}


def update(physical_id, old, new, *rest):
    return put(new, physical_id), {}


def delete(physical_id, properties):
    _definitions.pop(physical_id, None)


def describing(stock):
    """MiniStack has a table of operations inside of its router."""

    async def handle(method, path, headers, body, query_params):
        operation = headers.get("x-amz-target", "").split(".")[-1]
        request = json.loads(body) if body else {}
        if operation == "DescribeQueryDefinitions":
            prefix = request.get("queryDefinitionNamePrefix", "")
            return json_response({"queryDefinitions": [each for each in _definitions.values() if each["name"].startswith(prefix)]})
        if operation == "DeleteQueryDefinition":
            if _definitions.pop(request["queryDefinitionId"], None) is None:
                return error_response_json("ResourceNotFoundException", "The specified query definition does not exist.", 400)
            return json_response({"success": True})
        return await stock(method, path, headers, body, query_params)

    return handle


def apply():
    provisioners._RESOURCE_HANDLERS[RESOURCE_TYPE] = {"create": create, "update": update, "delete": delete}
    patch(logs, "handle_request", describing)
