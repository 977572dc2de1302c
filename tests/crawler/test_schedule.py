"""When a URL is next due: tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.frontier import Lease
from archive.hosts import LONGEST_HOLD
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Discover, Site
from crawler.schedule import (
    JITTER,
    MOST_FAILURES,
    for_ledger,
    fraction,
    hold_until,
    jittered,
    next_visit,
)

STORED = Outcome(verdict=Verdict.CREATED)
SAME = Outcome(verdict=Verdict.UNCHANGED)
READ = Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE)
PART = Outcome(verdict=Verdict.REJECTED, reason=Reason.PART)
GONE = Outcome(verdict=Verdict.REJECTED, reason=Reason.GONE)
SHORT = Outcome(verdict=Verdict.REJECTED, reason=Reason.TOO_SHORT)
DOWN = Outcome(verdict=Verdict.FAILED, reason=Reason.NETWORK)
ROBOTS = Outcome(verdict=Verdict.FAILED, reason=Reason.ROBOTS)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOME = Discover(kind="list", url="http://news.example.cn/")
SITE = Site(key="news", hosts=("news.example.cn",), every=30 * MINUTE, discover=(HOME,))


def lease(kind: Kind = Kind.PAGE, **fields: object) -> Lease:
    url = "http://news.example.cn/1.html"
    plain = {"id": 1, "url": url, "offered_as": url, "site": "news", "kind": kind, "depth": 0, "hops": 0}
    return Lease(**{**plain, **fields})  # type: ignore[arg-type]


def about(at: datetime | None, pause: timedelta | None, *, since: datetime = NOW) -> bool:
    """Whether *at* is that long after *since*, give or take the jitter."""
    if at is None or pause is None:
        return at is pause
    return pause * (1 - JITTER) <= at - since <= pause * (1 + JITTER)


@pytest.mark.parametrize(
    ("outcome", "tries", "pause"),
    [(DOWN, 0, DAY), (DOWN, 1, 4 * DAY), (DOWN, 2, None), (ROBOTS, 0, None), (GONE, 0, None), (SHORT, 0, None)],
)
def test_a_page_that_failed_is_tried_three_times_within_five_days(
    outcome: Outcome, tries: int, pause: timedelta | None
) -> None:
    assert next_visit(lease(tries=tries), outcome, SITE, NOW).at == (pause and NOW + pause)


@pytest.mark.parametrize(
    ("outcome", "first", "pause"),
    [
        (STORED, None, DAY),
        (PART, None, DAY),
        (SAME, NOW - DAY * 1.2, 7 * DAY),
        (SAME, NOW - 3 * DAY, 7 * DAY),  # the first look was missed, and is not made up for
        (SAME, NOW - 8 * DAY, None),
    ],
)
def test_an_article_is_looked_at_again_after_a_day_and_after_a_week(
    outcome: Outcome, first: datetime | None, pause: timedelta | None
) -> None:
    assert about(next_visit(lease(news_at=first), outcome, SITE, NOW).at, pause, since=first or NOW)


def test_a_profile_says_when_an_article_is_looked_at_again() -> None:
    hasty = SITE.model_copy(update={"revisit": (HOUR,)})
    never = SITE.model_copy(update={"revisit": ()})
    assert about(next_visit(lease(), STORED, hasty, NOW).at, HOUR)
    assert next_visit(lease(), STORED, never, NOW).at is None


def test_an_article_of_a_site_that_is_not_crawled_is_not_looked_at_again() -> None:
    assert next_visit(lease(), STORED, Site(key="news", hosts=("news.example.cn",)), NOW).at is None


@pytest.mark.parametrize(
    ("interval", "news", "wanted"),
    [
        (None, True, 24 * MINUTE),
        (None, False, 45 * MINUTE),
        (20 * MINUTE, True, 16 * MINUTE),
        (11 * MINUTE, True, 10 * MINUTE),  # never below a third of `every`
        (6 * DAY, False, 7 * DAY),  # never above a week
    ],
)
def test_a_source_with_news_is_visited_sooner_and_one_without_later(
    interval: timedelta | None,
    *,
    news: bool,
    wanted: timedelta,
) -> None:
    due = next_visit(lease(Kind.FEED, interval=interval), READ, SITE, NOW, news=news)
    assert due.interval == wanted
    assert about(due.at, wanted)


def test_a_publisher_who_asks_for_patience_gets_it() -> None:
    due = next_visit(lease(Kind.FEED), READ, SITE, NOW, news=True, patience=6 * HOUR)
    assert about(due.at, 6 * HOUR)


@pytest.mark.parametrize(
    ("tries", "pause"), [(0, 30 * MINUTE), (1, HOUR), (3, 2 * HOUR), (28, 14.5 * HOUR), (29, None)]
)
def test_a_source_that_fails_is_asked_less_and_less_often_and_at_last_no_more(
    tries: int, pause: timedelta | None
) -> None:
    assert about(next_visit(lease(Kind.LIST, tries=tries), DOWN, SITE, NOW).at, pause)


def test_a_source_whose_host_is_shut_for_now_is_never_given_up() -> None:
    due = next_visit(lease(Kind.FEED, tries=MOST_FAILURES), ROBOTS, SITE, NOW, hold=NOW + HOUR)
    assert due.at
    assert due.at >= NOW + HOUR


def test_a_host_that_wants_us_later_is_visited_later() -> None:
    assert next_visit(lease(), ROBOTS, SITE, NOW, hold=NOW + HOUR).at == NOW + HOUR
    assert next_visit(lease(), DOWN, SITE, NOW, hold=NOW + HOUR).at == NOW + DAY


def test_the_second_page_of_a_list_waits_for_news_on_the_first() -> None:
    assert next_visit(lease(Kind.LIST, depth=1), READ, SITE, NOW, news=True).at is None
    assert next_visit(lease(Kind.LIST, depth=1), DOWN, SITE, NOW).at is not None
    assert for_ledger(lease(Kind.LIST, depth=1), GONE, 404) == GONE
    assert for_ledger(lease(Kind.LIST), GONE, 404).verdict is Verdict.FAILED


@pytest.mark.parametrize(("depth", "quiet", "over"), [(1, 181, True), (1, 179, False), (0, 400, False)])
def test_a_sitemap_of_an_old_month_is_retired(depth: int, quiet: int, *, over: bool) -> None:
    old = lease(Kind.SITEMAP, depth=depth, news_at=NOW - quiet * DAY)
    assert (next_visit(old, READ, SITE, NOW).at is None) is over


@given(st.text(max_size=50))
def test_jitter_is_a_tenth_at_most_and_the_same_for_the_same(seed: str) -> None:
    assert HOUR * 0.9 <= jittered(HOUR, seed) <= HOUR * 1.1
    assert jittered(HOUR, seed) == jittered(HOUR, seed)


def test_a_server_that_says_later_is_a_failed_try_until_the_last() -> None:
    busy = Outcome(verdict=Verdict.REJECTED, reason=Reason.REFUSED)
    assert for_ledger(lease(), busy, 429).name == "failed:http_error"
    assert for_ledger(lease(tries=2), busy, 429) == busy
    assert for_ledger(lease(), GONE, 404) == GONE


@pytest.mark.parametrize(
    ("status", "header", "pause"),
    [
        (429, "5", timedelta(seconds=5)),
        (503, " 120 ", timedelta(seconds=120)),
        (503, "Sun, 22 Nov 2026 04:00:00 GMT", HOUR),
        (503, "Sun, 22 Nov 2026 12:00:00 +0800", HOUR),
        (429, "31536000", LONGEST_HOLD),
        (503, "99999999999999999999", None),
        (429, "9" * 12, LONGEST_HOLD),
        (503, "Mon, 22 Nov 2027 03:00:00 GMT", LONGEST_HOLD),
        (503, "Sat, 21 Nov 2026 03:00:00 GMT", None),
        (503, "0", None),
        (503, "-5", None),
        (503, "soon", None),
        (503, "", None),
        (503, None, None),
        (500, "5", None),
        (200, "5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_most(
    status: int, header: str | None, pause: timedelta | None
) -> None:
    assert hold_until(status, header, NOW, host="a.example") == (pause and NOW + pause)


def test_too_many_requests_without_a_time_is_half_an_hour_or_more() -> None:
    at = hold_until(429, None, NOW, host="a.example")
    assert at
    assert 30 * MINUTE <= at - NOW <= HOUR
    assert 0 <= fraction("a.example") < 1
