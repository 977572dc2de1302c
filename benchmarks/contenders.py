"""Who runs in `pipeline.py`: each takes the same pages from start to end, and says what that took."""

import gzip
import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

import click
from reading import ours, theirs
from specimens import Saved
from sqlalchemy import Connection
from watching import watched

from archive import ingest
from archive.batch import together
from archive.capture import Capture
from archive.database import Database
from archive.ingest import Article, Finding
from archive.outcome import Outcome
from archive.site import Site
from archive.store import Store

HERE = Path(__file__).parent
CORES = len(os.sched_getaffinity(0))
CLI = (sys.executable, "-c", "import sys; from archive.cli import main; sys.exit(main())")
PROFILE = """\
key = "bench"
name = "测试"
hosts = ["127.0.0.1"]
delay = 0.0
"""
SITE = Site(key="bench", hosts=("127.0.0.1",))
GROUP = 16  # pages in a transaction, as a crawl has them
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

    @cached_property
    def found(self) -> list[tuple[Capture, Finding]]:
        """What a crawl's workers hand to the one who enters it."""
        with pool() as workers:
            return list(workers.map(worked, packed(self.pages), chunksize=8))


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
    return spread(packed(course.pages), made_ready)


def packed(pages: list[Saved]) -> list[Saved]:
    """Pages as they are served."""
    return [replace(page, html=gzip.compress(page.html)) for page in pages]


def worked(page: Saved) -> tuple[Capture, Finding]:
    """A page as it is served, and what is found there."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    capture = Capture(url=page.url, captured_at=datetime.now(UTC), status=200, headers=headers, body=page.html)
    return capture, ingest.read(capture, SITE)


def made_ready(page: Saved) -> bool:
    """Whether an article is found there."""
    return isinstance(worked(page)[1], Article)


def storing(course: Course) -> Lap:
    """What was found, entered alone: no network, no WARC files, no reading, and one process, as always."""
    steps = (partial(entered, capture, finding) for capture, finding in course.found)
    path = course.place("store") / "archive.db"
    database = Database.open(path, create=True)
    try:
        with watched(os.getpid()) as seen:
            begun, busy = time.perf_counter(), time.process_time()
            while done := together(database, islice(steps, GROUP)):
                for error in done:
                    if isinstance(error, Exception):
                        raise error
            seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    finally:
        database.close()
    return Lap(seconds=seconds, cpu=cpu, peak=seen.peak, articles=counted(path, COPIES))


def entered(capture: Capture, finding: Finding, connection: Connection) -> Outcome:
    """A step of a transaction."""
    return ingest.file(capture, finding, SITE, Store(connection))


def trafilatura(course: Course) -> Lap:
    """Plain trafilatura, with its metadata, alone, in as many processes as there are cores."""
    return spread(course.pages, theirs)


def trafilatura_cli(course: Course) -> Lap:
    """Trafilatura's own command on saved pages, for it waits five seconds between two requests to a site."""
    place = course.place("trafilatura")
    source, out = place / "pages", place / "out"
    source.mkdir()
    for number, page in enumerate(course.pages):
        (source / f"{number}.html").write_bytes(page.html)
    options = ("--json", "--with-metadata", "--no-comments", "--parallel", str(CORES))
    command = [sys.executable, "-c", "from trafilatura.cli import main; main()", *options]
    lap = measured([*command, "--input-dir", str(source), "--output-dir", str(out)])
    lap.articles = sum(bool(json.loads(one.read_text(encoding="utf-8"))["text"]) for one in out.rglob("*.json"))
    return lap


def peer(name: str, python: str) -> Callable[[Course], Lap]:
    """Another tool, with the Python of its own environment (`peers.py`)."""

    def run(course: Course) -> Lap:
        out = course.place(name) / "out.jsonl"
        lap = measured([python, str(HERE / "peers.py"), name, str(out), *course.lists])
        rows = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
        lap.articles = sum(bool(row["text"]) for row in rows)
        return lap

    return run


def measured(command: list[str]) -> Lap:
    """Run a command to its end."""
    # A program in use is compiled once and for all. Where Python is told not to, each start would compile it again.
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=HERE.parent, env=compiled
    )
    with watched(process.pid) as seen:
        _, said = process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode not in (0, 5):
        raise click.ClickException(f"{command[-3:]} ended with {process.returncode}: {said.decode()[-500:]}")
    return Lap(seconds=seconds, cpu=sum(seen.cpu.values()), peak=seen.peak, articles=0)


def pool() -> ProcessPoolExecutor:
    """A process for each core."""
    return ProcessPoolExecutor(CORES, mp_context=multiprocessing.get_context("spawn"))


def spread(pages: list[Saved], read: Callable[[Saved], bool]) -> Lap:
    """Read *pages* in a process for each core. The processes are warm: their imports are not counted."""
    with pool() as workers:
        list(workers.map(read, pages[: 4 * CORES]))
        with watched(os.getpid()) as seen:
            begun = time.perf_counter()
            articles = sum(workers.map(read, pages, chunksize=8))
            seconds = time.perf_counter() - begun
    return Lap(seconds=seconds, cpu=seconds * CORES, peak=seen.peak, articles=articles)


def counted(database: Path, sql: str) -> int:
    """One number out of a database."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(sql).fetchone()[0] or 0)


CONTENDERS: dict[str, Callable[[Course], Lap]] = {
    "news-archive crawl": crawl,
    "news-archive reprocess": reprocess,
    "naive pipeline": naive,
    "read_page x cores": reading,
    "a worker's part x cores": working,
    "store alone": storing,
    "trafilatura x cores": trafilatura,
    "trafilatura's command": trafilatura_cli,
}
PEERS = ("news-please", "newspaper4k")
