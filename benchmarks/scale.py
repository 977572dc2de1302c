"""Is a page crawled as fast into an archive of half a million articles as into an empty one?

Fills an archive (`filled.py` says with what; half a million take a quarter of an hour and 10 GB), then crawls made-up
sites on loopback into it and into empty ones, in turns: new pages every time, the same for both. Measured is what
`pipeline.py` measures. The full archive grows by what is crawled, which is little beside what it holds.

Each day's first crawl looks through all pages of the database, and counts the sentences of all articles at its end:
that is done, and timed, beforehand.
"""

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

import filled
from contenders import CLI, Lap, counted, crawled
from loopback_site import serving
from pipeline import report
from specimens import made

from archive import runs
from archive.database import Database
from archive.stories import stopkeys

FULL, EMPTY = "crawl, full archive", "crawl, empty archive"
CLAIMS = ((FULL, EMPTY, "of the speed of a crawl into an empty one"),)


def init(place: Path) -> Path:
    """A new archive."""
    subprocess.run([*CLI, "init", str(place)], check=True, capture_output=True)
    return place


def ready(place: Path, size: int) -> None:
    """Fill the archive at *place* if it holds nothing, and do what the first crawl of a day does beside crawling."""
    now = datetime.now(UTC)
    database = Database.open(place / "archive.db")
    try:
        if not counted(place / "archive.db", "SELECT count(*) FROM runs"):
            filled.fill(database, size, until=now)
        began = time.perf_counter()
        database.check_pages()
        looked = time.perf_counter()
        with database.writing() as connection:
            stopkeys.refresh(connection)
            run = runs.start(connection, kind="crawl", sites=(), now=now)
            runs.finish(connection, run, counts={filled.OWN: {}}, exit_code=0, now=now)
        done = time.perf_counter()
        click.echo(f"once a day: {looked - began:.1f} s to look through it, {done - looked:.1f} s to count sentences")
    finally:
        database.close()


@click.command(help=__doc__)
@click.option("--size", type=click.IntRange(min=1), default=500_000, show_default=True, help="Articles to begin with.")
@click.option("--count", type=click.IntRange(min=1), default=1000, show_default=True, help="Pages of a site.")
@click.option("--runs", "laps", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Fill the archive here, or use the one that is there.")
def main(*, size: int, count: int, laps: int, keep: Path | None) -> None:
    """Measure and print."""
    scratch = Path(mkdtemp(prefix="news-archive-scale-"))
    found: dict[str, list[Lap]] = {EMPTY: [], FULL: []}
    try:
        full = init(keep or scratch / "full")
        ready(full, size)
        for lap in range(laps):
            pages = made(count, counted(full / "archive.db", "SELECT count(*) FROM runs"))  # others each time
            with serving(pages) as (_, lists):
                found[EMPTY].append(crawled(init(scratch / f"empty-{lap}"), lists))
                found[FULL].append(crawled(full, lists))
            click.echo(f"run {lap + 1}: {found[EMPTY][-1].seconds:.1f} s, {found[FULL][-1].seconds:.1f} s", err=True)
        held = counted(full / "archive.db", "SELECT count(*) FROM articles")
    finally:
        shutil.rmtree(scratch)
    click.echo(f"{count} pages, {laps} runs, {held:,} articles at the end")
    click.echo(report(found, count, CLAIMS))


if __name__ == "__main__":
    main()
