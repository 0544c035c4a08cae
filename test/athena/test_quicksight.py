"""What the data set of QuickSight imports: its query as it stands in the template, within the one that QuickSight makes of it."""

import unicodedata
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from archive import Archive
from reader import read

TYPES = {"DATETIME": "timestamp(3)", "STRING": "varchar", "INTEGER": "integer"}

#: Longer records are not judged word for word.
MAX_JUDGED_LENGTH = 2000
MAX_NAME_LENGTH = 256

#: As the template has it, without options.
HISTORY = timedelta(days=30)


@pytest.fixture(scope="session")
def table(archive: Archive) -> dict:
    (data_set,) = archive.find("AWS::QuickSight::DataSet")
    return data_set["PhysicalTableMap"]["records"]["CustomSql"]


@pytest.fixture(scope="session")
def columns(table) -> list[str]:
    return [column["Name"] for column in table["Columns"]]


@pytest.fixture(scope="session")
def rows(ask, table, columns) -> list[dict]:
    names = ", ".join(f'"{name}"' for name in columns)
    return [dict(zip(columns, row)) for row in ask(f'SELECT {names} FROM ({table["SqlQuery"]}) AS "{table["Name"]}"')]


def test_columns_have_the_types_that_quicksight_is_told(ask, table):
    types = ", ".join(f'typeof("{column["Name"]}")' for column in table["Columns"])
    (found,) = ask(f'SELECT {types} FROM ({table["SqlQuery"]}) LIMIT 1')
    for column, kind in zip(table["Columns"], found):
        # A number of up to 18 digits is INTEGER in QuickSight.
        expected = "bigint" if kind == "bigint" and column["Type"] == "INTEGER" else TYPES[column["Type"]]
        assert kind.split("(")[0] == expected.split("(")[0], column


def test_every_line_of_the_period_is_counted_once_and_by_who_did_what(rows, archive: Archive):
    keys = ("cluster", "event_hour", "user_name", "client_host", "database_name", "operation", "return_code")
    counted = Counter()
    for row in rows:
        counted[tuple(row[key] for key in keys)] += row["records"]
    assert {key: count for key, count in counted.items() if key[0] != "hostile"} == Counter(key_of(each) for each in lately(archive))


def test_severities_are_those_of_the_detections_that_count_a_record(rows, archive: Archive):
    counted = Counter()
    for row in rows:
        if row["cluster"] != "hostile":
            counted[row["severity"]] += row["records"]
    expected = Counter(each["severity"] for each in lately(archive))
    long = sum(1 for each in lately(archive) if len(each["record"]) > MAX_JUDGED_LENGTH)
    assert set(counted) == {"CRITICAL", "HIGH", "MEDIUM", "LOW", "NONE"}
    assert sum(abs(counted[severity] - expected[severity]) for severity in counted) <= 2 * long
    assert {row["severity"] for row in rows if row["detection"] == "AccountAndPrivilegeChanges"} == {"HIGH"}
    assert {row["detection"] for row in rows if row["severity"] == "NONE"} == {"NONE"}


def test_refused_logins_are_counted(rows):
    for row in rows:
        refused = row["operation"] == "FAILED_CONNECT" or (row["operation"] == "CHANGEUSER" and row["return_code"] not in (None, 0))
        assert row["refused_logins"] == (row["records"] if refused else 0)
    assert sum(row["refused_logins"] for row in rows) > 0


def test_the_first_login_of_a_user_from_a_host_is_known(rows):
    first = {}
    for row in rows:
        if row["operation"] == "CONNECT":
            who = (row["cluster"], row["user_name"], row["client_host"])
            first[who] = min(first.get(who, row["event_hour"]), row["event_hour"])
    assert first
    for row in rows:
        assert row["first_login"] == first.get((row["cluster"], row["user_name"], row["client_host"]))


def test_nothing_that_is_typed_is_taken_for_somebody_else(ask, table):
    # The time in a hostile line is fixed.
    sql = table["SqlQuery"].replace("INTERVAL '29' DAY", "INTERVAL '3000' DAY")
    names = {(user, host) for user, host in ask(f"SELECT user_name, client_host FROM ({sql}) WHERE cluster = 'hostile'")}
    assert names == {("mallory", "10.6.6.6"), ("mal,lory", "10.6.6.6"), (None, None)}


def test_only_the_days_of_the_period_are_read(ask, table):
    ((plan,),) = ask(f"EXPLAIN (TYPE IO, FORMAT JSON) {table['SqlQuery']}")
    today = datetime.now(timezone.utc)
    assert f"{today:%Y/%m/%d}" in plan
    assert f"{today - HISTORY - timedelta(days=3):%Y/%m/%d}" not in plan


def lately(archive: Archive) -> list[dict]:
    """What the period holds; a line without a time counts by its day."""
    midnight = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    start = (midnight - HISTORY + timedelta(days=1)).timestamp() * 1e6
    times = [(each, read(each["record"])[0]) for each in archive.records if each["cluster"] != "hostile"]
    return [each for each, micros in times if micros is None or start <= micros < datetime.now(timezone.utc).timestamp() * 1e6]


def key_of(each: dict) -> tuple:
    micros, _, user, host, _, _, operation, database, _, _, code = read(each["record"])
    if micros is None:
        return each["cluster"], datetime.strptime(each["day"], "%Y/%m/%d"), None, None, None, "UNPARSED", None
    hour = datetime.fromtimestamp(micros // 3_600_000_000 * 3600, timezone.utc).replace(tzinfo=None)
    return each["cluster"], hour, shown(user), shown(host), shown(database), operation, code


def shown(name: str) -> str:
    return "".join("?" if unicodedata.category(sign)[0] == "C" or unicodedata.category(sign) in ("Zl", "Zp") else sign for sign in name[:MAX_NAME_LENGTH])
