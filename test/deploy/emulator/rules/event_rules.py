"""Rules of EventBridge: the size of the pattern."""

import json

from ..handlers import refuse

RESOURCE_TYPE = "AWS::Events::Rule"

MAX_LENGTH = 2048


def pattern_is_valid(properties, _):
    pattern = properties.get("EventPattern")
    if pattern is None:
        return
    text = pattern if isinstance(pattern, str) else json.dumps(pattern, separators=(",", ":"))
    if len(text) > MAX_LENGTH:
        raise ValueError("1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: "
                         f"Member must have length less than or equal to {MAX_LENGTH} (Service: EventBridge, Status Code: 400)")


def apply():
    refuse(RESOURCE_TYPE, write=[pattern_is_valid])
