"""Names read in Python as if they had been written for it."""

import enum
import keyword
import re

import pytest

from public_api import CLASSES, all_names, members

#: Initials of words that are written as one letter, also in other libraries of the CDK.
LETTERS = {"s3", "v2"}


@pytest.mark.parametrize("name", sorted(all_names()))
def test_no_name_is_torn_apart_or_bent(name):
    words = [word for word in name.split("_") if word not in LETTERS]
    assert not any(len(word) == 1 for word in words), f"{name}: two capitals in a row in TypeScript"
    assert not name.endswith("_"), f"{name}: a keyword of Python with an underscore behind it"
    assert not keyword.iskeyword(name)


@pytest.mark.parametrize("name", CLASSES)
def test_members_are_in_snake_case_and_constants_in_capitals(name):
    cls = CLASSES[name]
    for member in members(cls):
        is_constant = issubclass(cls, enum.Enum) or member.isupper()
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*" if is_constant else r"[a-z][a-z0-9_]*", member)
