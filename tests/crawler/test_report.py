"""Exit codes and schedules: tables."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.frontier import Kind, Lease
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site
from crawler.report import Tally, exit_code
from crawler.schedule import for_ledger, next_visit
from crawler.session import at_once

STORED = Outcome(verdict=Verdict.CREATED)
GONE = Outcome(verdict=Verdict.REJECTED, reason=Reason.GONE)
SHORT = Outcome(verdict=Verdict.REJECTED, reason=Reason.TOO_SHORT)
MOVED = Outcome(verdict=Verdict.REJECTED, reason=Reason.REDIRECT)
DOWN = Outcome(verdict=Verdict.FAILED, reason=Reason.NETWORK)
ROBOTS = Outcome(verdict=Verdict.FAILED, reason=Reason.ROBOTS)
PRIVATE = Outcome(verdict=Verdict.FAILED, reason=Reason.PRIVATE)
BAD = Outcome(verdict=Verdict.FAILED, reason=Reason.BAD_URL)
LOST = Outcome(verdict=Verdict.FAILED, reason=Reason.VANISHED)


def tally(*outcomes: Outcome, failed_start: Outcome | None = None) -> Tally:
    found = Tally()
    for outcome in outcomes:
        found.page("news", outcome)
    if failed_start:
        found.start_page("news", "http://news.example.cn/", failed_start, failed=True)
    return found


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((STORED, STORED), 0),
        ((MOVED, STORED), 0),
        ((STORED, GONE), 5),
        ((STORED, BAD), 5),
        ((DOWN,), 5),
        ((BAD,), 5),
        ((ROBOTS,), 6),
        ((PRIVATE, ROBOTS), 6),
        ((SHORT,), 7),
        ((ROBOTS, SHORT), 7),
        ((), 7),
    ],
)
def test_a_fetch_is_judged_by_each_address(outcomes: tuple[Outcome, ...], code: int) -> None:
    assert exit_code("fetch", "finished", tally(*outcomes)) == code


@pytest.mark.parametrize(
    ("outcomes", "start", "code"),
    [
        ((), None, 0),
        ((STORED, GONE, SHORT, BAD, ROBOTS, PRIVATE), None, 0),
        ((STORED, DOWN), None, 5),
        ((LOST,), None, 5),
        ((STORED,), GONE, 5),
        ((), ROBOTS, 6),
        ((), PRIVATE, 6),
    ],
)
def test_a_crawl_is_judged_by_its_start_pages_and_by_trouble(
    outcomes: tuple[Outcome, ...], start: Outcome | None, code: int
) -> None:
    assert exit_code("crawl", "finished", tally(*outcomes, failed_start=start)) == code


@pytest.mark.parametrize(
    ("finish", "code"),
    [("storage", 3), ("interrupted", 11), ("shutdown", 11), ("time", 15), ("memusage_exceeded", 1), ("workers", 1)],
)
def test_an_ending_goes_before_what_failed(finish: str, code: int) -> None:
    assert exit_code("crawl", finish, tally(STORED, DOWN, failed_start=GONE)) == code


NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SITE = Site(key="news", hosts=("news.example.cn",), every=timedelta(minutes=30))


def lease(kind: Kind = Kind.PAGE, tries: int = 0) -> Lease:
    url = "http://news.example.cn/1.html"
    return Lease(
        id=1,
        url=url,
        offered_as=url,
        site="news",
        kind=kind,
        depth=0,
        hops=0,
        tries=tries,
        etag=None,
        last_modified=None,
    )


@pytest.mark.parametrize(
    ("outcome", "tries", "pause"),
    [
        (STORED, 0, None),
        (GONE, 0, None),
        (DOWN, 0, timedelta(days=1)),
        (DOWN, 1, timedelta(days=4)),
        (DOWN, 2, None),
        (ROBOTS, 0, None),
    ],
)
def test_a_page_is_tried_three_times_within_five_days(outcome: Outcome, tries: int, pause: timedelta | None) -> None:
    assert next_visit(lease(tries=tries), outcome, SITE, NOW) == (pause and NOW + pause)


def test_a_refusal_for_now_comes_back_within_hours() -> None:
    assert next_visit(lease(), ROBOTS, SITE, NOW, for_now=True) == NOW + timedelta(hours=1)


@pytest.mark.parametrize(("tries", "pause"), [(0, 30), (1, 60), (3, 120), (100, 24 * 60)])
def test_a_list_page_that_fails_is_asked_less_and_less_often(tries: int, pause: int) -> None:
    assert next_visit(lease(Kind.LIST, tries), DOWN, SITE, NOW) == NOW + timedelta(minutes=pause)


def test_a_server_that_says_later_is_a_failed_try_until_the_last() -> None:
    busy = Outcome(verdict=Verdict.REJECTED, reason=Reason.REFUSED)
    assert for_ledger(lease(), busy, 429).name == "failed:http_error"
    assert for_ledger(lease(tries=2), busy, 429) == busy
    assert for_ledger(lease(), GONE, 404) == GONE


@pytest.mark.parametrize(("delay", "rows"), [(0.0, 16), (1.0, 16), (5.0, 4), (60.0, 2)])
def test_a_slow_site_has_few_rows_on_their_way(delay: float, rows: int) -> None:
    assert at_once(SITE.model_copy(update={"delay": delay})) == rows
