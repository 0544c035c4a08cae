"""Stacks: what a deletion or a roll-back leaves alone, and which stacks take no update."""

from contextvars import ContextVar

from ministack.services.cloudformation import _stacks, handlers, stacks
from ministack.services.cloudformation.engine import _extract_deps
from ministack.services.cloudformation.helpers import _error, _p

from ..handlers import patch

NOT_UPDATABLE = ["CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"]

# The resources of the deletion or roll-back that is running, by logical id, and which of them could not be deleted.
_running: ContextVar[tuple[dict, set] | None] = ContextVar("running", default=None)


def ordered_delete(stock):
    """Resources are deleted after those that depend on them; what a resource that stays depends on, stays."""

    def delete(resource_type, physical_id, properties, stack_name=None, logical_id=None):
        running = _running.get()
        if running is None:
            return stock(resource_type, physical_id, properties, stack_name, logical_id)
        definitions, undeleted = running
        dependent = next((other for other in sorted(undeleted) if logical_id in _extract_deps(definitions.get(other, {}), set(definitions))), None)
        try:
            if dependent is not None:
                raise ValueError(f"not tried, because {dependent}, which depends on it, was not deleted")
            return stock(resource_type, physical_id, properties, stack_name, logical_id)
        except Exception:
            undeleted.add(logical_id)
            raise

    return delete


def ordered_stack_deletion(stock):
    async def delete_stack(stack_name, *args, **kwargs):
        template = _stacks.get(stack_name, {}).get("_template") or {}
        token = _running.set((template.get("Resources", {}), set()))
        try:
            await stock(stack_name, *args, **kwargs)
        finally:
            _running.reset(token)

    return delete_stack


def ordered_roll_back(stock):
    async def roll_back(stack_name, stack_id, stack, operation, *args, **kwargs):
        before = dict(stack.get("_resources", {}))
        token = _running.set(((operation.get("template") or {}).get("Resources", {}), set()))
        try:
            await stock(stack_name, stack_id, stack, operation, *args, **kwargs)
        finally:
            _running.reset(token)
        if stack["StackStatus"] == "ROLLBACK_FAILED":
            # They are still resources of the stack, for its deletion to try again in the order of its template.
            stack["_template"] = operation.get("template") or {}
            stack["_resources"].update({logical_id: before[logical_id] for logical_id in stack.get("_rollback_failed", {}) if logical_id in before})

    return roll_back


def strict_change_set(stock):
    def create(params):
        stack = handlers._resolve_stack(_p(params, "StackName"))
        if stack and _p(params, "ChangeSetType") != "CREATE" and stack["StackStatus"] in NOT_UPDATABLE:
            return _error("ValidationError", f"Stack:{stack['StackId']} is in {stack['StackStatus']} state and can not be updated.")
        return stock(params)

    return create


def apply():
    patch(stacks, "_delete_resource", ordered_delete)
    for module in (stacks, handlers):
        patch(module, "_delete_stack_async", ordered_stack_deletion)
        patch(module, "_roll_back_operation", ordered_roll_back)
    handlers._ACTION_HANDLERS["CreateChangeSet"] = strict_change_set(handlers._ACTION_HANDLERS["CreateChangeSet"])
