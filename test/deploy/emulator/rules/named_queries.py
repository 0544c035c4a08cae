"""Named queries of Athena, which the stock provisioner does not have: made and deleted by MiniStack's own API."""

import json

from ministack.services import athena
from ministack.services.cloudformation import provisioners

RESOURCE_TYPE = "AWS::Athena::NamedQuery"

# The limits of CreateNamedQuery.
MAX_LENGTHS = {"Name": 128, "Description": 1024, "QueryString": 262_144}


def create(logical_id, properties, stack):
    for name, length in MAX_LENGTHS.items():
        if len(properties.get(name, "")) > length:
            raise ValueError(f"Properties validation failed for resource of type {RESOURCE_TYPE}: #/{name}: expected maxLength: {length}")
    group = properties.get("WorkGroup", "primary")
    if group != "primary" and group not in athena._workgroups:
        raise ValueError(f"WorkGroup {group} is not found. (Service: Athena, Status Code: 400)")
    _, _, answer = athena._create_named_query(properties)
    identifier = json.loads(answer)["NamedQueryId"]
    return identifier, {"NamedQueryId": identifier}


def update(physical_id, old, new, stack):
    """Every property is create-only: a change is a replacement."""
    created = create(physical_id, new, stack)
    delete(physical_id, old)
    return created


def delete(physical_id, properties):
    athena._delete_named_query({"NamedQueryId": physical_id})


def apply():
    provisioners._RESOURCE_HANDLERS[RESOURCE_TYPE] = {"create": create, "update": update, "delete": delete}
