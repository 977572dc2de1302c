"""An article as it is shown: its copies, who published it, when its pages were gone, and what it is related to."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from press import STORY, news_page, other_story
from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.dialects import sqlite

from archive.capture import Capture
from archive.copies import compared, copies_of
from archive.database import Database
from archive.history import Gone
from archive.ingest import ingest
from archive.models import related
from archive.site import Site
from archive.store import Store
from archive.view import ArticleView, article, article_at, reading
from archive.views import copies, gone, revisions

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
HOME = "http://paper.example/2026/1103/1.html"
MIRROR = "http://mirror.example/a/1.html"
PAPER = Site(key="paper", name="青屏日报", hosts=("paper.example",))
ELSEWHERE = Site(key="mirror.example", hosts=("mirror.example",))
TITLE = "青屏县图书馆新馆开放"
LIBRARY = news_page(TITLE, STORY)
LONGER = news_page(TITLE, (*STORY, "志愿者还为老年读者准备了放大镜和热茶，受到大家的一致好评。"), editor="")
NOTICE = b"<title>404</title><p>404"


def served(url: str, html: bytes, *, hour: int = 0, status: int = 200) -> Capture:
    return Capture(url=url, captured_at=START + timedelta(hours=hour), status=status, headers=(), body=html)


def enter(database: Database, *captures: Capture) -> None:
    for capture in captures:
        with database.writing() as connection:
            ingest(capture, PAPER if "paper" in capture.url else ELSEWHERE, Store(connection))


def shown(database: Database, url: str = HOME) -> ArticleView:
    with database.reading() as connection:
        found = article(connection, article_at(connection, url) or 0)
    assert found is not None
    return found


def test_copies_say_how_much_of_the_best_they_have_and_which_is_it(database: Database) -> None:
    enter(database, served(HOME, LIBRARY), served(MIRROR, LONGER, hour=1))
    one, other = shown(database).copies
    assert [(copy.url, copy.is_best, copy.site_name) for copy in (one, other)] == [
        (HOME, True, "青屏日报"),
        (MIRROR, False, "mirror.example"),
    ]
    assert one.similarity == 1.0
    assert 0.9 < other.similarity < 1.0


def test_the_publisher_is_the_site_that_copies_credit_and_not_the_first_that_was_seen(database: Database) -> None:
    enter(database, served(MIRROR, LONGER), served(HOME, LIBRARY, hour=5))
    first = shown(database).publisher
    assert (first.urls, first.basis, first.credits) == ((HOME,), "source", 2)


def test_a_copy_with_another_text_is_compared_and_judged(database: Database) -> None:
    enter(database, served(HOME, LIBRARY), served(MIRROR, LONGER), served("http://mirror.example/same", LIBRARY))
    with database.reading() as connection:
        (found,) = compared(connection, article_at(connection, HOME) or 0)
        assert compared(connection, 99) == ()
    assert (found.url, found.judgement.relation, found.judgement.share) == (MIRROR, "same", 1.0)
    assert (found.best_script, found.script) == ("hans", "hans")
    assert [step.kind for step in found.operations] == ["equal", "insert"]
    assert "热茶" in found.operations[1].after


GONE = served(HOME, NOTICE, hour=2, status=404), served(HOME, NOTICE, hour=3, status=410)
BROKEN = served(HOME, NOTICE, hour=4, status=503)


@pytest.mark.parametrize("order", list(permutations((served(HOME, LIBRARY), *GONE, BROKEN))))
def test_a_page_that_is_gone_is_so_since_the_first_404_in_any_order(
    database: Database, order: tuple[Capture, ...]
) -> None:
    enter(database, *order)
    found = shown(database)
    event = Gone(url=HOME, gone_at=START + timedelta(hours=2), status=404, back_at=None)
    assert found.gone == (event,)
    assert [copy.gone for copy in found.copies] == [event]


def test_a_page_that_came_back_was_gone_and_is_not(database: Database) -> None:
    enter(database, served(HOME, LIBRARY), *GONE, served(HOME, LIBRARY, hour=6), served(HOME, b"", hour=8, status=410))
    found = shown(database)
    assert [(one.gone_at.hour, one.status, one.back_at and one.back_at.hour) for one in found.gone] == [
        (10, 404, 14),
        (16, 410, None),
    ]
    assert [copy.gone for copy in found.copies] == [found.gone[1]]


def test_a_page_that_says_so_is_gone_whatever_its_status_and_is_no_revision(database: Database) -> None:
    notice = "<html><body><h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除。</p></body></html>".encode()
    enter(database, served(HOME, LIBRARY), served(HOME, notice, hour=2), served(HOME, LIBRARY, hour=6))
    found = shown(database)
    assert [(one.gone_at.hour, one.status, one.back_at and one.back_at.hour) for one in found.gone] == [(10, 200, 14)]
    assert len(found.revisions) == 1


def test_a_page_that_was_never_an_article_is_not_gone(database: Database) -> None:
    enter(database, served(HOME, NOTICE, status=404), served(HOME, LIBRARY, hour=1))
    assert shown(database).gone == ()


def test_related_articles_are_those_linked_by_kind_and_share(database: Database) -> None:
    for number in range(3):
        enter(database, served(f"{HOME}?{number}", news_page(f"{number}路公交", other_story(number))))
    with database.writing() as connection:
        one, two, three = (article_at(connection, f"{HOME}?{number}") for number in range(3))
        link = {"article": one, "containment": 0.9}
        connection.execute(
            insert(related),
            [
                {**link, "other": two, "kind": "partial", "share": 0.41},
                {**link, "other": three, "kind": "template", "share": 0.8},
            ],
        )
    assert [(link.id, link.title, link.kind, link.share) for link in shown(database, f"{HOME}?0").related] == [
        (three, "2路公交", "template", 0.8),
        (two, "1路公交", "partial", 0.41),
    ]


def plan(connection: Connection, query: Select[tuple[object, ...]]) -> str:
    """How SQLite goes about a query."""
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
    values = tuple(compiled.params[name] for name in compiled.positiontup or ())
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
    return "\n".join(row.detail for row in rows)


def test_no_view_looks_at_all_readings(connection: Connection) -> None:
    asked: list[Select[tuple[object, ...]]] = [
        select(copies).where(copies.c.article == 1),
        select(revisions).where(revisions.c.page.in_([1, 2])),
        select(gone).where(gone.c.page.in_([1, 2])),
    ]
    for query in asked:
        steps = plan(connection, query)
        assert "SEARCH r USING INDEX ix_readings_" in steps
        assert not any(f"SCAN {table}" in steps.split("\n") for table in ("r", "c", "t", "p"))


def test_neither_the_copies_nor_the_reading_of_an_address_take_a_look_at_all(connection: Connection) -> None:
    statements: list[tuple[str, object]] = []
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_trace_callback(lambda statement: statements.append((statement, None)))
    reading(connection, HOME)
    article_at(connection, HOME)
    copies_of(connection, 1, "")
    driver.set_trace_callback(None)
    assert len(statements) == 3
    for statement, _ in statements:
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
        assert not any(
            step in (f"SCAN {name}" for name in ("readings", "captures", "pages", "texts")) for step in steps
        )
