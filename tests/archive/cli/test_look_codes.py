"""What a look's exit code says: tables."""

import pytest

from archive.cli.add import conclusion
from archive.cli.look import check_code
from archive.extract.result import Extraction
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site
from crawler.look import Look
from crawler.report import RunReport, Tally, exit_code
from crawler.visit import Visit

SITE = Site(key="paper", hosts=("paper.example",))
HOME = "http://paper.example/"
LISTED = Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE)
CREATED = Outcome(verdict=Verdict.CREATED)
GONE = Outcome(verdict=Verdict.FAILED, reason=Reason.GONE)
ROBOTS = Outcome(verdict=Verdict.FAILED, reason=Reason.ROBOTS)


def looked(start: Outcome, *, read: bool) -> tuple[RunReport, Look]:
    """A look at one start page and perhaps an article, and the run's report."""
    tally, look = Tally(), Look(site=SITE)
    tally.source("paper", HOME, start, failed=start.verdict is Verdict.FAILED)
    look.see(Visit(url=HOME, site="paper", outcome=start, kind=Kind.LIST))
    if read:
        tally.page("paper", CREATED)
        look.see(Visit(url=HOME + "1", site="paper", outcome=CREATED, found=Extraction(text="正文")))
    code = exit_code("look", "finished", tally)
    return RunReport(run=1, finish="finished", exit_code=code, counts={}, failures=tuple(tally.failures)), look


@pytest.mark.parametrize(
    ("start", "read", "check", "add"),
    [
        (LISTED, True, 0, 0),
        (LISTED, False, 5, 5),
        (GONE, True, 5, 0),
        (GONE, False, 5, 5),
        (ROBOTS, False, 6, 6),
    ],
)
def test_a_look_is_judged_by_its_start_pages_and_by_what_could_be_read(
    start: Outcome, check: int, add: int, *, read: bool
) -> None:
    report, look = looked(start, read=read)
    assert check_code(report, look) == check
    site = SITE if start is LISTED or read else None
    assert conclusion(report, look, site, None) == add


def test_where_no_list_is_found_it_is_7_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert conclusion(*looked(LISTED, read=False), None, None) == 7
    assert "name a page that lists articles" in capsys.readouterr().err


def test_an_interrupted_look_is_no_verdict() -> None:
    _, look = looked(LISTED, read=True)
    report = RunReport(run=1, finish="interrupted", exit_code=exit_code("look", "interrupted", Tally()), counts={})
    assert check_code(report, look) == conclusion(report, look, None, None) == 11
