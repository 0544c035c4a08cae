"""Stacks: what a deletion or a roll-back leaves alone, and which stacks take no update."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlparse, urlunparse

from ministack.services.cloudformation import _stack_events, _stacks, handlers, helpers, stacks
from ministack.services.cloudformation.engine import _extract_deps
from ministack.services.cloudformation.helpers import _error, _p

from ..handlers import patch

NOT_UPDATABLE = ["CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"]

# Of the deletion or roll-back that is running: the definitions of the resources, and those that are still there though their turn is over.
_running: ContextVar[tuple[dict, Callable[[], set]] | None] = ContextVar("running", default=None)


def ordered_delete(stock):
    """Resources are deleted after those that depend on them; what a resource that stays depends on, stays."""

    def delete(resource_type, physical_id, properties, stack_name=None, logical_id=None):
        definitions, staying = _running.get() or ({}, set)
        for other in sorted(staying() - {logical_id}):
            if logical_id in _extract_deps(definitions.get(other, {}), set(definitions)):
                raise ValueError(f"not tried, because {other}, which depends on it, was not deleted")
        return stock(resource_type, physical_id, properties, stack_name, logical_id)

    return delete


def ordered_stack_deletion(stock):
    async def delete_stack(stack_name, *args, **kwargs):
        stack = _stacks.get(stack_name, {})
        definitions = (stack.get("_template") or {}).get("Resources", {})
        # The order is that of the template reversed: what comes before and is still there was not deleted.
        with running(definitions, lambda: set(stack.get("_resources", {}))):
            await stock(stack_name, *args, **kwargs)

    return delete_stack


def ordered_roll_back(stock):
    async def roll_back(stack_name, stack_id, stack, operation, *args, **kwargs):
        template, before = operation.get("template") or {}, dict(stack.get("_resources", {}))
        failed = failures(stack_id)
        with running(template.get("Resources", {}), failed):
            await stock(stack_name, stack_id, stack, operation, *args, **kwargs)
        if stack["StackStatus"] == "ROLLBACK_FAILED":
            # They are still resources of the stack, for its deletion to try again in the order of its template.
            stack["_template"] = template
            stack["_resources"].update({logical_id: before[logical_id] for logical_id in failed() if logical_id in before})

    return roll_back


def failures(stack_id):
    """The resources that could not be deleted from here on."""
    events = _stack_events[stack_id]
    start = len(events)
    return lambda: {event["LogicalResourceId"] for event in events[start:] if event["ResourceStatus"] == "DELETE_FAILED"}


@contextmanager
def running(definitions, staying):
    token = _running.set((definitions, staying))
    try:
        yield
    finally:
        _running.reset(token)


def strict_change_set(stock):
    def create(params):
        stack = handlers._resolve_stack(_p(params, "StackName"))
        if stack and _p(params, "ChangeSetType") != "CREATE" and stack["StackStatus"] in NOT_UPDATABLE:
            return _error("ValidationError", f"Stack:{stack['StackId']} is in {stack['StackStatus']} state and can not be updated.")
        return stock(params)

    return create


def any_address(stock):
    """Templates in S3 are found under addresses with the bucket in the host as well, as the CDK CLI gives them in an import."""

    def resolve(params, body_key, url_key, label):
        url = urlparse(_p(params, url_key))
        bucket, _, service = (url.hostname or "").partition(".s3.")
        if service:
            params = {**params, url_key: urlunparse(url._replace(netloc=f"s3.{service}", path=f"/{bucket}{url.path}"))}
        return stock(params, body_key, url_key, label)

    return resolve


def apply():
    patch(helpers, "_resolve_document", any_address)
    patch(stacks, "_delete_resource", ordered_delete)
    for module in (stacks, handlers):
        patch(module, "_delete_stack_async", ordered_stack_deletion)
        patch(module, "_roll_back_operation", ordered_roll_back)
    handlers._ACTION_HANDLERS["CreateChangeSet"] = strict_change_set(handlers._ACTION_HANDLERS["CreateChangeSet"])
