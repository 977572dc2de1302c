"""The search index: one row per article, replaced and removed in the caller's transaction.

The index is contentless, and SQLite before 3.43 deletes from such a one only if told exactly what was fed. Told
anything else, it keeps the old tokens and still says that all is well; so `articles_indexed` remembers what was fed,
where, and by which version of the rules. All rows are of one version: a new one begins with `rebuild`.

It keeps positions (FTS5's `detail=full`) however large it grows. Without them a contentless index is a quarter of the
size, but finds no phrase, knows no title and gives every row the same bm25.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, literal, select, text

from archive.errors import StorageError
from archive.models import articles, articles_indexed, is_shown, texts
from archive.questions.slots import belongs, end, first_slot
from archive.statement import Statement
from archive.text.bigrams import FEED, feed

BATCH = 500  # articles read at a time while rebuilding; the memory they take is all that depends on it

OTHER_VERSION = "the search index was made by another version: news-archive reprocess rebuilds it"

FEED_ROW = text("INSERT INTO articles_fts (rowid, title, body) VALUES (:slot, :title, :body)")
UNFEED_ROW = text("INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', :slot, :title, :body)")
LATER = "feeds later"  # of a connection that is within `feeding_later`
FED_BY = Statement(select(articles_indexed.c.feed).limit(1))
INDEXED = select(articles_indexed).where(articles_indexed.c.article == bindparam("number"))
NOTE = insert(articles_indexed)
ENTERED = ("article", "text", "title")
NOTE_NO_MORE = delete(articles_indexed).where(articles_indexed.c.slot == bindparam("gone"))
BODY = select(texts.c.body).where(texts.c.id == bindparam("text"))
# Below those that stand there already, or in the first slot; not at all where no slot is free.
FREE = func.coalesce(func.min(articles_indexed.c.slot) - 1, bindparam("first"))
NOTE_BELOW = Statement(
    insert(articles_indexed)
    .from_select(
        ["slot", "feed", "article", "text", "title"],
        select(FREE, literal(FEED), *(bindparam(name, type_=articles_indexed.c[name].type) for name in ENTERED))
        .where(articles_indexed.c.slot <= bindparam("first"), articles_indexed.c.slot > bindparam("above"))
        .having(bindparam("above") < FREE),
    )
    .returning(articles_indexed.c.slot)
)
UNFEED_ALL = text("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
PUT_TOGETHER = text("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
TO_BE_FOUND = (
    select(articles.c.id, articles.c.published_at, func.coalesce(articles.c.title, ""), articles.c.text)
    .where(is_shown)
    .order_by(articles.c.published_at, articles.c.id)
)
NOTED = (
    select(articles_indexed.c.slot, articles_indexed.c.title, texts.c.body)
    .join(texts, texts.c.id == articles_indexed.c.text)
    .order_by(articles_indexed.c.slot)
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What an article is found by: its title ("" if it has none) and the body of its text. Its time says where."""

    article: int
    published_at: date | None
    title: str
    text: int
    body: str
    tokens: str | None = None  # what `feed` makes of the body, where that is known already


@dataclass(kw_only=True)
class Waiting:
    """Rows to be taken out and to be fed at the end of a transaction, by slot."""

    unfed: dict[int, dict[str, Any]] = field(default_factory=dict)
    fed: dict[int, dict[str, Any]] = field(default_factory=dict)

    def copy(self) -> "Waiting":
        """What waits now, for whoever may have to come back to it."""
        return Waiting(unfed=self.unfed.copy(), fed=self.fed.copy())

    def undo(self, before: "Waiting") -> None:
        """Forget what has come to wait since then."""
        self.unfed, self.fed = before.unfed, before.fed


def is_current(connection: Connection) -> bool:
    """Whether what stands in the index was fed by the rules of today; if not, `rebuild` it before using it."""
    fed_by = FED_BY.scalar(connection, {})
    return fed_by in (None, FEED)


def refuse_other_version(connection: Connection) -> None:
    """Raise StorageError rather than mix, or ask for, the tokens of two versions."""
    if not is_current(connection):
        raise StorageError(OTHER_VERSION)


def replace_row(connection: Connection, entry: Entry) -> None:
    """Let an article be found by what it holds now, and no longer by what it held before."""
    old = indexed(connection, entry.article)
    if old and (old.text, old.title) == (entry.text, entry.title) and belongs(old.slot, entry.published_at):
        return
    if old:
        unfeed(connection, old)
    add_row(connection, entry)


@contextmanager
def feeding_later(connection: Connection) -> Iterator[Waiting]:
    """Feed all rows that are entered within, at the end. Whoever undoes some of it must undo what waits as well.

    FTS5 writes its rows out at every savepoint, SQLite's own around single statements too, and whenever a row stands
    below the one before. Fed one by one between others, a row costs three times as much as among thirty.
    """
    info = connection.info  # asked for once: after Ctrl-C SQLAlchemy gives it out no more
    info[LATER] = waiting = Waiting()
    try:
        yield waiting
        for statement, rows in ((UNFEED_ROW, waiting.unfed), (FEED_ROW, waiting.fed)):
            if rows:
                connection.execute(statement, [rows[slot] for slot in sorted(rows)])
    finally:
        del info[LATER]


def add_row(connection: Connection, entry: Entry) -> None:
    """Let an article be found that is not in the index."""
    waiting: Waiting | None = connection.info.get(LATER)
    if not (waiting and waiting.fed):  # else that has been asked
        refuse_other_version(connection)
    slot = note(connection, entry)
    fed = {"slot": slot, "title": feed(entry.title), "body": entry.tokens or feed(entry.body)}
    if waiting:
        waiting.fed[slot] = fed
    else:
        connection.execute(FEED_ROW, fed)


def remove_row(connection: Connection, article: int) -> None:
    """Let *article* be found no more. One that is not in the index is left alone."""
    refuse_other_version(connection)
    if old := indexed(connection, article):
        unfeed(connection, old)


def rebuild(connection: Connection) -> int:
    """Empty the index and feed it every article again; how many there are.

    First each gets its slot, in the order of their times. Then they are fed in the order of the slots, which is what
    FTS5 does fastest, and what it has written in parts is put together.
    """
    connection.execute(UNFEED_ALL)
    connection.execute(delete(articles_indexed))
    count = 0
    for batch in numbered(connection):
        connection.execute(NOTE, batch)
        count += len(batch)
    for part in connection.execute(NOTED).partitions(BATCH):
        connection.execute(
            FEED_ROW, [{"slot": slot, "title": feed(title), "body": feed(body)} for slot, title, body in part]
        )
    connection.execute(PUT_TOGETHER)
    return count


def numbered(connection: Connection) -> Iterator[list[dict[str, Any]]]:
    """What is noted of every article that is to be found, in batches, the undated first, then the oldest."""
    slot: int | None = None
    for part in connection.execute(TO_BE_FOUND).partitions(BATCH):
        noted = []
        for article, published_at, title, text_id in part:
            first = first_slot(published_at)
            slot = first if slot is None else min(slot - 1, first)
            noted.append({"slot": slot, "article": article, "text": text_id, "title": title, "feed": FEED})
        yield noted


def indexed(connection: Connection, article: int) -> Row[*tuple[Any, ...]] | None:
    """What was fed for *article*."""
    return connection.execute(INDEXED, {"number": article}).one_or_none()


def note(connection: Connection, entry: Entry) -> int:
    """Give an article that is entered now a slot of its time."""
    noted = {name: getattr(entry, name) for name in ENTERED}
    first = first_slot(entry.published_at)
    while True:
        above = end(first)
        slot = NOTE_BELOW.scalar(connection, noted | {"first": first, "above": above})
        if slot is not None:
            return int(slot)
        first = above


def unfeed(connection: Connection, old: Row[*tuple[Any, ...]]) -> None:
    """Take out of the index what was fed. Texts never change, so the old tokens can be made again."""
    waiting: Waiting | None = connection.info.get(LATER)
    if not (waiting and waiting.fed.pop(old.slot, None)):
        body = connection.execute(BODY, {"text": old.text}).scalar_one()
        fed = {"slot": old.slot, "title": feed(old.title), "body": feed(body)}
        if waiting:
            waiting.unfed[old.slot] = fed
        else:
            connection.execute(UNFEED_ROW, fed)
    connection.execute(NOTE_NO_MORE, {"gone": old.slot})
