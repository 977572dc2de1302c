"""What the archive has been doing."""

from datetime import UTC, datetime, timedelta

import pytest
from shelf import Shelf
from sqlalchemy import Connection

from archive import runs
from archive.frontier import Frontier, Settled
from archive.offers import Kind, Offer
from archive.outcome import Outcome, Reason, Verdict
from archive.status import Refused, status, yield_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def run(connection: Connection, kind: str, **created: int) -> int:
    """A run that created articles at sites."""
    number = runs.start(connection, kind=kind, sites=sorted(created), now=NOW)
    counts = {site: {"list": 1, "created": many} for site, many in created.items()}
    runs.finish(connection, number, counts=counts, exit_code=0, now=NOW)
    return number


def refuse(connection: Connection, number: int, url: str, reason: Reason) -> None:
    """A URL that ended without an article."""
    ledger = Frontier(connection)
    ledger.offer(Offer(url=url, site="example"), run=number, now=NOW)
    (lease,) = ledger.claim(run=number, site="example", now=NOW, until=NOW + timedelta(minutes=5), limit=1)
    ledger.settle(
        Settled(row=lease.id, outcome=Outcome(verdict=Verdict.REJECTED, reason=reason, detail="12 characters"), now=NOW)
    )


def test_an_empty_archive_has_no_status(connection: Connection) -> None:
    found = status(connection, now=NOW)
    assert (found.runs, found.sites, found.rejected) == ((), (), {})


def test_what_a_site_brought_stands_beside_what_is_usual(connection: Connection, shelf: Shelf) -> None:
    shelf.file("地铁", "一")
    shelf.file("公交", "二")
    for many in (10, 30, 20, 0):
        run(connection, "crawl", example=many)
    run(connection, "reprocess", example=99)
    (site,) = status(connection, now=NOW).sites
    assert (site.key, site.name, site.articles) == ("example", "示例日报", 2)
    assert (site.new, site.usual) == (0, 20)


def test_a_copy_is_news_at_its_site_and_a_visit_for_edits_is_no_crawl_of_it(connection: Connection) -> None:
    for counts in ({"list": 1, "created": 2, "copied": 3}, {"unchanged": 4}):
        number = runs.start(connection, kind="crawl", sites=["example"], now=NOW)
        runs.finish(connection, number, counts={"example": counts}, exit_code=0, now=NOW)
    runs.start(connection, kind="crawl", sites=["example"], now=NOW)
    (site,) = status(connection, now=NOW).sites
    assert (site.new, site.usual) == (5, None)


@pytest.mark.parametrize(
    ("brought", "silent", "usual"),
    [
        ((0, 0, 0, 12, 10, 14), 3, 12),
        ((0, 0, 12, 10, 14), 0, 11),  # two visits without news are nothing
        ((0, 0, 0, 9, 0, 0, 0, 0, 8, 7, 6, 9, 9), 0, 3),  # as last night
        ((0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 8, 7, 6, 9, 9), 5, 6.5),
        ((0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0), 0, 0),  # never brought much
        ((0, 0, 0, 0), 0, 0),
        ((*[0] * 200, *[5] * 20), 200, 5),  # long silence is still silence
        ((5,), 0, None),
        ((), 0, None),
    ],
)
def test_a_site_is_silent_if_it_brings_nothing_for_longer_than_it_ever_has(
    brought: tuple[int, ...], silent: int, usual: float | None
) -> None:
    found = yield_of(brought)
    assert (found.silent, found.usual) == (silent, usual)


def test_the_last_runs_come_first(connection: Connection) -> None:
    numbers = [run(connection, "crawl", example=1) for _ in range(3)]
    assert [one.id for one in status(connection, now=NOW, limit=2).runs] == numbers[:0:-1]


def test_sources_that_are_visited_no_more_are_named(connection: Connection) -> None:
    number, ledger = run(connection, "crawl", example=0), Frontier(connection)
    for url, next_at in (("https://news.example.cn/feed", None), ("https://news.example.cn/", NOW)):
        row = ledger.offer(Offer(url=url, site="example", kind=Kind.FEED), run=number, now=NOW).id
        gone = Outcome(verdict=Verdict.FAILED, reason=Reason.GONE, detail="status 404")
        ledger.settle(Settled(row=row, outcome=gone, now=NOW, next_at=next_at))
    fine = ledger.offer(Offer(url="https://news.example.cn/list", site="example", kind=Kind.LIST), run=number, now=NOW)
    ledger.settle(
        Settled(row=fine.id, outcome=Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE), now=NOW, next_at=NOW)
    )
    for found in (status(connection, now=NOW), status(connection, now=NOW, site="example")):
        assert [(one.url, one.outcome) for one in found.stopped] == [("https://news.example.cn/feed", "failed:gone")]
        assert found.sites[0].refused == {"failed:gone": 2}  # a source that was read is no trouble
    ledger.settle(
        Settled(
            row=fine.id, outcome=Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE, detail="cut off"), now=NOW
        )
    )
    assert "cut off" in [one.detail for one in status(connection, now=NOW, site="example").refused]


def test_why_pages_were_rejected_is_counted_and_shown_for_a_site(connection: Connection) -> None:
    number = run(connection, "crawl", example=0, other=1)
    run(connection, "crawl", other=1)
    refuse(connection, number, "https://news.example.cn/1", Reason.TOO_SHORT)
    refuse(connection, number, "https://news.example.cn/2", Reason.TOO_SHORT)
    refuse(connection, number, "https://news.example.cn/3", Reason.SOFT_404)
    found = status(connection, now=NOW, site="example")
    (site,) = found.sites
    assert site.refused == {"rejected:too_short": 2, "rejected:soft_404": 1}
    assert site.states == {"done": 3}
    assert [one.id for one in found.runs] == [number]
    latest = Refused(url="https://news.example.cn/3", outcome="rejected:soft_404", detail="12 characters")
    assert found.refused[0] == latest
    assert status(connection, now=NOW, site="nowhere").sites == ()


def test_a_site_s_runs_are_found_behind_those_of_many_others(connection: Connection) -> None:
    own = run(connection, "crawl", example=1)
    for _ in range(60):
        run(connection, "crawl", other=1)
    assert [one.id for one in status(connection, now=NOW, site="example").runs] == [own]
