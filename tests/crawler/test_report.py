"""Exit codes: tables."""

import pytest

from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site
from crawler.report import Tally, exit_code
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
        found.source("news", "http://news.example.cn/", failed_start, failed=True)
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


SITE = Site(key="news", hosts=("news.example.cn",))


@pytest.mark.parametrize(("delay", "rows"), [(0.0, 64), (1.0, 20), (5.0, 4), (60.0, 2)])
def test_a_slow_site_has_few_rows_on_their_way(delay: float, rows: int) -> None:
    assert at_once(SITE.model_copy(update={"delay": delay})) == rows
