"""What a real engine reads out of the archive, against readers that share no code with the table."""

from collections import Counter

import pytest

from archive import Archive
from hostile import EVASIONS, FORGERIES, HOSTILE, LONG
from reader import read

COLUMNS = "event_micros, server_host, user_name, client_host, connection_id, query_id, operation, database_name, statement, object_name, return_code"

#: Without it, ten years of days are looked into.
LATELY = "day >= date_format(current_date - INTERVAL '7' DAY, '%Y/%m/%d')"


@pytest.fixture(scope="session")
def rows(ask):
    return [tuple(row) for row in ask(f"SELECT cluster, day, record, {COLUMNS} FROM audit_records WHERE {LATELY} AND record <> ''")]


def test_every_line_is_a_row(archive: Archive, rows):
    assert Counter(row[:3] for row in rows) == Counter((each["cluster"], each["day"], each["record"]) for each in archive.records)


def test_blank_lines_are_rows_that_can_be_told_apart(archive: Archive, ask):
    ((blank,),) = ask(f"SELECT count(*) FROM audit_records WHERE {LATELY} AND record = '' AND operation IS NULL")
    assert 0 < blank <= len(archive.records)


def test_columns_are_those_that_another_reader_sees(rows):
    differing = [(row[2][:200], row[3:], read(row[2])) for row in rows if row[3:] != read(row[2])]
    assert differing == []


def test_most_lines_are_records(rows):
    unread = [row[2] for row in rows if row[0] != "hostile" and row[9] is None]
    assert len(unread) == 34


@pytest.mark.parametrize("line", FORGERIES)
def test_nothing_that_is_typed_is_taken_for_somebody_else(rows, line):
    (row,) = [row for row in rows if row[2] == line]
    assert (row[5], row[6]) in [("mallory", "10.6.6.6"), (None, None)]


@pytest.mark.parametrize("line", EVASIONS)
def test_odd_names_hide_no_refused_login(rows, line):
    (row,) = [row for row in rows if row[2] == line]
    assert row[6] == "10.6.6.6" and row[9] == "FAILED_CONNECT" and row[13] in (1045, 1049)


def test_partitions_are_calculated(ask, archive: Archive):
    partitions = {(each["cluster"], each["day"]) for each in archive.records}
    for cluster, day in partitions:
        ((count,),) = ask(f"SELECT count(*) FROM audit_records WHERE cluster = '{cluster}' AND day = '{day}' AND record <> ''")
        assert count == sum(1 for each in archive.records if (each["cluster"], each["day"]) == (cluster, day))


def test_a_query_reads_the_days_it_asks_for(ask, archive: Archive):
    day = max(each["day"] for each in archive.records)
    paths = ask(f"SELECT DISTINCT \"$path\" FROM audit_records WHERE day = '{day}'")
    assert paths and all(f"/{day}/" in path for (path,) in paths)


def test_every_named_query_runs(ask, archive: Archive):
    assert len(archive.queries) == 20
    for name, sql in archive.queries.items():
        if name.startswith(DETECTION):
            # Run below, for all of their rows.
            continue
        statement = sql if "?" not in remove_literals(sql) else f"EXECUTE IMMEDIATE '{quoted(sql)}' USING 'app'"
        assert isinstance(ask(statement), list), name


def quoted(sql: str) -> str:
    return sql.replace("'", "''")


def remove_literals(sql: str) -> str:
    return "".join(sql.split("'")[::2])


DETECTION = "Detection "

#: The longest record that a detection is asked of word for word.
MAX_JUDGED_LENGTH = 2000


def detections(archive: Archive) -> dict[str, str]:
    return {name.removeprefix(DETECTION): sql for name, sql in archive.queries.items() if name.startswith(DETECTION)}


def test_detections_select_what_cloudwatch_logs_would_count(ask, archive: Archive):
    queries = detections(archive)
    assert len(queries) == 11
    for detection, sql in queries.items():
        rows = [row for row in ask(sql.replace("LIMIT 1000", "LIMIT 1000000")) if row[2] != "hostile"]
        expected = Counter(each["record"] for each in archive.records if each["detections"] and detection in each["detections"])
        selected = Counter(row[-1] for row in rows)
        assert expected - selected == Counter(), f"{detection} misses records"
        more = selected - expected
        assert [record[:200] for record in more if len(record) <= MAX_JUDGED_LENGTH] == [], f"{detection} selects too much"
        assert set(more).isdisjoint(row[-1] for row in rows if row[0]), f"{detection} calls exact what is not"
        assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True), f"{detection} shows first what is not exact"
