"""A payload that comes back unread: what it leaves in the archive is what reading it would have left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from press import STORY, news_page
from sqlalchemy import select

from archive import store as module
from archive.capture import Capture
from archive.database import Database
from archive.ingest import ingest
from archive.models import articles, pages, readings
from archive.outcome import Outcome, Reason, Verdict
from archive.site import site_of
from archive.store import Store
from archive.views import copies, revisions

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
HOME = "http://paper.example/2026/1103/1.html"
LIBRARY = news_page("青屏县图书馆新馆开放", STORY)
EDITED = news_page("青屏县图书馆新馆开放", (*STORY[:3], "截至闭馆时，当日共接待读者两千三百余人次，借出图书四千余册。"))


def served(html: bytes, hour: int, url: str = HOME) -> Capture:
    return Capture(url=url, captured_at=START + timedelta(hours=hour), status=200, headers=(), body=html)


def by_reading(database: Database, capture: Capture) -> Outcome | None:
    with database.writing() as connection:
        return ingest(capture, site_of(capture.url), Store(connection))


def by_repeat(database: Database, capture: Capture) -> Outcome | None:
    with database.writing() as connection:
        return Store(connection).repeat(capture, site_of(capture.url))


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as connection:
        return {
            str(table): [tuple(row) for row in connection.execute(select(table))]
            for table in (pages, readings, articles, copies, revisions)
        }


@pytest.mark.parametrize("body", [LIBRARY, b"<html><body><p>404 Not Found</p></body></html>"], ids=["article", "none"])
def test_both_ways_leave_the_same_archive(body: bytes, make_database: Callable[[str], Database]) -> None:
    left = {}
    for way in (by_reading, by_repeat):
        database = make_database(way.__name__)
        by_reading(database, served(body, 0))
        outcome = way(database, served(body, 5))
        left[way.__name__] = (outcome, everything(database))
    assert left["by_repeat"] == left["by_reading"]


def test_what_another_reader_read_is_read_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    by_reading(database, served(LIBRARY, 0))
    monkeypatch.setattr(module, "READER", module.READER + 1)
    assert by_repeat(database, served(LIBRARY, 1)) is None
    assert len(everything(database)["readings"]) == 1


def test_a_return_to_an_old_text_is_a_revision(database: Database) -> None:
    by_reading(database, served(LIBRARY, 0))
    by_reading(database, served(EDITED, 1))
    outcome = by_repeat(database, served(LIBRARY, 2))
    assert outcome
    assert outcome.verdict is Verdict.REVISED
    assert len(everything(database)["revisions"]) == 3


def test_a_payload_of_another_address_is_no_repeat(database: Database) -> None:
    by_reading(database, served(LIBRARY, 0))
    assert by_repeat(database, served(LIBRARY, 1, url="http://paper.example/2026/1103/2.html")) is None


def test_a_rejected_page_is_rejected_again(database: Database) -> None:
    by_reading(database, served(b"<p>.</p>", 0))
    outcome = by_repeat(database, served(b"<p>.</p>", 1))
    assert outcome
    assert (outcome.verdict, outcome.reason) == (Verdict.REJECTED, Reason.TOO_SHORT)


def test_the_word_of_the_server_moves_when_a_page_was_last_seen(database: Database) -> None:
    by_reading(database, served(LIBRARY, 0))
    later = START + timedelta(days=7)
    with database.writing() as connection:
        Store(connection).seen_again(HOME, at=later)
        Store(connection).seen_again(HOME, at=START)
    with database.reading() as connection:
        assert connection.execute(select(pages.c.last_seen_at)).scalar() == later
