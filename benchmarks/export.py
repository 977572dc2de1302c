"""How much memory does an export take, and how fast is it? In each format, and against reading all into a list first.

Makes an archive of ARTICLES articles with their WARC files in --folder (kept there, and used again if it has as many),
then exports it in each format, each in a process of its own.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, func, insert, select

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from archive import Archive, models
from archive.capture import Capture
from archive.export import FORMATS, table
from archive.export.rows import chosen, exported
from archive.questions import index
from archive.questions.filters import ALL
from archive.warc import WarcWriter

START = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = "北京市交通发展改革委员会新闻发布图书馆读者天气预报农业生产青屏县城建设工作报告学校教师医院医生经济社会文化旅游"
BATCH = 2000
NAIVE = "list(...), then csv"


@click.command()
@click.argument("articles", type=click.IntRange(min=1), default=5000)
@click.option("--length", default=800, show_default=True, help="Characters of a text.")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where the archive is made; a temporary one if not given."
)
@click.option("--format", "names", multiple=True, help="Only this format; may be given several times.")
@click.option("--measure", hidden=True)
def main(*, articles: int, length: int, folder: Path | None, names: tuple[str, ...], measure: str | None) -> None:
    """Make the archive, export it, print a table."""
    if measure and folder:
        print(json.dumps(measured(folder, measure)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch) / "archive"
        run("--folder", str(place), "--measure", f"make {articles} {length}")
        print(f"{articles:,} articles of {length} characters\n")
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
        _, articles, length = what.split()
        make(folder, int(articles), int(length))
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


def make(folder: Path, articles: int, length: int) -> None:
    """An archive of made-up articles, entered in bulk, each with one capture that is read."""
    with Archive.open(folder) as archive:
        if archive.count() == articles:
            return
        if archive.count():
            raise click.ClickException(f"{folder} holds other articles")
        chance = random.Random(8)  # noqa: S311 - words, no secrets
        with WarcWriter(archive.folder.warc) as writer:
            for first in range(1, articles + 1, BATCH):
                numbers = range(first, min(first + BATCH, articles + 1))
                with archive.database.writing() as connection:
                    enter(connection, [rows(number, length, chance, writer) for number in numbers])
        with archive.database.writing() as connection:
            index.rebuild(connection)


def enter(connection: Connection, made: list[dict[str, dict[str, Any]]]) -> None:
    """Insert rows, each table after those it points to."""
    if not connection.execute(select(func.count()).select_from(models.sites)).scalar():
        connection.execute(insert(models.sites).values(key="paper", name="青屏日报", hosts=["paper.example"]))
    for name in ("pages", "captures", "articles", "texts", "readings"):
        connection.execute(insert(models.metadata.tables[name]), [one[name] for one in made])


def rows(number: int, length: int, chance: random.Random, writer: WarcWriter) -> dict[str, dict[str, Any]]:
    """One article by table."""
    body = "\n".join(paragraphs(number, length, chance))
    at = START + timedelta(minutes=number)
    url = f"http://paper.example/{at:%Y/%m%d}/{number}.html"
    capture = writer.write(
        Capture(url=url, captured_at=at, status=200, headers=(("Content-Type", "text/html"),), body=body.encode())
    )
    if capture.place is None:
        raise click.ClickException("the capture was not kept")
    digest = sha256(body.encode()).hexdigest()
    shown = {"title": body[:20], "published_at": at, "source": "青屏日报", "editor": "许文清", "authors": ["周小禾"]}
    place = {f"warc_{name}": getattr(capture.place, name) for name in ("file", "offset", "length")}
    fields = ("record_id", "url", "captured_at", "status", "payload_digest")
    lists: dict[str, Any] = {"repairs": {"gloss": 3}, "edits": [], "removed": {"navigation": 4}, "flags": []}
    evidence = {"title": "h1, confirmed by <title>", "published_at": "near the headline"}
    return {
        "pages": {"id": number, "url": url, "site": "paper", "first_seen_at": at, "last_seen_at": at},
        "captures": {"id": number, **{name: getattr(capture, name) for name in fields}, **place},
        "articles": {
            "id": number, **shown, "site": "paper", "url": url, "text": number, "copies": 1, "first_seen_at": at
        },
        "texts": {
            "id": number, "digest": digest, "key_digest": digest, "key_total": length, "body": body,
            "script": "hans", "length": len(body), "article": number,
        },
        "readings": {
            "capture": number, "page": number, "reader": 1, "text": number, **shown, **lists, "evidence": evidence,
            "damage": 0.0,
        },
    }  # fmt: skip


def paragraphs(number: int, length: int, chance: random.Random) -> Iterator[str]:
    """Sentences of made-up words, by number and chance."""
    yield f"第{number}条消息"
    for _ in range(max(length // 100, 1)):
        yield "".join(chance.choices(WORDS, k=99)) + "。"


if __name__ == "__main__":
    main()
