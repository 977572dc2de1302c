"""How much memory does an export take, and how fast is it? In each format, and against reading all into a list first.

Makes an archive of ARTICLES articles with their WARC files in --folder (kept there, and used again if it has as many),
then exports it in each format, each in a process of its own.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from filled import fill

from archive import Archive
from archive.export import FORMATS, table
from archive.export.rows import chosen, exported
from archive.questions.filters import ALL
from archive.warc import WarcWriter

UNTIL = datetime(2025, 1, 1, tzinfo=UTC)
NAIVE = "list(...), then csv"


@click.command()
@click.argument("articles", type=click.IntRange(min=1), default=5000)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where the archive is made; a temporary one if not given."
)
@click.option("--format", "names", multiple=True, help="Only this format; may be given several times.")
@click.option("--measure", hidden=True)
def main(*, articles: int, folder: Path | None, names: tuple[str, ...], measure: str | None) -> None:
    """Make the archive, export it, print a table."""
    if measure and folder:
        print(json.dumps(measured(folder, measure)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch) / "archive"
        run("--folder", str(place), "--measure", f"make {articles}")
        print(f"{articles:,} articles\n")
        print("| format | articles/s | peak memory, MB | size, MB |\n|---|---:|---:|---:|")
        for name in names or (*(one.name for one in FORMATS), NAIVE):
            found = run("--folder", str(place), "--measure", name)
            rate, peak, size = (found[key] for key in ("rate", "peak", "size"))
            print(f"| {name} | {rate:,.0f} | {peak / 1e6:,.0f} | {size / 1e6:,.0f} |", flush=True)


def run(*words: str) -> dict[str, float]:
    """This script in a process of its own, and what it measured."""
    ended = subprocess.run([sys.executable, __file__, *words], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def measured(folder: Path, what: str) -> dict[str, float]:
    """Do one thing, and say how fast it was and how much memory the process took at most."""
    if what.startswith("make "):
        make(folder, int(what.removeprefix("make ")))
        return {}
    out = folder / "out"
    try:
        started = time.perf_counter()
        with Archive.open(folder, create=False) as archive:
            count = naive(archive, out) if what == NAIVE else archive.export(out, format=what, force=True)
        seconds, most = time.perf_counter() - started, peak()  # before a folder is listed, which takes memory too
        size = sum(path.stat().st_size for path in (out.iterdir() if out.is_dir() else [out]))
    finally:
        shutil.rmtree(out) if out.is_dir() else out.unlink(missing_ok=True)
    return {"rate": count / seconds, "peak": most, "size": size}


def naive(archive: Archive, out: Path) -> int:
    """What an export would be that does not stream."""
    with archive.database.reading() as connection, out.open("w", encoding="utf-8", newline="") as file:
        found = [one for ids in chosen(connection, None, ALL) for one in exported(connection, ids)]
        table.write(found, file)
        return len(found)


def peak() -> int:
    """The most memory the process has had, in bytes. ru_maxrss would count the parent's before the start."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def make(folder: Path, articles: int) -> None:
    """An archive of made-up articles, each with one capture that is read."""
    with Archive.open(folder) as archive:
        if archive.count() == articles:
            return
        if archive.count():
            raise click.ClickException(f"{folder} holds other articles")
        with WarcWriter(archive.folder.warc) as writer:
            fill(archive.database, articles, until=UNTIL, writer=writer)


if __name__ == "__main__":
    main()
