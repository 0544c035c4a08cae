"""Puts what a service refuses, and what it keeps, around MiniStack's provisioners of a resource type."""

from collections.abc import Callable

from ministack.services.cloudformation import provisioners

Check = Callable[[dict, str | None], None]
"""Gets the properties, and the physical id unless the resource is new; raises ValueError with the service's words."""


def refuse(resource_type: str, *, name: str = "", create: list[Check] = [], write: list[Check] = [], delete: list[Check] = []) -> None:
    """Checks before a creation (or replacement), before a creation or update, and before a deletion or its final snapshot.

    A change of the property `name` is a replacement.
    """

    def run(checks: list[Check], properties: dict, physical_id: str | None) -> None:
        for check in checks:
            check(properties, physical_id)

    def strict_create(stock):
        def handler(logical_id, properties, stack):
            run([*create, *write], properties, None)
            return stock(logical_id, properties, stack)

        return handler

    def strict_update(stock):
        def handler(physical_id, old, new, *rest):
            if old.get(name) != new.get(name) or provisioners._requires_replacement(resource_type, old, new):
                run([*create, *write], new, None)
            else:
                run(write, new, physical_id)
            return stock(physical_id, old, new, *rest)

        return handler

    def strict_delete(stock):
        def handler(physical_id, properties):
            run(delete, properties, physical_id)
            return stock(physical_id, properties)

        return handler

    wrap(resource_type, create=strict_create, update=strict_update, delete=strict_delete, snapshot=strict_delete)


def keep(resource_type: str, effect: Callable[[str, dict], None]) -> None:
    """What a creation or update does besides, given the physical id and the properties."""

    def lasting(stock):
        def handler(*args):
            result = stock(*args)
            effect(result[0], args[1] if len(args) == 3 else args[2])
            return result

        return handler

    wrap(resource_type, create=lasting, update=lasting)


def wrap(resource_type: str, **wrappers: Callable) -> None:
    handler = provisioners._RESOURCE_HANDLERS[resource_type]
    for verb, wrapper in wrappers.items():
        if verb in handler:
            handler[verb] = wrapper(handler[verb])


def patch(module, name: str, wrapper: Callable) -> None:
    """Replaces a function of MiniStack by one around it."""
    setattr(module, name, wrapper(getattr(module, name)))
