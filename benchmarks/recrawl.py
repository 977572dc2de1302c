"""How much faster is it to crawl sites again, when nothing has changed, than for the first time?

A few sites on loopback, with pages as `reading.py` has them. They are crawled at one time of the run's clock, and again
a day and a half later, when every article is due for another look: with servers that send ETags, and without. A site
is asked one thing at a time, so one alone would show how quick its server is.
"""

import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import click

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # this tree is measured, not an installed copy of it

from loopback import Reply, Web, article_path, list_page, served
from simulated import crawl_at, job_for
from specimens import made

from archive.config import Settings
from archive.database import Database
from archive.folder import Folder
from archive.site import Discover, Site
from crawler.job import Job

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
AGAIN = timedelta(days=1, hours=12)


@dataclass(frozen=True, kw_only=True)
class Lap:
    """One crawl: seconds from its first request to its last, how many there were, and what became of them."""

    seconds: float
    requests: int
    conditional: int
    counts: dict[str, int]

    def __str__(self) -> str:
        counts = ", ".join(f"{name} {count:,}" for name, count in sorted(self.counts.items()) if name != "list")
        pace = self.requests / self.seconds
        return f"{self.seconds:7.1f} s  {pace:6.0f} requests/s  {self.conditional:,} conditional  ({counts})"


def lap(webs: list[Web], job: Job, at: datetime) -> Lap:
    """Crawl what is due at that time."""
    before = [len(web.hits) for web in webs]
    report = crawl_at(at, job)
    times = sorted(time for web, seen in zip(webs, before, strict=True) for time in web.times[seen:])
    conditions = [condition for web, seen in zip(webs, before, strict=True) for condition in web.conditions[seen:]]
    counts = sum((Counter(counts) for counts in report.counts.values()), Counter[str]())
    return Lap(
        seconds=times[-1] - times[0],
        requests=len(times),
        conditional=sum(condition is not None for condition in conditions),
        counts=dict(counts),
    )


def publish(web: Web, pages: list[bytes], *, tags: bool) -> None:
    """Serve the pages and a list of them."""
    paths = [article_path(number) for number in range(len(pages))]
    for number, (path, body) in enumerate(zip(paths, pages, strict=True)):
        headers = {"Content-Type": "text/html"} | ({"ETag": f'"{number}"'} if tags else {})
        web.pages[path] = Reply(body=body, headers=headers)
    web.add("/", list_page(paths))


def profile(number: int, web: Web) -> Site:
    """A site that has nothing but its address and its list."""
    start = Discover(kind="list", url=f"{web.base}/")
    return Site(key=f"site{number}", hosts=(urlsplit(web.base).netloc,), delay=0.0, discover=(start,))


@click.command()
@click.option("--count", default=2_000, show_default=True, help="Pages of all sites.")
@click.option("--sites", "width", default=4, show_default=True, help="Sites that share them.")
@click.option("--seed", default=1, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that read.")
@click.option("--runs", default=3, show_default=True)
def main(*, count: int, width: int, seed: int, workers: int, runs: int) -> None:
    """Print all laps and their ratios, for each kind of server."""
    pages = [page.html for page in made(count, seed)]
    for tags in (True, False):
        print("with ETags" if tags else "without")
        ratios = []
        for _ in range(runs):
            first, again = laps(pages, tags=tags, width=width, workers=workers)
            ratios.append(first.seconds / again.seconds)
            print(f"  first {first}\n  again {again}")
        print(f"  {median(ratios):.1f} times as fast (single runs {min(ratios):.1f} to {max(ratios):.1f})")


def laps(pages: list[bytes], *, tags: bool, width: int, workers: int) -> tuple[Lap, Lap]:
    """A first crawl of some sites, and another when all their pages are due again."""
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        webs = [stack.enter_context(served(Web(), f"127.0.0.{number}")) for number in range(1, width + 1)]
        for number, web in enumerate(webs):
            publish(web, pages[number::width], tags=tags)
        folder = Folder(path=Path(place))
        folder.make()
        Database.open(folder.database, create=True).close()
        sites = tuple(profile(number, web) for number, web in enumerate(webs))
        job = replace(job_for(folder, sites=sites, profiles=sites), settings=Settings(workers=workers))
        return lap(webs, job, START), lap(webs, job, START + AGAIN)


if __name__ == "__main__":
    main()
