"""What does it cost to find an article's other copies, and how does that grow with the archive?

Fills an archive with made-up texts, straight into the tables, and stops at each size: looks up random texts, and enters
new ones through the store as a crawl does. A tenth of the texts are copies, and half hold a sentence that some two
hundred others hold. The scan that is compared with looks through all texts' keys, as one does without an index.
"""

import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import click
from sqlalchemy import Connection, insert, text

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from archive.capture import Capture
from archive.database import Database
from archive.extract.result import Extraction
from archive.fingerprint import key
from archive.ingest import Article, file
from archive.models import articles, text_keys, texts
from archive.prepared import prepare
from archive.site import site_of
from archive.store import Store
from archive.stories import neighbours
from archive.text.normalise import key_form

HAN = key_form("".join(chr(code) for code in range(0x4E00, 0x9FA5)))
PRINT = "".join(random.Random(1).choices(HAN, k=1_000_000))  # noqa: S311 - sentences are cut from it
SENTENCES = 14  # with about thirty characters each: what an article has
CLAUSES = 6  # kept beside them
BATCH = 20_000
LOOKUPS = 1_000
ENTERED = 1_000
SCANNED = 10_000
SCANS = 20
NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)


def sentence(name: str) -> str:
    """Twenty to forty characters, the same for the same name."""
    drawn = hashlib.blake2b(name.encode(), digest_size=8).digest()
    first, second = int.from_bytes(drawn[:4]) % 999_000, int.from_bytes(drawn[4:]) % 999_000
    return PRINT[first : first + 10] + PRINT[second : second + 10 + first % 21]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured at one size: seconds of each lookup, texts entered a second, bytes a text, seconds a scan."""

    size: int
    lookups: tuple[float, ...]
    rate: float
    bytes: float
    scan: float


def story(number: int, size: int) -> list[str]:
    """The sentences of text *number*: every tenth repeats an earlier text without its first sentence."""
    rng = random.Random(number)  # noqa: S311
    copied = rng.random() < 0.1 and number
    own = rng.randrange(number) if copied else number
    found = [f"{own} {at}" for at in range(SENTENCES)]
    if rng.random() < 0.5:
        found.append(f"common {size} {rng.randrange(1 + size // 400)}")
    return found[1:] if copied else found


def fill(connection: Connection, start: int, end: int) -> None:
    """Add texts from *start* to *end*, each with an article of its own, sorted as SQLite likes it."""
    for first in range(start, end, BATCH):
        numbers = range(first, min(first + BATCH, end))
        bodies = {number: [sentence(name) for name in story(number, end)] for number in numbers}
        connection.execute(
            insert(articles), [{"id": number + 1, "copies": 1, "text": number + 1} for number in numbers]
        )
        connection.execute(insert(texts), [text_row(number, body) for number, body in bodies.items()])
        rows = [row for number, body in bodies.items() for row in key_rows(number + 1, body)]
        connection.execute(insert(text_keys), sorted(rows, key=lambda row: row["key"]))
        click.echo(f"\r{numbers[-1] + 1:,} texts", err=True, nl=False)


def text_row(number: int, body: list[str]) -> dict[str, object]:
    """A text as the archive keeps it."""
    total = sum(map(len, body))
    digests = {"digest": f"{number:064x}", "key_digest": f"{number:064x}", "key_total": total}
    shown = {"body": "。\n".join(body), "script": "hans", "length": total + 2 * len(body)}
    return digests | shown | {"id": number + 1, "article": number + 1, "roundup": False}


def key_rows(text_id: int, body: list[str]) -> Iterator[dict[str, int]]:
    """Its sentences, and keys for clauses."""
    lengths = {key(piece[:12]): 0 for piece in body[:CLAUSES]} | {key(piece): len(piece) for piece in body}
    return ({"key": one, "text": text_id, "length": length} for one, length in lengths.items())


def look_up(connection: Connection, size: int) -> Iterator[float]:
    """Seconds for each of some random texts to find its neighbours and what it may be linked with."""
    for number in random.Random(size).sample(range(1, size + 1), LOOKUPS):  # noqa: S311
        began = time.perf_counter()
        neighbours.near(connection, number)
        neighbours.shown(connection, number)
        yield time.perf_counter() - began


def enter(database: Database, size: int) -> float:
    """Texts a second that the store enters, readings and search index included."""
    made = []
    for number in range(ENTERED):
        body = "。\n".join(sentence(name) for name in story(size * 1000 + number if number % 10 else number, size))
        url = f"http://paper.example/{size}/{number}.html"
        capture = Capture(url=url, captured_at=NOON, status=200, headers=(), body=b"", record_id=f"urn:{size}:{number}")
        made.append((capture, Article(found=Extraction(text=body, title=url), text=prepare(body))))
    began = time.perf_counter()
    for at in range(0, ENTERED, 100):
        with database.writing() as connection:
            for capture, finding in made[at : at + 100]:
                file(capture, finding, site_of(capture.url), Store(connection))
    return ENTERED / (time.perf_counter() - began)


def scan(connection: Connection, size: int) -> float:
    """Seconds for one text to be compared with all others: measured on some, in memory, and multiplied."""
    held = min(SCANNED, size)
    keys = [set(found) for found in neighbours.keys(connection, range(1, held + 1)).values()]
    began = time.perf_counter()
    for own in keys[:SCANS]:
        for other in keys:
            len(own & other)
    return (time.perf_counter() - began) / SCANS * size / held


def measure(database: Database, size: int, path: Path) -> Figures:
    """Everything at one size."""
    with database.reading() as connection:
        lookups = tuple(look_up(connection, size))
        linear = scan(connection, size)
    return Figures(
        size=size, lookups=lookups, scan=linear, bytes=path.stat().st_size / size, rate=enter(database, size)
    )


def report(found: list[Figures]) -> str:
    """A line for each size."""
    rows = [
        f"{'texts':>10}{'lookup p50, ms':>16}{'p95':>8}{'entered/s':>11}{'ratio':>7}{'bytes/text':>12}{'scan, ms':>11}"
    ]
    for one in found:
        p95 = quantiles(one.lookups, n=20)[-1]
        rows.append(
            f"{one.size:>10,}{median(one.lookups) * 1e3:>16.2f}{p95 * 1e3:>8.2f}{one.rate:>11.0f}"
            f"{one.rate / found[0].rate:>7.2f}{one.bytes:>12,.0f}{one.scan * 1e3:>11,.0f}"
        )
    return "\n".join(rows)


@click.command(help=__doc__)
@click.option("--size", "sizes", type=int, multiple=True, default=(10_000, 100_000, 1_000_000), show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Put the database here; it is some 4 kB a text.")
def main(*, sizes: tuple[int, ...], keep: Path | None) -> None:
    """Measure and print."""
    folder = keep or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    found, filled = list[Figures](), 0
    database = Database.open(folder / "archive.db", create=True)
    try:
        for size in sorted(sizes):
            with database.writing() as connection:
                connection.execute(text("PRAGMA cache_size=-500000"))
                fill(connection, filled, size)
                connection.execute(text("PRAGMA cache_size=-2000"))
            filled = size + ENTERED
            found.append(measure(database, size, folder / "archive.db"))
        click.echo(f"\n{report(found)}")
    finally:
        database.close()
        if keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
