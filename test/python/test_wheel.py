"""What is in the wheel: the library, its licence, its documentation and its types."""

import ast
import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import readme

PACKAGE = "cdk_audited_aurora_mysql"
MAX_BYTES = 2_000_000

#: What runs on Node.js, as npm has it.
PACKED = rf"{PACKAGE}/_jsii/cdk-audited-aurora-mysql@[^/]+\.jsii\.tgz"

ALLOWED = [
    rf"{PACKAGE}/(__init__\.py|py\.typed)",
    rf"{PACKAGE}/_jsii/__init__\.py",
    PACKED,
    rf"{PACKAGE}-[^/]+\.data/scripts/cdk-audited-aurora-mysql",
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


def test_what_the_command_and_guard_need_is_packed(wheel):
    (path,) = [name for name in wheel.namelist() if re.fullmatch(PACKED, name)]
    with tarfile.open(fileobj=BytesIO(wheel.read(path))) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}

    assert {"bin/cdk-audited-aurora-mysql", "schemas/check-config.schema.json", "guard/aurora-mysql-audit.guard"} <= names
    assert {name.partition("/")[0] for name in names} == {
        ".jsii", "LICENSE", "README.md", "bin", "guard", "lib", "node_modules", "package.json", "schemas",
    }


def test_its_command_runs():
    ran = subprocess.run([Path(sys.executable).with_name("cdk-audited-aurora-mysql"), "--help"], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    assert "check" in ran.stdout and "replay" in ran.stdout


def test_it_stays_small():
    assert readme.wheel().stat().st_size <= MAX_BYTES


def test_it_says_what_it_is_and_needs(metadata):
    assert "License: Apache-2.0" in metadata
    assert "Classifier: Typing :: Typed" in metadata
    assert "Classifier: Development Status :: 5 - Production/Stable" in metadata
    assert "Classifier: Framework :: AWS CDK :: 2" in metadata
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
