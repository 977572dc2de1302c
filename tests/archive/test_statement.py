"""Statements that are given to the driver: they find, enter and fail as if SQLAlchemy had executed them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from archive.columns import Published
from archive.database import Database
from archive.errors import StorageError
from archive.models import captures, frontier, sites
from archive.statement import Statement

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
CAPTURE = {"record_id": "a", "url": "http://paper.example/", "captured_at": NOON, "status": 200, "payload_digest": "b"}
ENTER, ENTER_SITE = Statement(insert(captures)), Statement(insert(sites))
SITE = {"key": "paper", "name": "报", "hosts": ["paper.example"]}


@pytest.mark.parametrize(
    "values",
    [
        {"captured_at": datetime(2026, 11, 4, 20, tzinfo=timezone(timedelta(hours=8))), "tls_verified": True},
        {"tls_verified": False, "content_type": "text/html"},
        {"tls_verified": None},
        {},
    ],
)
def test_what_is_entered_is_what_sqlalchemy_reads_and_the_other_way_round(
    connection: Connection, values: dict[str, Any]
) -> None:
    ENTER.run(connection, CAPTURE | values)
    connection.execute(insert(captures).values(CAPTURE | values | {"record_id": "b"}))
    own, theirs = ({**row, "id": 0, "record_id": ""} for row in connection.execute(select(captures)).mappings())
    assert own == theirs
    found = Statement(select(captures).order_by(captures.c.id)).run(connection, {})
    assert found == list(map(tuple, connection.execute(select(captures).order_by(captures.c.id))))


def test_values_are_of_our_types(connection: Connection) -> None:
    ENTER_SITE.run(connection, SITE)
    kind = bindparam("at", type_=Published)
    asked = Statement(select(sites.c.hosts, kind.label("at"), bindparam("day", type_=frontier.c.day.type).label("day")))
    noon, day = NOON.astimezone(timezone(timedelta(hours=8))), date(2026, 11, 4)
    found = asked.named(connection, {"at": noon, "day": day})
    assert found == {"hosts": ["paper.example"], "at": noon, "day": day}
    assert found["at"].utcoffset() == timedelta(hours=8)
    with pytest.raises(StorageError, match="damaged"):
        connection.exec_driver_sql("UPDATE sites SET hosts = 'no list'")
        asked.run(connection, {"at": noon, "day": day})


def test_each_row_of_values_is_entered(connection: Connection) -> None:
    rows = [{**CAPTURE, "record_id": name} for name in "abc"]
    ENTER.each(connection, rows)
    asked = Statement(select(captures.c.record_id).where(captures.c.url == bindparam("asked")).limit(2))
    assert asked.run(connection, {"asked": CAPTURE["url"]}) == [("a",), ("b",)]
    assert asked.scalar(connection, {"asked": "other"}) is None
    gone = Statement(delete(captures).where(captures.c.record_id == bindparam("gone")).returning(captures.c.status))
    assert gone.first(connection, {"gone": "c"}) == (200,)
    assert gone.named(connection, {"gone": "c"}) is None


def test_what_the_tables_forbid_is_an_error_of_sqlalchemy_s(connection: Connection) -> None:
    ENTER.run(connection, CAPTURE)
    with pytest.raises(IntegrityError, match="UNIQUE"):
        ENTER.run(connection, CAPTURE)
    with pytest.raises(IntegrityError, match="UNIQUE"):
        ENTER.each(connection, [CAPTURE])
    with pytest.raises(KeyError):
        Statement(select(sites).where(sites.c.key == bindparam("key"))).run(connection, {})


@pytest.mark.parametrize("each", [True, False])
def test_a_full_disk_is_a_storage_error_as_ever(database: Database, each: bool) -> None:  # noqa: FBT001 - a parameter
    rows = [{"key": str(number), "name": "n" * 5000, "hosts": []} for number in range(1000)]
    with pytest.raises(StorageError, match="full"), database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        if each:
            ENTER_SITE.each(connection, rows)
        for row in rows:
            ENTER_SITE.run(connection, row)
