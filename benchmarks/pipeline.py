"""From a site to a database, end to end: ours against the naive pipeline, and against what the machine allows.

Every contender fetches the same made-up site from loopback (`loopback_site.py`) into a database of its own, in
processes of its own, in turns. Measured is the time on the wall, with the start of the programs in it, CPU time of the
whole tree of processes, and the most memory that the tree held at one moment. The ratios are what can be claimed.
"""

import gzip
import json
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from loopback_site import serving
from reading import ours, theirs
from specimens import Saved, made
from watching import watched

from archive.capture import Capture
from archive.ingest import Article, read
from archive.site import Site

HERE = Path(__file__).parent
CORES = len(os.sched_getaffinity(0))
CLI = (sys.executable, "-c", "import sys; from archive.cli import main; sys.exit(main())")
PROFILE = """\
key = "bench"
name = "测试"
hosts = ["127.0.0.1"]
delay = 0.0
"""
COPIES = "SELECT sum(copies) FROM articles WHERE merged_into IS NULL"


@dataclass(kw_only=True)
class Lap:
    """One run of a contender."""

    seconds: float
    cpu: float
    peak: float  # MB
    articles: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """What the contenders run over. `scratch` is theirs."""

    pages: list[Saved]
    lists: list[str]
    scratch: Path
    kept: list[Path] = field(default_factory=list)  # the archive of the last crawl, for who reads its WARC files

    def place(self, name: str) -> Path:
        """A new empty place."""
        return Path(mkdtemp(prefix=f"{name}-", dir=self.scratch))


def crawl(course: Course) -> Lap:
    """`news-archive crawl`."""
    place = course.place("crawl")
    subprocess.run([*CLI, "init", str(place)], check=True, capture_output=True)
    course.kept[:] = [place]
    return crawled(place, course.lists)


def crawled(place: Path, lists: list[str]) -> Lap:
    """`news-archive crawl` into an archive that is there, of a site with these list pages."""
    starts = "".join(f'\n[[discover]]\nkind = "list"\nurl = "{url}"\n' for url in lists)
    (place / "sites" / "bench.toml").write_text(PROFILE + starts, encoding="utf-8")
    before = counted(place / "archive.db", COPIES)
    lap = measured([*CLI, "-C", str(place), "crawl", "bench", "--allow-private"])
    lap.articles = counted(place / "archive.db", COPIES) - before
    return lap


def reprocess(course: Course) -> Lap:
    """`news-archive reprocess` of the WARC files of the crawl before, into a new archive."""
    place = course.place("reprocess")
    warcs = sorted(map(str, (course.kept[0] / "warc").glob("*.warc.gz")))
    lap = measured([*CLI, "-C", str(place), "reprocess", *warcs])
    lap.articles = counted(place / "archive.db", COPIES)
    return lap


def naive(course: Course) -> Lap:
    """`naive.py`."""
    database = course.place("naive") / "naive.db"
    lap = measured([sys.executable, str(HERE / "naive.py"), str(database), *course.lists])
    lap.articles = counted(database, "SELECT count(*) FROM articles WHERE text IS NOT NULL")
    return lap


def reading(course: Course) -> Lap:
    """`read_page` alone, in as many processes as there are cores: no network, no database."""
    return spread(course.pages, ours)


def working(course: Course) -> Lap:
    """What a crawl's workers do with a page: unpack and read it, and make it ready to be matched and found."""
    return spread([replace(page, html=gzip.compress(page.html)) for page in course.pages], made_ready)


def made_ready(page: Saved) -> bool:
    """A page as it is served."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    capture = Capture(url=page.url, captured_at=datetime.now(UTC), status=200, headers=headers, body=page.html)
    return isinstance(read(capture, Site(key="bench", hosts=("127.0.0.1",))), Article)


def trafilatura(course: Course) -> Lap:
    """Plain trafilatura, with its metadata, alone, likewise."""
    return spread(course.pages, theirs)


def peer(name: str, python: str) -> Callable[[Course], Lap]:
    """Another tool, with the Python of its own environment (`peers.py`)."""

    def run(course: Course) -> Lap:
        out = course.place(name) / "out.jsonl"
        lap = measured([python, str(HERE / "peers.py"), name, str(out), *course.lists])
        rows = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
        lap.articles = sum(bool(row["text"]) for row in rows)
        return lap

    return run


CONTENDERS: dict[str, Callable[[Course], Lap]] = {
    "news-archive crawl": crawl,
    "news-archive reprocess": reprocess,
    "naive pipeline": naive,
    "read_page x cores": reading,
    "a worker's part x cores": working,
    "trafilatura x cores": trafilatura,
}
PEERS = ("news-please", "newspaper4k")
CLAIMS = (
    ("news-archive crawl", "naive pipeline", "times as fast as the naive pipeline"),
    *(("news-archive crawl", name, f"times as fast as {name}") for name in PEERS),
    *(
        (name, limit, f"of the speed of {limit}")
        for name in ("news-archive crawl", "news-archive reprocess")
        for limit in ("read_page x cores", "a worker's part x cores")
    ),
)


def measured(command: list[str]) -> Lap:
    """Run a command to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=HERE.parent)
    with watched(process.pid) as seen:
        _, said = process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode not in (0, 5):
        raise click.ClickException(f"{command[-3:]} ended with {process.returncode}: {said.decode()[-500:]}")
    return Lap(seconds=seconds, cpu=sum(seen.cpu.values()), peak=seen.peak, articles=0)


def spread(pages: list[Saved], read: Callable[[Saved], bool]) -> Lap:
    """Read *pages* in a process for each core. The processes are warm: their imports are not counted."""
    with ProcessPoolExecutor(CORES, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read, pages[: 4 * CORES]))
        with watched(os.getpid()) as seen:
            begun = time.perf_counter()
            articles = sum(pool.map(read, pages, chunksize=8))
            seconds = time.perf_counter() - begun
    return Lap(seconds=seconds, cpu=seconds * CORES, peak=seen.peak, articles=articles)


def counted(database: Path, sql: str) -> int:
    """One number out of a database."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(sql).fetchone()[0] or 0)


def report(laps: dict[str, list[Lap]], count: int, claims: Sequence[tuple[str, str, str]] = CLAIMS) -> str:
    """Medians, and the ratios of the single runs."""
    rows = [f"{'':24}{'seconds':>9}{'pages/s':>9}{'ms CPU a page':>15}{'peak MB':>9}{'articles':>10}"]
    for name, own in laps.items():
        seconds, cpu = median(lap.seconds for lap in own), median(lap.cpu for lap in own)
        peak, articles = max(lap.peak for lap in own), min(lap.articles for lap in own)
        rows.append(f"{name:24}{seconds:9.1f}{count / seconds:9.1f}{cpu / count * 1000:15.1f}{peak:9.0f}{articles:10}")
    for one, other, claim in claims:
        if one in laps and other in laps:
            ratios = sorted(b.seconds / a.seconds for a, b in zip(laps[one], laps[other], strict=True))
            rows.append(f"{one} is {median(ratios):.2f} {claim} (single runs {ratios[0]:.2f} to {ratios[-1]:.2f})")
    return "\n".join(rows)


@click.command(help=__doc__)
@click.option("--count", type=click.IntRange(min=1), default=2000, show_default=True, help="Pages of the site.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Other pages for another seed.")
@click.option("--only", multiple=True, type=click.Choice(tuple(CONTENDERS)), help="Only these contenders.")
@click.option(
    "--peer",
    "peers",
    multiple=True,
    type=(click.Choice(PEERS), click.Path(exists=True, dir_okay=False)),
    metavar="NAME PYTHON",
    help="Another tool too, and the Python of the environment that has it.",
)
def main(*, count: int, runs: int, seed: int, only: tuple[str, ...], peers: tuple[tuple[str, str], ...]) -> None:
    """Measure and print."""
    contenders = {name: CONTENDERS[name] for name in only or CONTENDERS}
    contenders |= {name: peer(name, python) for name, python in peers}
    pages = made(count, seed)
    laps: dict[str, list[Lap]] = {name: [] for name in contenders}
    scratch = Path(mkdtemp(prefix="news-archive-benchmark-"))
    try:
        with serving(pages) as (_, lists):
            course = Course(pages=pages, lists=lists, scratch=scratch)
            for run in range(runs):
                for name, contender in contenders.items():
                    laps[name].append(contender(course))
                    click.echo(f"run {run + 1}: {name} {laps[name][-1].seconds:.1f} s", err=True)
    finally:
        shutil.rmtree(scratch)
    click.echo(f"{count} pages made with seed {seed}, {runs} runs, {CORES} cores")
    click.echo(report(laps, count))


if __name__ == "__main__":
    main()
