"""The lines of a crawl: while it goes on, and at its end."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from archive.cli.counts import clock_text, column_of, site_line, summed
from archive.cli.crawl import next_visit
from archive.cli.live import Board, watched
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from crawler.visit import Visit

CREATED = Outcome(verdict=Verdict.CREATED)
GONE = Outcome(verdict=Verdict.REJECTED, reason=Reason.GONE)


def ticks(*seconds: float) -> Iterator[float]:
    yield from seconds


def test_a_board_counts_each_site_and_the_pace_of_all() -> None:
    clock = ticks(100.0, 104.0)
    board = Board(names={"paper": "青屏\x1b日报", "county": ""}, clock=lambda: next(clock))
    board.see(Visit(url="/", site="paper", outcome=Outcome(verdict=Verdict.REJECTED), kind=Kind.LIST))
    board.see(Visit(url="/1", site="paper", outcome=CREATED))
    board.see(Visit(url="/2", site="paper", outcome=GONE))
    board.see(Visit(url="/3", site="county", outcome=Outcome(verdict=Verdict.COPIED)))
    assert board.lines() == [
        "4 pages   1.0 pages/s   0:04",
        " 青屏�日报   new 1   revised 0   copies 0   unchanged 0   rejected 1   failed 0",
        " county      new 0   revised 0   copies 1   unchanged 0   rejected 0   failed 0",
    ]


def test_nobody_watches_what_is_no_terminal() -> None:
    with watched({}) as on_visit:
        assert on_visit is None


@pytest.mark.parametrize(
    ("outcome", "column"),
    [("created", "new"), ("copied", "copies"), ("reread", "unchanged"), ("rejected:gone", "rejected"), ("failed:robots", "failed")],
)  # fmt: skip
def test_every_outcome_has_a_column(outcome: str, column: str) -> None:
    assert column_of(outcome) == column
    assert summed({outcome: 3, "list": 2})[column] == 3


@pytest.mark.parametrize("verdict", Verdict)
def test_no_verdict_is_without_a_column(verdict: Verdict) -> None:
    assert site_line("x", summed({verdict.value: 7}), width=1).count("7") == 1


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "0:00"), (59.6, "1:00"), (3_725, "62:05")])
def test_time_is_minutes_and_seconds(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


def test_the_next_visit_is_told_by_the_clock_on_the_wall() -> None:
    at = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
    assert next_visit(at) == f"   next {at.astimezone():%m-%d %H:%M}"
    assert next_visit(None) == ""
