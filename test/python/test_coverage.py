"""Nothing of the public API goes unused in these tests."""

import ast
from pathlib import Path

import pytest

from public_api import CLASSES, STRUCTS, members

SOURCES = [path for path in Path(__file__).parent.glob("*.py") if path.name not in ("public_api.py", Path(__file__).name)]


def used_in(source: Path) -> tuple[set[str], set[str]]:
    """The names and attributes in a file, and the keywords of its calls."""
    nodes = list(ast.walk(ast.parse(source.read_text())))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return names | attributes, {node.arg for node in nodes if isinstance(node, ast.keyword)}


#: What methods and properties answer: nobody makes one, its members are read.
ANSWERS = {"AuditCoverage", "AuditCoveragePart", "AuditReplayAlarm", "AuditReplayCount", "AuditReplayResult"}

USES = [used_in(source) for source in SOURCES]
NAMES = set().union(*(names for names, _ in USES))
KEYWORDS = set().union(*(keywords for _, keywords in USES))


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_used(name):
    assert name in NAMES


@pytest.mark.parametrize("name", STRUCTS.keys() - ANSWERS)
def test_every_option_is_given_somewhere(name):
    assert set(members(CLASSES[name])) - KEYWORDS == set()


@pytest.mark.parametrize("name", (CLASSES.keys() - STRUCTS.keys()) | ANSWERS)
def test_every_member_is_used(name):
    assert set(members(CLASSES[name])) - NAMES == set()


def test_the_public_api_is_not_empty():
    assert {"AuditedAuroraMysqlCluster", "AuditDetectionProps"} <= CLASSES.keys()
    assert "threshold" in members(CLASSES["AuditDetectionProps"])
    assert "add_detection" in members(CLASSES["AuroraMysqlAudit"])
