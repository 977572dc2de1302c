"""What is asked often is answered from an index: no question reads every text or every reading."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from shelf import Shelf
from sqlalchemy import Connection

from archive import runs
from archive.capture import Capture
from archive.export.evidence import evidence
from archive.extract.result import Extraction
from archive.frontier import Frontier, Settled
from archive.offers import Offer
from archive.outcome import Outcome, Verdict
from archive.prepared import prepare
from archive.questions import filters as named
from archive.questions.filters import Filters
from archive.questions.stats import stats
from archive.search import count, listing, search
from archive.site import Site
from archive.status import status
from archive.store import Store
from archive.view import article, article_at

NOW = datetime(2026, 11, 4, tzinfo=UTC)
DAYS = Filters(start=date(2026, 10, 1), end=date(2026, 11, 1))
WORDING = (
    "县里今天上午说，河上新修的大桥下个月就能走车，过河的船票还是老价钱。\n"
    "从前过河要绕行十里，如今只要几分钟，两岸的人都来走一走看一看。\n"
    "新桥昨天试通车，桥长八百米，两边各有一条人行道。"
)
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
def asked(connection: Connection, shelf: Shelf) -> Iterator[list[str]]:
    """The statements that were executed, with their values."""
    for number in range(30):
        shelf.file("地铁", f"一{number}", source="新华社", editor="李雷", authors=["李雷"])
    statements: list[str] = []

    def note(sql: str) -> None:
        if not sql.startswith(("--", "EXPLAIN")):  # what the index asks itself, and what we ask here
            statements.append(sql)

    driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(note)
    yield statements
    driver.set_trace_callback(None)


def plan(connection: Connection, sql: str) -> list[str]:
    """How SQLite goes about a statement."""
    driver: Any = connection.connection.driver_connection
    return [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}")]


def scanned(connection: Connection, asked: list[str]) -> set[str]:
    """The tables of which a statement reads all rows.

    Of what enters rows the plan names a look for others that refer to what was not there; there never are any.
    """
    read = [statement for statement in asked if not statement.startswith("INSERT")]
    steps = [step for statement in read for step in plan(connection, statement)]
    assert steps
    return {found[1] for step in steps if (found := WHOLE.match(step))}


@pytest.mark.parametrize("few", [0, 2000])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_reads_a_whole_table(
    connection: Connection,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    question: Callable[[Connection], object],
    few: int,
) -> None:
    monkeypatch.setattr(named, "FEW", few)
    question(connection)
    assert scanned(connection, asked) <= SMALL


def test_all_there_is_to_an_article_is_found_without_looking_at_others(
    connection: Connection, asked: list[str]
) -> None:
    capture = Capture(url="http://example/1", captured_at=NOW, status=200, headers=(), body=b"")
    site = Site(key="example", hosts=("example",))
    Store(connection).record(capture, Extraction(text=WORDING, title="新桥"), prepare(WORDING), site)
    filed = article_at(connection, capture.url)
    assert filed
    every = [hit.article_id for hit in listing(connection)]  # so many that a walk through the captures looks cheap
    asked.clear()
    list(evidence(connection, every))
    article(connection, filed)
    steps = [step for statement in asked for step in plan(connection, statement)]
    assert steps
    assert not [step for step in steps if re.match(r"SCAN (captures|readings|texts|articles|pages|[acprt])\b", step)]


def test_newest_first_needs_no_sort(connection: Connection, asked: list[str]) -> None:
    for question in ("search", "search in days", "list", "list days"):
        asked.clear()
        QUESTIONS[question](connection)
        steps = [step for statement in asked for step in plan(connection, statement)]
        assert not [step for step in steps if "TEMP B-TREE" in step], question


def test_all_articles_are_counted_from_an_index_alone(connection: Connection, asked: list[str]) -> None:
    for kind in ("day", "month", "site", "source", "editor"):
        asked.clear()
        QUESTIONS[f"by {kind}"](connection)
        (statement,) = asked
        assert "USING COVERING INDEX" in plan(connection, statement)[0]


def test_a_capture_is_filed_without_reading_a_whole_table(connection: Connection, asked: list[str]) -> None:
    site, store = Site(key="example", hosts=("example",)), Store(connection)

    def file(path: str, text: str, hour: int) -> Verdict:
        url, at = f"http://example/{path}", NOW + timedelta(hours=hour)
        capture = Capture(url=url, captured_at=at, status=200, headers=(), body=text.encode())
        store.earlier(capture.payload_digest)
        return store.record(capture, Extraction(text=text, title=path), prepare(text), site).verdict

    edited, longer = WORDING.replace("八百", "九百"), WORDING + "\n路灯到了晚上十点以后只亮一半，好让鸟儿睡觉。"
    asked.clear()
    verdicts = [file("1", WORDING, 0), file("2", WORDING, 1), file("1", edited, 2), file("3", longer, 3)]
    assert verdicts == [Verdict.CREATED, Verdict.COPIED, Verdict.REVISED, Verdict.COPIED]
    assert scanned(connection, asked) <= {"s", "CONSTANT", "articles_indexed"}  # one row of the last is read


def test_rows_are_claimed_and_settled_without_reading_the_whole_ledger(
    connection: Connection, asked: list[str]
) -> None:
    ledger = Frontier(connection)
    run = runs.start(connection, kind="crawl", sites=["example"], now=NOW)
    asked.clear()
    ledger.offer_all([Offer(url=f"http://example/{number}", site="example") for number in range(9)], run=run, now=NOW)
    leases = ledger.claim(run=run, site="example", now=NOW, until=NOW + timedelta(hours=1), limit=9)
    for lease in leases:
        ledger.settle(Settled(row=lease.id, outcome=Outcome(verdict=Verdict.UNCHANGED), now=NOW))
    ledger.release(run=run, now=NOW)
    ledger.take_over(run=run, now=NOW)
    assert len(leases) == 9
    assert "frontier" not in scanned(connection, asked)
