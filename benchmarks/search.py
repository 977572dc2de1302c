"""How fast, how right and how large is search, against looking at every text?

Fills an archive with generated articles, asks it words and phrases drawn from them, in either script, and compares what
is found with what the texts hold. Timed is finding a page of 20: which articles, in what order.
"""

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import click
from sqlalchemy import Connection, func, insert, select, text

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from newsroom import Newsroom

from archive.database import Database
from archive.models import articles, articles_indexed, sites, texts
from archive.questions import index
from archive.questions.filters import ALL
from archive.questions.query import parse
from archive.search import page, search
from archive.text.bigrams import RUN, is_han
from archive.text.normalise import normalise

BATCH = 1000
PAGE = 20
HEAD = f"{'':14}{'hits':>8}{'recall':>8}{'precision':>10}{'newest first':>25}{'best first':>25}{'shown':>25}"
PER_KIND = 40
LIKES = 5  # looking at every text takes long; it takes the same for each word
LENGTHS = {
    "1 character": (1,),
    "2 characters": (2,),
    "3 characters": (3,),
    "4 characters": (4,),
    "phrase": range(6, 11),
}

SIZE = text("SELECT sum(length(block)) FROM articles_fts_data")
# The plus keeps SQLite from walking by date, which would stop early for a frequent word and never for a rare one.
LIKE = text(
    "SELECT a.id FROM articles a JOIN texts t ON t.id = a.text WHERE t.body LIKE :like OR a.title LIKE :like "
    "ORDER BY +a.published_at DESC LIMIT 20"
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query, and the words an article must hold, normalised."""

    query: str
    words: tuple[str, ...]

    def holds(self, title: str, body: str) -> bool:
        """Whether an article is to be found; both are normalised."""
        return all(word in body or word in title for word in self.words)


Ask = Callable[[Connection, Asked], object]


@click.command()
@click.argument("size", type=click.IntRange(min=100), default=100_000)
@click.option("--keep", type=click.Path(path_type=Path), help="Fill this file, or ask it if it is there.")
@click.option("--runs", default=3, show_default=True, help="Each time is the median of so many runs.")
def main(size: int, keep: Path | None, runs: int) -> None:
    """Measure search in an archive of SIZE articles."""
    with TemporaryDirectory() as scratch:
        path = keep or Path(scratch) / "archive.db"
        fresh = not path.exists()
        database = Database.open(path, create=True)
        if fresh:
            fill(database, size)
        with database.reading() as connection:
            measure(connection, runs)
        database.close()


def fill(database: Database, size: int) -> None:
    """Write articles, then index them."""
    newsroom = iter(Newsroom().articles(size))
    with database.writing() as connection:
        connection.execute(insert(sites).values(key="generated", name="", hosts=[]))
        for start in range(1, size + 1, BATCH):
            enter(connection, start, islice(newsroom, BATCH))
    started = time.perf_counter()
    with database.writing() as connection:
        count = index.rebuild(connection)
    print(f"indexed {count:,} articles, {count / (time.perf_counter() - started):,.0f} a second")


def enter(connection: Connection, start: int, batch: Iterable[object]) -> None:
    """Write some articles, numbered from *start* on."""
    rows = [
        {"id": number, "site": "generated", "copies": 1, "text": number} | vars(one)
        for number, one in enumerate(batch, start)
    ]
    shown = ("id", "title", "published_at", "source", "editor", "site", "copies", "text")
    connection.execute(insert(articles), [{name: row[name] for name in shown} for row in rows])
    wordings = [
        {
            "id": row["id"],
            "digest": str(row["id"]),
            "key_digest": "",
            "key_total": 0,
            "script": "",
            "article": row["id"],
        }
        | {"body": row["body"], "length": len(row["body"])}
        for row in rows
    ]
    connection.execute(insert(texts), wordings)


def measure(connection: Connection, runs: int) -> None:
    """Ask, and print what came of it."""
    characters = connection.execute(select(func.sum(texts.c.length))).scalar_one()
    size = connection.execute(SIZE).scalar_one()
    print(f"index: {size / 2**20:,.0f} MiB, {size / characters:.2f} bytes a character of text")
    kinds = drawn(connection)
    truths = truth(connection, [asked for kind in kinds.values() for asked in kind])
    looked = median(seconds(look, connection, asked) for asked in kinds["2 characters"][:LIKES])
    print(f"LIKE on every text: {looked * 1000:,.0f} ms\n\n{HEAD}")
    slots: dict[int, int] = dict(connection.execute(select(articles_indexed.c.slot, articles_indexed.c.article)).all())
    every_newest: list[float] = []
    every_best: list[float] = []
    for kind, queries in kinds.items():
        found = [{slots[place.slot] for place in page(connection, parse(asked.query), ALL)} for asked in queries]
        held = [truths[asked] for asked in queries]
        right = sum(len(one & other) for one, other in zip(found, held, strict=True))
        newest, best, shown = (timed(ask, connection, queries, runs) for ask in (newest_page, best_page, answer))
        every_newest += newest
        every_best += best
        times = "".join(spread(each, looked) for each in (newest, best, shown))
        print(
            f"{kind:14}{median(map(len, held)):>8,.0f}{right / sum(map(len, held)):>8.3f}"
            f"{right / sum(map(len, found)):>10.3f}{times}"
        )
    print(f"{'all':40}{spread(every_newest, looked)}{spread(every_best, looked)}")
    print("\nEach time: median and p95 in ms, and how many times longer than the p95 looking at every text takes.")


def newest_page(connection: Connection, asked: Asked) -> object:
    """Which articles come first, newest first."""
    return page(connection, parse(asked.query), ALL, limit=PAGE)


def best_page(connection: Connection, asked: Asked) -> object:
    """Which articles come first, best first."""
    return page(connection, parse(asked.query), ALL, sort="rank", limit=PAGE)


def answer(connection: Connection, asked: Asked) -> object:
    """The articles themselves, with what of their texts is shown."""
    return search(connection, asked.query, limit=PAGE)


def look(connection: Connection, asked: Asked) -> object:
    """At every text."""
    return connection.execute(LIKE, {"like": f"%{asked.words[0]}%"}).all()


def drawn(connection: Connection) -> Mapping[str, Sequence[Asked]]:
    """Words and phrases that stand in some article, half of them in the other script."""
    draw = Random(7)  # noqa: S311 - the same words every time
    newsroom = Newsroom()
    last = connection.execute(select(func.max(texts.c.id))).scalar_one()

    def word(lengths: Sequence[int]) -> str:
        while True:
            body = connection.execute(select(texts.c.body).where(texts.c.id == draw.randint(1, last))).scalar_one()
            run = draw.choice([run for run in RUN.findall(normalise(body)) if is_han(run)])
            length = draw.choice(lengths)
            if len(run) >= length:
                start = draw.randrange(len(run) - length + 1)
                return str(run[start : start + length])

    def asked(*words: str) -> Asked:
        query = " ".join(words)
        return Asked(query=query.translate(newsroom.variants) if draw.random() < 0.5 else query, words=words)

    kinds = {kind: [asked(word(lengths)) for _ in range(PER_KIND)] for kind, lengths in LENGTHS.items()}
    return kinds | {"two words": [asked(word((2,)), word((2, 3))) for _ in range(PER_KIND)]}


def truth(connection: Connection, queries: Sequence[Asked]) -> Mapping[Asked, set[int]]:
    """The articles that hold what was asked, by looking at each."""
    found: dict[Asked, set[int]] = {asked: set() for asked in queries}
    rows = connection.execute(
        select(articles.c.id, articles.c.title, texts.c.body).join(texts, texts.c.id == articles.c.text)
    )
    for number, title, body in rows:
        normalised = normalise(title), normalise(body)
        for asked in queries:
            if asked.holds(*normalised):
                found[asked].add(number)
    return found


def timed(ask: Ask, connection: Connection, queries: Sequence[Asked], runs: int) -> list[float]:
    """Seconds for each query, the median of some runs after one that does not count."""
    laps = [[seconds(ask, connection, asked) for asked in queries] for _ in range(runs + 1)][1:]
    return [median(lap[number] for lap in laps) for number in range(len(queries))]


def seconds(ask: Ask, connection: Connection, asked: Asked) -> float:
    """How long an answer takes."""
    started = time.perf_counter()
    ask(connection, asked)
    return time.perf_counter() - started


def p95(times: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    return quantiles(times, n=20, method="inclusive")[-1]


def spread(times: Sequence[float], looked: float) -> str:
    """Median and p95, in milliseconds, and the ratio of *looked* to the latter."""
    return f"{median(times) * 1000:>10,.2f}{p95(times) * 1000:>8,.2f}{looked / p95(times):>6,.0f}x"


if __name__ == "__main__":
    main()
