"""An archive as a long crawl leaves it, made in minutes: every table as full, every index as deep.

The texts are the newsroom's; each has one capture, page, reading, article and row of the ledger, and one came a minute.
They are entered straight into the tables, many at a time and each as an article of its own: none is looked for among
the others, so none has copies, revisions or relatives. Keys and tokens are those a crawl would have entered, and the
search index has merged them as it does under a crawl.
"""

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from operator import itemgetter
from typing import Any

import click
from newsroom import Newsroom
from sqlalchemy import Connection, insert, text

from archive import runs
from archive.capture import Capture
from archive.database import Database
from archive.extract import READER
from archive.extract.result import Extraction
from archive.models import articles, captures, frontier, pages, readings, sites, text_keys, texts
from archive.offers import Kind
from archive.outcome import Verdict
from archive.prepared import Prepared, prepare
from archive.questions import index
from archive.questions.slots import first_slot
from archive.store import columns
from archive.text.bigrams import FEED, feed
from archive.urls import host_of
from archive.warc import WarcWriter

BATCH = 2_000  # articles in one transaction
AHEAD = 3  # batches that are being made while one is entered
EVERY = timedelta(minutes=1)
ASKED_AGAIN = timedelta(days=7)  # after its capture a page is due for the last time
SITES = ("bench", *(f"paper{number}" for number in range(1, 25)))
OWN = SITES[0]  # of which nothing is due: a crawl of it asks for nothing but what it finds
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
NOTED = ("slot", "article", "text", "title", "feed")
CACHE = text("PRAGMA cache_size=-1000000")  # a million KiB

Made = tuple[Capture, Extraction, Prepared]


def fill(database: Database, size: int, *, until: datetime, writer: WarcWriter | None = None) -> None:
    """Enter *size* articles, the last one captured at *until*. With a *writer* their captures are kept as well."""
    start = until - (size - 1) * EVERY
    with database.writing() as connection:
        connection.execute(CACHE)
        connection.execute(insert(sites), [{"key": key, "name": "", "hosts": [f"{key}.example"]} for key in SITES])
        run = runs.start(connection, kind="crawl", sites=SITES, now=start)
        runs.finish(connection, run, counts={}, exit_code=0, now=start)
    slots: Counter[int] = Counter()
    for numbers, batch in batches(size, start):
        kept = [(writer.write(one) if writer else one, found, prepared) for one, found, prepared in batch]
        numbered = list(zip(numbers, kept, strict=True))
        with database.writing() as connection:
            enter(connection, numbered, until)
            rows = sorted((index_row(number, one, slots) for number, one in numbered), key=itemgetter("slot"))
            connection.execute(index.NOTE, [{name: row[name] for name in NOTED} for row in rows])
            connection.execute(index.FEED_ROW, [{**row, "title": feed(row["title"])} for row in rows])
        click.echo(f"\r{numbers[-1]:,} articles", err=True, nl=False)
    click.echo(err=True)


def batches(size: int, start: datetime) -> Iterator[tuple[range, list[Made]]]:
    """Articles and their numbers, made by other processes while those before them are entered."""
    todo = (range(first, min(first + BATCH, size + 1)) for first in range(1, size + 1, BATCH))
    waiting = deque[tuple[range, Future[list[Made]]]]()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        while True:
            for numbers in islice(todo, AHEAD - len(waiting)):
                waiting.append((numbers, pool.submit(made, numbers, size, start)))
            if not waiting:
                return
            numbers, batch = waiting.popleft()
            yield numbers, batch.result()


@cache
def newsroom() -> Newsroom:
    """One for each process: to think of its words takes a while."""
    return Newsroom()


def made(numbers: range, size: int, start: datetime) -> list[Made]:
    """Articles as they are read, the same in whichever process they are made. A page is nothing but its text."""
    room = newsroom()
    room.draw.seed(numbers.start)
    batch = []
    for number in numbers:
        one, at = room.article(number / size), start + (number - 1) * EVERY
        url = f"http://{SITES[number % len(SITES)]}.example/{at:%Y/%m%d}/{number}.html"
        capture = Capture(url=url, captured_at=at, status=200, headers=HEADERS, body=one.body.encode())
        found = Extraction(
            text=one.body,
            title=one.title,
            published_at=one.published_at,
            source=one.source,
            editor=one.editor,
            repairs={"gloss": 3},
            removed={"navigation": 4},
            evidence={"title": "h1, confirmed by <title>", "published_at": "near the headline"},
        )
        batch.append((capture, found, prepare(one.body)))
    return batch


def enter(connection: Connection, batch: list[tuple[int, Made]], until: datetime) -> None:
    """Insert the rows of a batch, each table after those it points to."""
    rows = [rows_of(number, *one, until=until) for number, one in batch]
    for table in (pages, captures, articles, texts, readings, frontier):
        connection.execute(insert(table), [one[table.name] for one in rows])
    keys = (row for number, (_, _, prepared) in batch for row in key_rows(number, prepared))
    connection.execute(insert(text_keys), sorted(keys, key=itemgetter("key")))  # SQLite likes it so


def rows_of(
    number: int, capture: Capture, found: Extraction, text: Prepared, *, until: datetime
) -> dict[str, dict[str, Any]]:
    """One article by table. Its page is asked for once more, a week later, unless it is of the site that is crawled."""
    url, at = capture.url, capture.captured_at
    host = host_of(url)
    site = host.removesuffix(".example")
    due = at + ASKED_AGAIN if site != OWN and at + ASKED_AGAIN > until else None
    shown = {name: getattr(found, name) for name in ("title", "published_at", "source", "editor", "authors")}
    kept = {f"warc_{name}": value for name, value in vars(capture.place).items()} if capture.place else {}
    served = {name: getattr(capture, name) for name in ("record_id", "url", "captured_at", "status", "payload_digest")}
    prints = {"digest": text.digest, "key_digest": text.prints.digest, "key_total": text.prints.total}
    return {
        "pages": {"id": number, "url": url, "site": site, "first_seen_at": at, "last_seen_at": at},
        "captures": {"id": number, "content_type": capture.header("Content-Type"), **served, **kept},
        "articles": {
            "id": number, **shown, "site": site, "url": url, "text": number, "copies": 1, "first_seen_at": at
        },
        "texts": {
            "id": number, **prints, "body": text.body, "script": text.script, "length": len(text.body),
            "article": number,
        },
        "readings": {"capture": number, "page": number, "text": number, "reader": READER, **columns(found)},
        "frontier": {
            "id": number, "url": url, "offered_as": url, "site": site, "host": host, "kind": Kind.PAGE, "depth": 1,
            "state": "due" if due else "done", "next_at": due, "visited_at": at, "news_at": at, "run": 1,
            "outcome": str(Verdict.CREATED), "article": number, "digest": capture.payload_digest,
        },
    }  # fmt: skip


def index_row(number: int, made: Made, taken: Counter[int]) -> dict[str, Any]:
    """What an article is found by, at the next slot of its hour. *taken* counts those that are."""
    _, found, text = made
    first = first_slot(found.published_at)
    taken[first] += 1
    slot = first + 1 - taken[first]
    title = found.title or ""
    return {"slot": slot, "article": number, "text": number, "title": title, "feed": FEED, "body": text.tokens}


def key_rows(number: int, text: Prepared) -> Iterator[dict[str, int]]:
    """The keys of a text."""
    lengths = dict.fromkeys(text.prints.clauses, 0) | dict(text.prints.keys)
    return ({"key": key, "text": number, "length": length} for key, length in lengths.items())
