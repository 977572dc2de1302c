"""What the archive has been doing."""

from datetime import UTC, datetime, timedelta

from shelf import Shelf
from sqlalchemy import Connection

from archive import runs
from archive.frontier import Frontier
from archive.offers import Kind, Offer
from archive.outcome import Outcome, Reason, Verdict
from archive.status import Refused, status

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def run(connection: Connection, kind: str, **created: int) -> int:
    """A run that created articles at sites."""
    number = runs.start(connection, kind=kind, sites=sorted(created), now=NOW)
    counts = {site: {"created": many} for site, many in created.items()}
    runs.finish(connection, number, counts=counts, exit_code=0, now=NOW)
    return number


def refuse(connection: Connection, number: int, url: str, reason: Reason) -> None:
    """A URL that ended without an article."""
    ledger = Frontier(connection)
    ledger.offer(Offer(url=url, site="example"), run=number, now=NOW)
    (lease,) = ledger.claim(run=number, site="example", now=NOW, until=NOW + timedelta(minutes=5), limit=1)
    ledger.settle(lease.id, Outcome(verdict=Verdict.REJECTED, reason=reason, detail="12 characters"), now=NOW)


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


def test_the_last_runs_come_first(connection: Connection) -> None:
    numbers = [run(connection, "crawl", example=1) for _ in range(3)]
    assert [one.id for one in status(connection, now=NOW, limit=2).runs] == numbers[:0:-1]


def test_sources_that_are_visited_no_more_are_named(connection: Connection) -> None:
    number, ledger = run(connection, "crawl", example=0), Frontier(connection)
    for url, next_at in (("https://news.example.cn/feed", None), ("https://news.example.cn/", NOW)):
        row = ledger.offer(Offer(url=url, site="example", kind=Kind.FEED), run=number, now=NOW).id
        gone = Outcome(verdict=Verdict.FAILED, reason=Reason.GONE, detail="status 404")
        ledger.settle(row, gone, now=NOW, next_at=next_at)
    for found in (status(connection, now=NOW), status(connection, now=NOW, site="example")):
        assert [(one.url, one.outcome) for one in found.stopped] == [("https://news.example.cn/feed", "failed:gone")]


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
