"""The ledger: nothing offered is lost, and every row ends in one outcome."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from archive import runs
from archive.frontier import Frontier, Lease, Seen, Settled
from archive.models import articles, frontier
from archive.offers import LONGEST_URL, Kind, Offer, Offered, address
from archive.outcome import Outcome, Reason, Verdict

NOW = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
GONE = Outcome(verdict=Verdict.REJECTED, reason=Reason.GONE)
CREATED = Outcome(verdict=Verdict.CREATED)
NETWORK = Outcome(verdict=Verdict.FAILED, reason=Reason.NETWORK, detail="connection refused")


def begin(connection: Connection, kind: str = "crawl") -> int:
    return runs.start(connection, kind=kind, sites=["paper"], now=NOW)


def offer(connection: Connection, run: int, *urls: str, kind: Kind = Kind.PAGE) -> list[int]:
    ledger = Frontier(connection)
    return [ledger.offer(Offer(url=url, site="paper", kind=kind), run=run, now=NOW).id for url in urls]


def claim(connection: Connection, run: int, *, now: datetime = NOW, limit: int = 10) -> list[Lease]:
    return Frontier(connection).claim(run=run, site="paper", now=now, until=now + timedelta(minutes=30), limit=limit)


def row(connection: Connection, number: int) -> object:
    return connection.execute(select(frontier).where(frontier.c.id == number)).one()


def test_an_address_is_one_row_however_it_is_spelt(connection: Connection) -> None:
    run = begin(connection)
    found = offer(connection, run, "http://a.example/1.html", "HTTP://A.example:80/1.html?utm_source=x#top")
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("not a url", Reason.BAD_URL),
        ("http://h:99999/", Reason.BAD_URL),
        ("http://[bad/", Reason.BAD_URL),
        ("javascript:alert(1)", Reason.BAD_URL),
        ("http://a.example/" + "x" * 3000, Reason.BAD_URL),
        ("http://a.example/?u=file:///etc/passwd" + "x" * 3000, Reason.BAD_URL),
        ("file:///etc/passwd", Reason.PRIVATE),
        (" \nFile:passwd", Reason.PRIVATE),
        ("data:text/html,x", Reason.PRIVATE),
    ],
)
def test_what_is_no_address_is_a_row_with_its_refusal(connection: Connection, url: str, reason: Reason) -> None:
    run = begin(connection)
    found = Frontier(connection).offer(Offer(url=url, site="paper"), run=run, now=NOW)
    assert found.outcome is not None
    assert found.outcome.reason is reason
    assert claim(connection, run) == []
    assert row(connection, found.id).outcome == f"failed:{reason}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["http://a.example/1.html", "javascript:\0'\"", "\ud800"])
def test_an_address_that_is_offered_again_is_known(connection: Connection, url: str) -> None:
    run = begin(connection)
    first, second = (Frontier(connection).offer(Offer(url=url, site="paper"), run=run, now=NOW) for _ in range(2))
    assert (first.new, second.new, first.id) == (True, False, second.id)


@given(st.text(max_size=3000))
def test_any_text_has_a_key_of_bounded_length(text: str) -> None:
    key, _refused = address(Offer(url=text, site="paper"))
    assert 0 < len(key) <= LONGEST_URL


def test_a_row_is_leased_once_until_the_lease_ends(connection: Connection) -> None:
    run = begin(connection)
    offer(connection, run, "http://a.example/1.html")
    assert len(claim(connection, run)) == 1
    assert claim(connection, run) == []
    assert len(claim(connection, run, now=LATER)) == 1


def test_list_pages_come_first_and_the_oldest_before_the_newer(connection: Connection) -> None:
    run = begin(connection)
    offer(connection, run, "http://a.example/1.html", "http://a.example/2.html")
    offer(connection, run, "http://a.example/", kind=Kind.LIST)
    assert [lease.url for lease in claim(connection, run)] == [
        "http://a.example/",
        "http://a.example/1.html",
        "http://a.example/2.html",
    ]


def test_a_settled_page_is_done_and_offered_again_stays_done(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    claim(connection, run)
    Frontier(connection).settle(Settled(row=page, outcome=CREATED, now=NOW))
    assert offer(connection, run, "http://a.example/1.html") == [page]
    assert claim(connection, run, now=LATER) == []


def test_a_failure_comes_back_and_counts_its_tries(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    for tries in (1, 2):
        claim(connection, run, now=LATER)
        Frontier(connection).settle(Settled(row=page, outcome=NETWORK, now=NOW, next_at=LATER))
        assert row(connection, page).tries == tries  # type: ignore[attr-defined]
    assert claim(connection, run, now=NOW) == []
    assert len(claim(connection, run, now=LATER)) == 1


def test_the_leases_of_a_dead_crawl_are_taken_over_and_those_of_a_fetch_are_not(connection: Connection) -> None:
    dead, fetch = begin(connection), begin(connection, "fetch")
    one, other = offer(connection, dead, "http://a.example/1.html", "http://a.example/2.html")
    Frontier(connection).lease([one], run=dead, until=LATER)
    Frontier(connection).lease([other], run=fetch, until=LATER)
    run = begin(connection)
    assert Frontier(connection).take_over(run=run, now=NOW) == 1
    assert [(lease.id, lease.tries) for lease in claim(connection, run)] == [(one, 0)]
    assert row(connection, one).crashes == 1  # type: ignore[attr-defined]


def test_an_interrupted_run_gives_back_what_it_holds(connection: Connection) -> None:
    run = begin(connection)
    offer(connection, run, "http://a.example/1.html", "http://a.example/2.html")
    claim(connection, run)
    assert len(Frontier(connection).held(run=run)) == 2
    assert Frontier(connection).release(run=run, now=NOW) == 2
    assert Frontier(connection).held(run=run) == []
    assert Frontier(connection).states(NOW) == {"paper": {"due": 2}}


def test_what_is_asked_for_by_name_is_leased_whatever_its_state(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    claim(connection, run)
    Frontier(connection).settle(Settled(row=page, outcome=CREATED, now=NOW))
    assert [lease.id for lease in Frontier(connection).lease([page], run=run, until=LATER)] == [page]


def test_many_urls_are_entered_at_once_each_in_its_place(connection: Connection) -> None:
    run = begin(connection)
    known = offer(connection, run, "http://a.example/1.html")
    urls = [
        *(f"http://a.example/{number}.html" for number in range(1, 1300)),
        "http://a.example/2.html#x",
        "http://[bad/",
    ]
    offers = [Offer(url=url, site="paper") for url in urls]
    found = Frontier(connection).offer_all(offers, run=run, now=NOW)
    assert found[0] == Offered(id=known[0], new=False)
    assert found[1].new
    assert found[-2] == Offered(id=found[1].id, new=False)
    assert found[-1].outcome == Outcome(verdict=Verdict.FAILED, reason=Reason.BAD_URL)
    ids = [one.id for one in found[1:-2]]
    assert ids == sorted(ids)
    assert all(one.new for one in found[1:-2])


def test_a_refusal_keeps_its_reason_and_why(connection: Connection) -> None:
    run = begin(connection)
    trap = Offer(url="http://a.example/a/a/a/a/a/", site="paper", refused=Reason.POLICY, detail="a path that repeats")
    found = Frontier(connection).offer(trap, run=run, now=NOW)
    assert found.outcome == Outcome(verdict=Verdict.FAILED, reason=Reason.POLICY, detail="a path that repeats")
    assert row(connection, found.id).detail == "a path that repeats"  # type: ignore[attr-defined]


def test_news_comes_before_a_backlog_and_the_newest_first(connection: Connection) -> None:
    run = begin(connection)
    days = {"old": date(2020, 1, 1), "new": date(2026, 11, 3), "undated": None}
    for name, day in days.items():
        Frontier(connection).offer(Offer(url=f"http://a.example/{name}", site="paper", day=day), run=run, now=NOW)
    Frontier(connection).offer(Offer(url="http://a.example/later", site="paper"), run=run, now=LATER)
    assert [lease.url.rpartition("/")[2] for lease in claim(connection, run, now=LATER)] == [
        "later",
        "undated",
        "new",
        "old",
    ]


def test_what_is_older_than_asked_for_waits_and_so_does_what_is_on_a_held_host(connection: Connection) -> None:
    run = begin(connection)
    for url, day in (("http://a.example/old", date(2026, 11, 1)), ("http://a.example/new", date(2026, 11, 3))):
        Frontier(connection).offer(Offer(url=url, site="paper", day=day), run=run, now=NOW)
    offer(connection, run, "http://b.example:8080/x")
    wanted = {"run": run, "site": "paper", "now": NOW, "until": LATER, "limit": 9}
    leases = Frontier(connection).claim(**wanted, since=date(2026, 11, 2), held=["b.example:8080"])  # type: ignore[arg-type]
    assert [lease.url for lease in leases] == ["http://a.example/new"]
    assert len(claim(connection, run)) == 2


def test_what_is_known_of_a_row_stays_until_it_is_told_anew(connection: Connection) -> None:
    run = begin(connection)
    (feed,) = offer(connection, run, "http://a.example/feed", kind=Kind.FEED)
    seen = Seen(etag='"1"', digest="sha1:X")
    first = Settled(
        row=feed, outcome=CREATED, now=NOW, next_at=NOW, interval=timedelta(minutes=24), news_at=NOW, seen=seen
    )
    ledger = Frontier(connection)
    ledger.settle(first)
    ledger.settle(Settled(row=feed, outcome=NETWORK, now=LATER, next_at=NOW))
    (lease,) = claim(connection, run)
    assert (lease.interval, lease.news_at, lease.etag, lease.digest) == (timedelta(minutes=24), NOW, '"1"', "sha1:X")
    ledger.settle(Settled(row=feed, outcome=CREATED, now=LATER, next_at=NOW, seen=Seen()))
    assert claim(connection, run)[0].etag is None


def test_a_page_keeps_its_article_when_it_is_gone(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    article = connection.execute(articles.insert().values(copies=0).returning(articles.c.id)).scalar_one()
    Frontier(connection).settle(
        Settled(row=page, outcome=Outcome(verdict=Verdict.CREATED, article_id=article), now=NOW, next_at=LATER)
    )
    Frontier(connection).settle(Settled(row=page, outcome=GONE, now=LATER))
    assert row(connection, page).article == article  # type: ignore[attr-defined]
    assert Frontier(connection).tried("paper", since=NOW) == [("http://a.example/1.html", True)]


def test_a_row_knows_the_way_back_to_the_profile(connection: Connection) -> None:
    run, ledger = begin(connection), Frontier(connection)
    (first,) = offer(connection, run, "http://a.example/", kind=Kind.LIST)
    second = ledger.offer(Offer(url="http://a.example/2", site="paper", found_on=first), run=run, now=NOW).id
    third = ledger.offer(Offer(url="http://a.example/3", site="paper", found_on=second), run=run, now=NOW).id
    assert ledger.root(third) == [third, second, first]


def test_a_postponed_row_is_due_when_its_host_wants_us(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    claim(connection, run)
    Frontier(connection).postpone(page, until=LATER)
    assert Frontier(connection).states(NOW) == {"paper": {"waiting": 1}}
    assert claim(connection, run) == []
    assert [(lease.id, lease.tries) for lease in claim(connection, run, now=LATER)] == [(page, 0)]


def test_a_source_that_was_visited_since_is_not_made_due(connection: Connection) -> None:
    run, ledger = begin(connection), Frontier(connection)
    (source,) = offer(connection, run, "http://a.example/map.xml", kind=Kind.SITEMAP)
    ledger.settle(Settled(row=source, outcome=CREATED, now=NOW))
    ledger.make_due([source], now=LATER, unless_after=NOW - timedelta(days=1))
    assert claim(connection, run, now=LATER) == []
    ledger.make_due([source], now=LATER, unless_after=NOW + timedelta(minutes=1))
    assert len(claim(connection, run, now=LATER)) == 1


def test_the_database_refuses_a_row_that_is_done_without_an_outcome(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    with pytest.raises(IntegrityError, match="done_has_outcome"):
        connection.execute(frontier.update().where(frontier.c.id == page).values(state="done", next_at=None))
    assert connection.execute(select(func.count()).select_from(frontier)).scalar() == 1


def test_no_step_of_a_run_reads_all_rows(connection: Connection) -> None:
    run, ledger, asked = begin(connection), Frontier(connection), list[str]()
    driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(asked.append)
    offer(connection, run, "http://a.example/1.html", "http://a.example/2.html")
    (lease, other) = claim(connection, run)
    ledger.settle(Settled(row=lease.id, outcome=CREATED, now=NOW))
    ledger.postpone(other.id, until=LATER)
    ledger.make_due([lease.id], now=NOW, unless_after=NOW)
    ledger.tried("paper", since=NOW)
    ledger.root(lease.id)
    ledger.take_over(run=run, now=NOW)
    ledger.release(run=run, now=NOW)
    ledger.held(run=run)
    driver.set_trace_callback(None)
    # A plan of INSERT names a look for rows that refer to what was not there; there never are any.
    asked = [one for one in asked if not one.startswith("INSERT")]
    steps = [step[3] for one in asked for step in driver.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert "SEARCH frontier USING INDEX ix_frontier_visited (site=? AND visited_at>?)" in steps
    # The index of what is leased holds a few rows.
    whole = [step for step in steps if step.startswith("SCAN frontier") and "ix_frontier_leased" not in step]
    assert whole == []
