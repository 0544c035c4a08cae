"""What is in the wheel: the library, its licence, its documentation and its types."""

import ast
import re
from zipfile import ZipFile

import pytest

import readme

PACKAGE = "cdk_audited_aurora_mysql"
MAX_BYTES = 1_300_000

ALLOWED = [
    rf"{PACKAGE}/(__init__\.py|py\.typed)",
    rf"{PACKAGE}/_jsii/(__init__\.py|cdk-audited-aurora-mysql@[^/]+\.jsii\.tgz)",
    rf"{PACKAGE}-[^/]+\.dist-info/(LICENSE|METADATA|WHEEL|RECORD|top_level\.txt)",
]


@pytest.fixture(scope="module")
def wheel():
    with ZipFile(readme.wheel()) as opened:
        yield opened


@pytest.fixture(scope="module")
def metadata():
    return readme.description()


def test_it_holds_what_is_needed_and_nothing_else(wheel):
    names = wheel.namelist()

    assert [name for name in names if not any(re.fullmatch(allowed, name) for allowed in ALLOWED)] == []
    assert {f"{PACKAGE}/__init__.py", f"{PACKAGE}/py.typed"} <= set(names)
    assert any(name.endswith("/LICENSE") for name in names)


def test_it_stays_small():
    assert readme.wheel().stat().st_size <= MAX_BYTES


def test_it_says_what_it_is_and_needs(metadata):
    assert "License: Apache-2.0" in metadata
    assert "Classifier: Typing :: Typed" in metadata
    requirements = set(re.findall(r"^Requires-Dist: (\S+) ", metadata, re.MULTILINE))
    assert {"aws-cdk-lib", "cdk-nag", "constructs", "jsii"} <= requirements


def test_its_description_is_the_readme(metadata):
    assert "# cdk-audited-aurora-mysql" in metadata


def test_its_examples_are_python(metadata, wheel):
    documented = metadata + wheel.read(f"{PACKAGE}/__init__.py").decode()
    examples = re.findall(r"^```python\n(.*?)^```$", documented, re.MULTILINE | re.DOTALL)

    assert examples
    for example in examples:
        ast.parse(example)
