"""The ledger: nothing offered is lost, and every row ends in one outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from archive import runs
from archive.frontier import LONGEST_URL, Frontier, Kind, Lease, Offer, address
from archive.models import frontier
from archive.outcome import Outcome, Reason, Verdict

NOW = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
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
    "url",
    [
        "not a url",
        "http://h:99999/",
        "http://[bad/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://a.example/" + "x" * 3000,
    ],
)
def test_what_is_no_address_is_a_row_with_its_refusal(connection: Connection, url: str) -> None:
    run = begin(connection)
    found = Frontier(connection).offer(Offer(url=url, site="paper"), run=run, now=NOW)
    assert found.outcome is not None
    assert found.outcome.reason is Reason.BAD_URL
    assert claim(connection, run) == []
    assert row(connection, found.id).outcome == "failed:bad_url"  # type: ignore[attr-defined]


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
    Frontier(connection).settle(page, CREATED, now=NOW)
    assert offer(connection, run, "http://a.example/1.html") == [page]
    assert claim(connection, run, now=LATER) == []


def test_a_failure_comes_back_and_counts_its_tries(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    for tries in (1, 2):
        claim(connection, run, now=LATER)
        Frontier(connection).settle(page, NETWORK, now=NOW, next_at=LATER)
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
    Frontier(connection).settle(page, CREATED, now=NOW)
    assert [lease.id for lease in Frontier(connection).lease([page], run=run, until=LATER)] == [page]


def test_the_database_refuses_a_row_that_is_done_without_an_outcome(connection: Connection) -> None:
    run = begin(connection)
    (page,) = offer(connection, run, "http://a.example/1.html")
    with pytest.raises(IntegrityError, match="done_has_outcome"):
        connection.execute(frontier.update().where(frontier.c.id == page).values(state="done", next_at=None))
    assert connection.execute(select(func.count()).select_from(frontier)).scalar() == 1
