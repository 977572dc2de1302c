"""What a crawl would fetch, and a crawl that finds nothing to fetch: by the ledger alone, without a network."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from processes import here
from simulated import At
from sqlalchemy import Connection, text

from archive import hosts, runs
from archive.database import Database
from archive.errors import LockedError
from archive.folder import Folder
from archive.frontier import Frontier, Settled
from archive.offers import Kind, Offer
from archive.outcome import Outcome, Reason, Verdict
from archive.site import load_sites
from archive.warc import OPEN
from crawler.idle import idle
from crawler.job import Job
from crawler.lock import hold
from crawler.plan import SitePlan, plan

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOST = "paper.example"
HOME, FEED, PAGE = f"http://{HOST}/", f"http://{HOST}/feed.xml", f"http://{HOST}/2026/11/20/10001.html"
PROFILE = """
key = "paper"
name = "青屏日报"
hosts = ["paper.example"]
[[discover]]
kind = "list"
url = "http://PAPER.example"
"""
MORE = '[[discover]]\nkind = "feed"\nurl = "http://paper.example/feed.xml"\n'
READ = Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE)
# Ends with 99 if what a crawl with work needs was imported.
COMMAND = """
import sys
from archive.cli import main
code = main(sys.argv[1:])
sys.exit(99 if {"scrapy", "archive.extract"} & set(sys.modules) else code)
"""


@contextmanager
def writing(folder: Folder) -> Iterator[Connection]:
    with closing(Database.open(folder.database)) as database, database.writing() as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A crawled archive: the home page is due in an hour, the one article in two."""
    made = Folder(path=tmp_path)
    made.make()
    Database.open(made.database, create=True).close()
    (made.sites / "paper.toml").write_text(PROFILE, encoding="utf-8")
    with writing(made) as connection:
        run, ledger = runs.start(connection, kind="crawl", sites=["paper"], now=NOW), Frontier(connection)
        for url, kind, pause in ((HOME, Kind.LIST, HOUR), (PAGE, Kind.PAGE, 2 * HOUR)):
            row = ledger.offer(Offer(url=url, site="paper", kind=kind), run=run, now=NOW).id
            ledger.settle(Settled(row=row, outcome=READ, now=NOW, next_at=NOW + pause))
    return made


def job(folder: Folder, *, due_only: bool = True) -> Job:
    sites = load_sites(folder.sites)
    return Job(kind="crawl", folder=folder, sites=sites, profiles=sites, due_only=due_only)


def planned(folder: Folder, at: datetime, *, due_only: bool = True) -> SitePlan:
    (found,) = plan(job(folder, due_only=due_only), at)
    return found


def count_runs(folder: Folder) -> int:
    with writing(folder) as connection:
        return len(runs.latest(connection, limit=9))


# ---- nothing to do


def test_a_run_with_nothing_to_do_is_entered_and_says_when_there_will_be(folder: Folder) -> None:
    report = idle(job(folder), clock=At(NOW))
    assert report
    assert (report.exit_code, report.finish, report.counts, report.due) == (0, "finished", {}, 0)
    assert report.next_due == {"paper": NOW + HOUR}
    with writing(folder) as connection:
        (last, _) = runs.latest(connection, limit=9)
    assert (last.kind, last.sites, last.started_at, last.finished_at, last.exit_code) == (
        "crawl",
        ("paper",),
        NOW,
        NOW,
        0,
    )


def test_scrapy_is_not_started_for_it(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(folder) as connection:
        connection.execute(text("UPDATE frontier SET next_at = '9999-01-01T00:00:00.000000Z'"))
    assert here(folder, "crawl", "paper", "--due") == 0
    told = capsys.readouterr().out
    assert told.startswith(" 青屏日报   new 0 ")
    assert "1 of 1 sites done" in told
    subprocess.run([sys.executable, "-c", COMMAND, "-C", str(folder.path), "crawl", "paper", "--due"], check=True)
    assert count_runs(folder) == 3


def test_what_waits_for_its_host_is_nothing_to_do(folder: Folder) -> None:
    with writing(folder) as connection:
        hosts.hold(connection, HOST, until=NOW + 9 * HOUR)
    report = idle(job(folder), clock=At(NOW + 8 * HOUR))
    assert report
    assert report.next_due == {"paper": NOW + 9 * HOUR}
    assert idle(job(folder), clock=At(NOW + 10 * HOUR)) is None


def killed(folder: Folder) -> None:
    with writing(folder) as connection:
        run = runs.start(connection, kind="crawl", sites=["paper"], now=NOW)
        Frontier(connection).lease([2], run=run, until=NOW + HOUR)


def unread(folder: Folder) -> None:
    (folder.warc / f"2026-11-22-0001.warc.gz{OPEN}").write_bytes(b"")


def new_source(folder: Folder) -> None:
    (folder.sites / "paper.toml").write_text(PROFILE + MORE, encoding="utf-8")


def no_address(folder: Folder) -> None:
    (folder.sites / "paper.toml").write_text(PROFILE + MORE.replace("http://", "file://"), encoding="utf-8")


@pytest.mark.parametrize("change", [killed, unread, new_source, no_address], ids=lambda change: change.__name__)
def test_what_a_killed_run_left_and_what_a_profile_adds_is_work(
    folder: Folder, change: Callable[[Folder], None]
) -> None:
    change(folder)
    before = count_runs(folder)
    assert idle(job(folder), clock=At(NOW)) is None
    assert count_runs(folder) == before


def test_a_source_that_is_due_is_work_and_a_crawl_of_everything_always_is(folder: Folder) -> None:
    assert idle(job(folder), clock=At(NOW + HOUR)) is None
    assert idle(job(folder, due_only=False), clock=At(NOW)) is None
    assert count_runs(folder) == 1


def test_the_lock_holds_for_it_too(folder: Folder) -> None:
    with hold(folder.lock), pytest.raises(LockedError):
        idle(job(folder), clock=At(NOW))
    assert count_runs(folder) == 1


# ---- what would be done


@pytest.mark.parametrize(
    ("after", "due_only", "sources", "due"),
    [(0, True, (), 0), (0, False, (HOME,), 0), (1, True, (HOME,), 0), (3, True, (HOME,), 1)],
)
def test_a_plan_names_what_is_due(
    folder: Folder, after: int, *, due_only: bool, sources: tuple[str, ...], due: int
) -> None:
    found = planned(folder, NOW + after * HOUR, due_only=due_only)
    assert (found.sources, found.due, found.held) == (sources, due, {})


def test_a_plan_holds_what_a_run_begins_with(folder: Folder) -> None:
    killed(folder)
    new_source(folder)
    found = planned(folder, NOW)
    assert (found.sources, found.due) == ((FEED,), 1)


def test_a_host_that_wants_us_later_is_in_no_plan_and_said(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)
    until = now.replace(microsecond=0) + 9 * HOUR
    with writing(folder) as connection:
        hosts.hold(connection, HOST, until=until)
    found = planned(folder, now, due_only=False)
    assert (found.sources, found.due, found.held) == ((), 0, {HOST: until})
    assert here(folder, "crawl", "paper", "--dry-run") == 0
    assert f"   {HOST} is asked nothing until {until.astimezone():%m-%d %H:%M}\n" in capsys.readouterr().out


# ---- the look through the database


def test_the_database_is_looked_through_once_a_day_and_after_a_kill(folder: Folder) -> None:
    counts = {"paper": {"list": 1}}

    def crawl(connection: Connection, at: datetime, counts: dict[str, dict[str, int]]) -> None:
        run = runs.start(connection, kind="crawl", sites=["paper"], now=at)
        runs.finish(connection, run, counts=counts, exit_code=0, now=at)

    with writing(folder) as connection:
        assert runs.is_look_due(connection, NOW)  # the run of the fixture has not come to its end
        crawl(connection, NOW, {})
        assert runs.is_look_due(connection, NOW + HOUR)  # nor had this one anything to do
        crawl(connection, NOW + HOUR, counts)
        assert not runs.is_look_due(connection, NOW + 2 * HOUR)
        assert runs.is_look_due(connection, NOW + 24 * HOUR)
        runs.start(connection, kind="crawl", sites=["paper"], now=NOW + 2 * HOUR)
        assert runs.is_look_due(connection, NOW + 3 * HOUR)
