"""The public API as a Python user meets it in the installed wheel."""

import enum
import inspect

import cdk_audited_aurora_mysql as library

CLASSES = {name: getattr(library, name) for name in library.__all__}

#: A struct is the only class that jsii leaves to the metaclass of Python.
STRUCTS = {name: cls for name, cls in CLASSES.items() if type(cls) is type}


def parameters(function) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def members(cls: type) -> list[str]:
    """The options of a struct; the methods, properties, static values and enum members that any other class declares."""
    if cls in STRUCTS.values():
        return parameters(cls.__init__)
    if issubclass(cls, enum.Enum):
        return list(cls.__members__)
    return [name for name in vars(cls) if not name.startswith("_")]


def all_names() -> set[str]:
    """Every name that can be written in a program that uses the library."""
    functions = [value for cls in CLASSES.values() for value in vars(cls).values() if inspect.isfunction(value)]
    return {
        *CLASSES,
        *(name for cls in CLASSES.values() for name in members(cls)),
        *(name for function in functions for name in parameters(function)),
    }
