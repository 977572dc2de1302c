"""What is asked often is answered from an index: no question reads every text or every reading."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from shelf import Shelf
from sqlalchemy import Connection, event

from archive import filters as named
from archive.filters import Filters
from archive.search import count, listing, search
from archive.stats import stats
from archive.status import status

NOW = datetime(2026, 11, 4, tzinfo=UTC)
DAYS = Filters(start=date(2026, 10, 1), end=date(2026, 11, 1))
QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "search": lambda connection: search(connection, "地铁 -公交", limit=20),
    "search in days": lambda connection: search(connection, "地铁", DAYS, limit=20),
    "search for names": lambda connection: search(connection, "地铁 source:新华社 author:李雷", limit=20),
    "best first": lambda connection: search(connection, "地铁", sort="rank", limit=20),
    "best of a site": lambda connection: search(connection, "地铁", Filters(site="example"), sort="rank", limit=20),
    "list": lambda connection: listing(connection, limit=20),
    "list days": lambda connection: listing(connection, DAYS, limit=20),
    "list a site": lambda connection: listing(connection, Filters(site="example"), limit=20),
    "list names": lambda connection: listing(connection, Filters(source="新华社", editor="李雷"), limit=20),
    "count": lambda connection: count(connection, "地铁", DAYS),
    "count all": count,
    "status": lambda connection: status(connection, now=NOW),
    "status of a site": lambda connection: status(connection, now=NOW, site="example"),
    **{
        f"by {kind}": lambda connection, kind=kind: stats(connection, kind)
        for kind in ("day", "month", "site", "source", "editor", "reason")
    },
}
# Counting groups reads a whole index; nothing may read a whole table but these, which are small or are the answer.
SMALL = {
    "sites",
    "runs",
    "each",
    "json_each",
    "articles_indexed",
    "articles_fts",
    "frontier",
    "anon_1",
    "alembic_version",
}
WHOLE = re.compile(r"SCAN (\w+)\b(?! USING (?:COVERING )?INDEX| VIRTUAL)")


@pytest.fixture
def asked(connection: Connection, shelf: Shelf) -> Iterator[list[tuple[str, Any]]]:
    """The statements that were executed."""
    for number in range(30):
        shelf.file("地铁", f"一{number}", source="新华社", editor="李雷", authors=["李雷"])
    statements: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, sql: str, parameters: Any, *_rest: object) -> None:
        statements.append((sql, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def plan(connection: Connection, sql: str, parameters: Any) -> list[str]:
    """How SQLite goes about a statement."""
    driver: Any = connection.connection.driver_connection
    return [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]


@pytest.mark.parametrize("few", [0, 2000])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_reads_a_whole_table(
    connection: Connection,
    asked: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    question: Callable[[Connection], object],
    few: int,
) -> None:
    monkeypatch.setattr(named, "FEW", few)
    question(connection)
    steps = [step for sql, parameters in asked for step in plan(connection, sql, parameters)]
    assert steps
    assert {found[1] for step in steps if (found := WHOLE.match(step))} <= SMALL


def test_newest_first_needs_no_sort(connection: Connection, asked: list[tuple[str, Any]]) -> None:
    for question in ("search", "search in days", "list", "list days"):
        asked.clear()
        QUESTIONS[question](connection)
        steps = [step for sql, parameters in asked for step in plan(connection, sql, parameters)]
        assert not [step for step in steps if "TEMP B-TREE" in step], question


def test_all_articles_are_counted_from_an_index_alone(connection: Connection, asked: list[tuple[str, Any]]) -> None:
    for kind in ("day", "month", "site", "source", "editor"):
        asked.clear()
        QUESTIONS[f"by {kind}"](connection)
        (statement,) = asked
        assert "USING COVERING INDEX" in plan(connection, *statement)[0]
