"""Weeks of crawling in one process: do the counts add up, does memory stay flat, is every file closed?

Three made-up sites (`soak_sites.py`) publish, edit and take down articles, and one in twenty has each of ten faults.
Now and then a list page, or robots.txt, is out of order. What is due is crawled every few hours, by a clock that the
soak drives, and then until nothing is due any more. What must have become of every address is known beforehand.
"""

import asyncio
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from ctypes import CDLL
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.reactor import install_reactor
from soak_sites import HOSTS, READABLE, START, Paper, new_clock, serving
from sqlalchemy import text
from twisted.internet.defer import Deferred

from archive.config import Settings
from archive.database import Database
from archive.folder import Folder
from archive.site import Discover, Site
from crawler.job import Job
from crawler.run import settings_for
from crawler.session import Session
from crawler.spiders.news import NewsSpider
from crawler.visit import Visit

SETTLED = (2, 7, 9, 14, 25)  # days after the last article: tries and other looks are over by then
MOST_GROWTH = 0.05  # of memory, in the second half
ENOUGH_RUNS = 20  # before memory means anything


@dataclass(kw_only=True)
class Soak:
    """The archive and its runs: their visits, and after each the memory in MB and the number of open files."""

    job: Job
    clock: Any
    visits: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    async def follow(self, times: list[datetime]) -> None:
        """Crawl what is due at each of the *times*."""
        runner = AsyncCrawlerRunner(settings_for(self.job, {"LOG_ENABLED": False, "DOWNLOAD_TIMEOUT": 10}))
        for now in times:
            self.clock.value = now.timestamp()
            session = Session.open(self.job, on_visit=self.count, clock=At(now))
            await runner.crawl(runner.create_crawler(NewsSpider), session=session)
            del session
            gc.collect()
            self.memory.append(resident())
            self.files.append(open_files())
            click.echo(f"{now:%m-%d %H:%M}  {self.memory[-1]:6.1f} MB  {self.files[-1]} files", err=True)

    def count(self, visit: Visit) -> None:
        """Count what became of one address."""
        self.visits[visit.outcome.name] += 1


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    now: datetime

    def __call__(self) -> datetime:
        """That time."""
        return self.now


def resident() -> float:
    """The memory that this process holds, in MB, without what the allocator of glibc keeps for the next run.

    What it keeps follows from the sizes of what came and went: it is not held, and no crawl is followed by another in
    its process but here.
    """
    if trim := getattr(CDLL(None), "malloc_trim", None):
        trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def open_files() -> int:
    """How many files, sockets and pipes this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def archive_for(place: Path, bases: list[str]) -> Job:
    """A new archive that knows the sites, and the crawl of what is due in it."""
    folder = Folder(path=place)
    folder.make()
    Database.open(folder.database, create=True).close()
    sites = tuple(
        Site(key=f"paper{number}", hosts=(host,), delay=0.0, discover=(Discover(kind="list", url=f"{base}/"),))
        for number, (host, base) in enumerate(zip(HOSTS, bases, strict=True))
    )
    settings = Settings(workers=2)
    return Job(
        kind="crawl", folder=folder, sites=sites, profiles=sites, due_only=True, allow_private=True, settings=settings
    )


def complaints(soak: Soak, papers: list[Paper], bases: list[str]) -> Iterator[str]:
    """What does not add up."""
    database = Database.open(soak.job.folder.database)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(text(sql))]

    with closing(database), database.reading() as connection:
        wanted = {
            base + path: end for base, paper in zip(bases, papers, strict=True) for path, end in paper.wanted().items()
        }
        found = dict(ask("SELECT url, outcome FROM frontier WHERE kind = 'page'"))
        yield from (f"{url}: {found.get(url)}, not {end}" for url, end in wanted.items() if found.get(url) != end)
        yield from (f"{url}: nobody named it" for url in found.keys() - wanted.keys())
        yield from differs(
            "pages not done", ask("SELECT count(*) FROM frontier WHERE kind = 'page' AND state <> 'done'"), 0
        )
        yield from differs("leased", ask("SELECT count(*) FROM frontier WHERE state = 'leased'"), 0)
        kinds = Counter(paper.kind(number) for paper in papers for number in range(paper.articles))
        articles = sum(count for kind, count in kinds.items() if kind in READABLE) + kinds["moved"]
        yield from differs("articles", ask("SELECT count(DISTINCT page) FROM revisions"), articles)
        yield from differs("wordings", ask("SELECT count(*) FROM revisions"), articles + kinds["edited"])
        sums = (
            "SELECT each.key, sum(each.value) FROM runs, json_each(counts) site, json_each(site.value) each GROUP BY 1"
        )
        told = dict(ask(sums))
        sources = told.pop("list", 0)
        yield from differs("visits counted", [(sum(told.values()) + sources,)], soak.visits.total())
        yield from (
            f"{name}: {count} in the runs, {soak.visits[name]} seen"
            for name, count in told.items()
            if count > soak.visits[name]
        )
        yield from differs(
            "captures without a reading",
            ask("SELECT count(*) FROM captures WHERE id NOT IN (SELECT capture FROM readings)"),
            0,
        )
        yield from differs("integrity", ask("PRAGMA integrity_check"), "ok")
    if len(soak.memory) >= ENOUGH_RUNS:
        half, last = soak.memory[len(soak.memory) // 2], soak.memory[-1]
        if last > half * (1 + MOST_GROWTH):
            yield f"memory grew from {half:.1f} to {last:.1f} MB in the second half"
    if soak.files[-1] > soak.files[0]:
        yield f"{soak.files[-1] - soak.files[0]} files were left open"


def differs(what: str, rows: list[tuple[Any, ...]], wanted: object) -> Iterator[str]:
    """A complaint unless the one row holds what is *wanted*."""
    if rows != [(wanted,)]:
        yield f"{what}: {rows[0][0]}, not {wanted}"


def run(soak: Soak, times: list[datetime]) -> None:
    """Follow the sites through *times*, in Twisted's reactor on asyncio's loop."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react  # noqa: PLC0415 - importing it would install another reactor

    with suppress(SystemExit):
        react(lambda _reactor: Deferred.fromFuture(asyncio.ensure_future(soak.follow(times))))


@click.command(help=__doc__)
@click.option("--pages", default=5_000, show_default=True, help="Articles of all sites.")
@click.option("--days", default=20, show_default=True)
@click.option("--hours", default=6, show_default=True, help="Between two runs.")
def main(*, pages: int, days: int, hours: int) -> None:
    """Soak and judge."""
    papers = [Paper(host=host, articles=pages // len(HOSTS), days=days) for host in HOSTS]
    times = [START + timedelta(hours=hour) for hour in range(0, days * 24 + 1, hours)]
    times += [times[-1] + timedelta(days=after) for after in SETTLED]
    clock = new_clock()
    with TemporaryDirectory(prefix="news-archive-soak-") as place, serving(papers, clock) as bases:
        soak = Soak(job=archive_for(Path(place), bases), clock=clock)
        run(soak, times)
        wrong = list(complaints(soak, papers, bases))
    first, half, last = soak.memory[0], soak.memory[len(times) // 2], soak.memory[-1]
    click.echo(f"{pages} pages, {days} days, {len(times)} runs, {soak.visits.total():,} visits: {dict(soak.visits)}")
    click.echo(f"memory {first:.1f} MB after the first run, {half:.1f} at half, {last:.1f} at last")
    click.echo(f"open files {soak.files[0]} after the first run, {soak.files[-1]} at last")
    click.echo("\n".join(wrong[:50]) or "all counts add up")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
