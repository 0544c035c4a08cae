"""The questions of a review, as its state machine sends them, counted by a reader that shares no code with them."""

import json
import re
from collections import Counter
from datetime import datetime, timezone
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from archive import Archive
from reader import TABLES, read

#: The longest record that a detection is asked of word for word.
MAX_JUDGED_LENGTH = 2000
NAME_LENGTH = 56
TOKYO = ZoneInfo("Asia/Tokyo")
SYSTEM = ("mysql", "information_schema", "performance_schema", "sys")

#: The columns of a record, as `read` has them.
TIME, _, USER, HOST, _, _, OPERATION, DATABASE, _, OBJECT, CODE = range(11)


@pytest.fixture(scope="session")
def answers(table, questions):
    """Rows of all questions, without the limits of a report."""
    return [(question, table(re.sub(r"LIMIT \d+$", "LIMIT 1000000", question["sql"]))) for question in questions]


def day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y/%m/%d")


def is_of(question: dict, each: dict) -> bool:
    if each["cluster"] != question["cluster"]:
        return False
    micros = read(each["record"])[TIME]
    if micros is None:
        return day(question["since"]) <= each["day"] <= day(question["until"])
    return question["since"] * 1_000_000 <= micros < question["until"] * 1_000_000


def is_service(columns: tuple) -> bool:
    return (columns[USER], columns[HOST]) == ("rdsadmin", "localhost")


def is_off_hours(columns: tuple) -> bool:
    local = datetime.fromtimestamp(columns[TIME] / 1e6, TOKYO)
    return not 7 <= local.hour <= 18 or local.isoweekday() > 5


def shown(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH]}~{sha256(name.encode()).hexdigest()[:8]}"


#: Which records count, by the beginning of the id of the question, and by which columns rows are told apart.
COUNTED = {
    "FailedLoginsByUserAndHost": lambda c: c[OPERATION] == "FAILED_CONNECT" or (c[OPERATION] == "CHANGEUSER" and c[CODE] != 0),
    "TablesTouched": lambda c: c[OPERATION] in TABLES and c[DATABASE] not in SYSTEM,
    "NewHosts": lambda c: c[OPERATION] == "CONNECT",
    "OffHoursLogins Asia/Tokyo": lambda c: c[OPERATION] == "CONNECT" and not is_service(c) and is_off_hours(c),
    "VolumeByDay": lambda c: True,
    "MostActiveUsers": lambda c: c[OPERATION] is not None and not is_service(c),
    "LinesWithoutRecord": lambda c: c[OPERATION] is None,
}

KEYS = {"user_name": USER, "client_host": HOST, "operation": OPERATION, "database_name": DATABASE, "object_name": OBJECT}


def test_every_question_of_both_clusters_is_asked(questions):
    assert Counter(question["cluster"] for question in questions) == {"corpus": 21, "orders": 21}


def test_numbers_are_those_of_another_reader(archive: Archive, answers):
    found = Counter()
    for question, rows in answers:
        records = [each for each in archive.records if is_of(question, each)]
        columns = [read(each["record"]) for each in records]
        if question["detections"] is not None:
            continue
        counted = [each for each in columns if COUNTED[question["id"]](each)]
        names = Counter(tuple(shown(each[KEYS[key]]) for key in question["keys"]) for each in counted)
        number = len(rows) if question["measure"] == "rows" else sum(row[question["measure"]] for row in rows)
        expected = len(names) if question["id"] == "NewHosts" else len(counted)
        assert (question["cluster"], question["id"], number) == (question["cluster"], question["id"], expected)
        if question["keys"]:
            assert {tuple(row[key] for key in question["keys"]) for row in rows} == set(names), question["id"]
        found[question["id"]] += number
    # Nothing is equal because there is nothing; what is off hours depends on when the test runs.
    assert {question for question, number in found.items() if number} | {"OffHoursLogins Asia/Tokyo"} == set(COUNTED)
    assert any("~" in name for question, rows in answers for row in rows for name in row.values() if question["id"] == "FailedLoginsByUserAndHost" and isinstance(name, str))


def test_detections_are_counted_as_cloudwatch_logs_would(archive: Archive, answers):
    found = Counter()
    for question, rows in answers:
        if question["detections"] is None:
            continue
        expected = [
            each["record"] for each in archive.records if is_of(question, each) and set(each["detections"] or []) & set(question["detections"])
        ]
        judged = sum(1 for record in expected if len(record) <= MAX_JUDGED_LENGTH)
        if question["id"].startswith("Count"):
            (row,) = rows
            number, unsure = row["times"], row.get("too_long_to_be_judged", 0)
            if "too_long_to_be_judged" in row:
                assert number - unsure == judged, question["id"]
            assert number >= len(expected), question["id"]
        else:
            assert sum(1 for row in rows if row.get("note") is None) == judged, question["id"]
            assert Counter(record[:200] for record in expected) - Counter(row["record"] for row in rows) == Counter(), question["id"]
            assert all(len(row["record"]) <= 200 and row["at"] for row in rows)
            number = len(rows)
        found[question["id"]] += number
    assert all(found.values()), found


def test_a_question_reads_its_cluster_and_its_days(ask, questions):
    for question in questions:
        ((plan,),) = ask(f"EXPLAIN (TYPE IO, FORMAT JSON) {question['sql']}")
        (table,) = json.loads(plan)["inputTableColumnInfos"]
        columns = {each["columnName"]: each["domain"]["ranges"] for each in table["constraint"]["columnConstraints"]}
        assert {each["low"]["value"] for each in columns["cluster"]} == {question["cluster"]}, question["id"]
        first, last = day(question["since"] - 86_400), day(question["until"] + 86_400)
        days = {side["value"] for each in columns["day"] for side in (each["low"], each["high"])}
        assert days and all(first <= each <= last for each in days), question["id"]
