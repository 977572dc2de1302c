"""How much faster is it to crawl a site again, when nothing has changed, than for the first time?

One site on loopback, with pages as `reading.py` has them. It is crawled at one time of the run's clock, and again a
day and a half later, when every article is due for another look: with a server that sends ETags, and without.
"""

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # this tree is measured, not an installed copy of it

from loopback import Reply, Web, article_path, list_page, serve
from processes import make_archive
from simulated import crawl_at, job_for
from specimens import made

from archive.config import Settings
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


def lap(web: Web, job: Job, at: datetime) -> Lap:
    """Crawl what is due at that time."""
    before = len(web.hits)
    report = crawl_at(at, job)
    times, conditions = web.times[before:], web.conditions[before:]
    return Lap(
        seconds=times[-1] - times[0],
        requests=len(times),
        conditional=sum(condition is not None for condition in conditions),
        counts=dict(report.counts["loop"]),
    )


def publish(web: Web, pages: list[bytes], *, tags: bool) -> None:
    """Serve the pages and a list of them."""
    paths = [article_path(number) for number in range(len(pages))]
    for number, (path, body) in enumerate(zip(paths, pages, strict=True)):
        headers = {"Content-Type": "text/html"} | ({"ETag": f'"{number}"'} if tags else {})
        web.pages[path] = Reply(body=body, headers=headers)
    web.add("/", list_page(paths))


@click.command()
@click.option("--count", default=2_000, show_default=True, help="Pages of the site.")
@click.option("--seed", default=1, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that read.")
def main(*, count: int, seed: int, workers: int) -> None:
    """Print both laps and their ratio, for each kind of server."""
    pages = [page.html for page in made(count, seed)]
    for tags in (True, False):
        web = Web()
        server = serve(web)
        publish(web, pages, tags=tags)
        with tempfile.TemporaryDirectory() as place:
            folder = make_archive(Path(place) / "archive", web)
            job = replace(job_for(folder), settings=Settings(workers=workers))
            first, again = lap(web, job, START), lap(web, job, START + AGAIN)
        server.shutdown()
        server.server_close()
        print(f"{'with ETags' if tags else 'without'}\n  first {first}\n  again {again}")
        print(f"  {first.seconds / again.seconds:.1f} times as fast")


if __name__ == "__main__":
    main()
