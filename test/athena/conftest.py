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
def ask(cloud, archive):
    trino = Trino(cloud)
    yield lambda sql: trino.ask(sql, archive.database)
    trino.stop()
