"""One engine for all tests, over an archive whose table is that of the template."""

import json

import pytest

from archive import Archive
from engine import BUILD, Cloud, Trino
from hostile import HOSTILE


@pytest.fixture(scope="session")
def cloud():
    cloud = Cloud()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="session")
def archive(cloud):
    template = json.loads((BUILD / "archive" / "template.json").read_text())
    records = json.loads((BUILD / "archive" / "records.json").read_text())
    archive = Archive(template, records, HOSTILE)
    archive.deploy(cloud)
    return archive


@pytest.fixture(scope="session")
def engine(cloud):
    trino = Trino(cloud)
    yield trino
    trino.stop()


@pytest.fixture(scope="session")
def ask(engine, archive):
    return lambda sql: engine.ask(sql, archive.database)


@pytest.fixture(scope="session")
def table(engine, archive):
    """The same, with the names of the columns."""
    return lambda sql: engine.table(sql, archive.database)


@pytest.fixture(scope="session")
def questions():
    return json.loads((BUILD / "archive" / "review.json").read_text())
