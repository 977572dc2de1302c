"""Several steps in one transaction: what each leaves, and what stands in the search index afterwards."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, repeat
from math import inf

import pytest
from sqlalchemy import Connection, func, select

from archive import batch
from archive.batch import MOST, together
from archive.capture import Capture
from archive.database import Database
from archive.errors import StorageError
from archive.extract.result import Extraction
from archive.ingest import Article, file
from archive.models import articles
from archive.outcome import Outcome, Verdict
from archive.prepared import prepare
from archive.questions.index_check import check
from archive.search import search
from archive.site import site_of
from archive.store import Store

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
Step = Callable[[Connection], Outcome]
BRIDGE = (
    "县里今天上午说，河上新修的大桥下个月就能走车，过河的船票还是老价钱。\n"
    "从前过河要绕行十里，如今只要几分钟，两岸的人都来走一走看一看。\n"
    "新桥昨天试通车，桥长三百米，两边各有一条人行道。"
)
MARKET = "老街的集市今早开张。\n卖菜的农户一共来了四十家。\n市场办公室说，以后每逢周六周日都有集市，摊位不收一分钱。"
hours = count()


@pytest.fixture(autouse=True)
def _with_all_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LONGEST", inf)


def filing(path: str, text: str) -> Step:
    """A step that files a text that was read at an address."""
    capture = Capture(
        url=f"http://paper.example/{path}.html",
        captured_at=NOON + timedelta(hours=next(hours)),
        status=200,
        headers=(),
        body=text.encode(),
    )
    finding = Article(found=Extraction(text=text, title=text[:9]), text=prepare(text))
    return lambda connection: file(capture, finding, site_of(capture.url), Store(connection))


def failing(step: Step) -> Step:
    """A step that does all of that and then fails."""

    def fail(connection: Connection) -> Outcome:
        step(connection)
        raise ValueError("after all")

    return fail


def found(database: Database, words: str) -> list[str | None]:
    with database.reading() as connection:
        assert check(connection) == []
        return [hit.url for hit in search(connection, words)]


def test_a_step_that_fails_leaves_nothing_and_the_others_stay(database: Database) -> None:
    bridge, failed, market = together(
        database, [filing("1", BRIDGE), failing(filing("2", "桥又封了。" + BRIDGE)), filing("3", MARKET)]
    )
    assert isinstance(bridge, Outcome)
    assert isinstance(market, Outcome)
    assert (bridge.verdict, market.verdict) == (Verdict.CREATED, Verdict.CREATED)
    assert repr(failed) == "ValueError('after all')"
    assert found(database, "桥又封") == []
    assert found(database, "新桥 OR 集市") == ["http://paper.example/3.html", "http://paper.example/1.html"]


def test_an_article_that_changes_within_a_transaction_is_found_by_what_it_holds_last(database: Database) -> None:
    outcomes = together(
        database, [filing("1", BRIDGE), filing("1", BRIDGE.replace("昨天", "前天")), filing("2", BRIDGE)]
    )
    assert [outcome.verdict for outcome in outcomes if isinstance(outcome, Outcome)] == [
        Verdict.CREATED,
        Verdict.REVISED,
        Verdict.COPIED,
    ]
    assert len(found(database, "新桥")) == 1


def test_a_failed_change_leaves_the_article_as_it_was(database: Database) -> None:
    together(database, [filing("1", BRIDGE), failing(filing("1", MARKET))])
    assert found(database, "新桥") == ["http://paper.example/1.html"]
    assert found(database, "集市") == []


def test_more_steps_than_one_transaction_holds_wait_for_the_next(database: Database) -> None:
    steps: Iterator[Callable[[Connection], int]] = repeat(lambda _: 1, MOST + 2)
    sizes = []
    while done := together(database, steps):
        sizes.append(len(done))
    assert sizes == [MOST, 2]


def test_a_database_that_fails_undoes_all_steps(database: Database) -> None:
    def broken(connection: Connection) -> Outcome:
        connection.exec_driver_sql("SELECT * FROM missing")
        raise AssertionError

    with pytest.raises(StorageError):
        together(database, [filing("1", BRIDGE), broken])
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar() == 0
