"""How much faster is it to look at pages again that have not changed?

A made-up site on loopback (`loopback_site.py`) is crawled into a new archive; by the run's clock a day later it is
crawled again, when every article is due for another look. Each crawl has a process of its own, whose imports are not counted.
"""

import gzip
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from loopback_site import COUNTS, serving
from specimens import made

from archive.database import Database
from archive.folder import Folder
from archive.site import Discover, Site
from crawler.job import Job
from crawler.report import RunReport
from crawler.run import run

START = datetime(2026, 11, 1, 3, tzinfo=UTC)
LATER = timedelta(hours=27)  # a day, and the tenth by which visits are spread


def timed(job: Job, now: datetime) -> tuple[float, RunReport]:
    """Do *job*; the seconds it took."""
    begun = time.perf_counter()
    report = run(job, clock=lambda: now, overrides={"LOG_ENABLED": False})
    return time.perf_counter() - begun, report


def crawl(job: Job, now: datetime) -> tuple[float, dict[str, int]]:
    """A crawl in a process of its own: its seconds and its counts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, report = pool.submit(timed, job, now).result()
    return seconds, dict(report.counts["bench"])


def asked(base: str) -> Counter[str]:
    """What the site has been asked for so far."""
    with urlopen(base + COUNTS) as answer:  # noqa: S310 - our own site
        return Counter(json.loads(gzip.decompress(answer.read())))


def archive_at(path: Path) -> Folder:
    """A new archive."""
    folder = Folder(path=path)
    folder.make()
    Database.open(folder.database, create=True).close()
    return folder


@click.command(help=__doc__)
@click.option("--count", type=click.IntRange(min=1), default=2000, show_default=True, help="Pages of the site.")
@click.option("--runs", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Other pages for another seed.")
def main(*, count: int, runs: int, seed: int) -> None:
    """Measure and print."""
    pages, ratios = made(count, seed), []
    for number in range(1, runs + 1):
        with TemporaryDirectory(prefix="news-archive-benchmark-") as place, serving(pages) as (base, lists):
            sources = tuple(Discover(kind="list", url=url) for url in lists)
            site = Site(key="bench", hosts=("127.0.0.1",), delay=0.0, discover=sources)
            folder = archive_at(Path(place))
            job = Job(kind="crawl", folder=folder, sites=(site,), profiles=(site,), due_only=True, allow_private=True)
            first, counts = crawl(job, START)
            before = asked(base)
            again, counts_again = crawl(job, START + LATER)
            seen = asked(base) - before
        ratios.append(first / again)
        click.echo(f"run {number}: first {first:.1f} s {counts}")
        click.echo(f"       again {again:.1f} s {counts_again}: {first / again:.1f} times as fast")
        click.echo(
            f"       {seen['requests']} requests, {seen['conditional']} conditional, {seen['unchanged']} answered 304"
        )
    click.echo(
        f"{count} unchanged pages: looked at again {sorted(ratios)[len(ratios) // 2]:.1f} times as fast as at first"
    )


if __name__ == "__main__":
    main()
