"""The search index: one row per article, replaced and removed in the caller's transaction.

The index is contentless, and SQLite before 3.43 deletes from such a one only if told exactly what was fed. Told
anything else, it keeps the old tokens and still says that all is well; so `articles_indexed` remembers what was fed,
and by which version of the rules. All rows are of one version: a new one begins with `rebuild`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text

from archive.errors import StorageError
from archive.models import articles, articles_indexed, texts
from archive.text.bigrams import FEED, feed

Line = Row[*tuple[Any, ...]]
BATCH = 500  # articles read at a time while rebuilding; the memory they take is all that depends on it

OTHER_VERSION = "the search index was made by another version: news-archive reprocess rebuilds it"

FEED_ROW = text("INSERT INTO articles_fts (rowid, title, body) VALUES (:article, :title, :body)")
UNFEED_ROW = text(
    "INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', :article, :title, :body)"
)
UNFEED_ALL = text("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
FED = text("SELECT id FROM articles_fts_docsize")
FINDS = text("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :token AND rowid = :article")


def is_current(connection: Connection) -> bool:
    """Whether what stands in the index was fed by the rules of today; if not, `rebuild` it before changing a row."""
    fed_by = connection.execute(select(articles_indexed.c.feed).limit(1)).scalar()
    return fed_by in (None, FEED)


def refuse_other_version(connection: Connection) -> None:
    """Raise StorageError rather than mix the tokens of two versions in one index."""
    if not is_current(connection):
        raise StorageError(OTHER_VERSION)


def replace_row(connection: Connection, article: int, title: str, text_id: int, body: str) -> None:
    """Let *article* be found by *title* and *body*, the body of *text_id*, and no longer by what it held before."""
    refuse_other_version(connection)
    old = indexed(connection, article)
    if old and (old.text, old.title) == (text_id, title):
        return
    if old:
        unfeed(connection, old)
    connection.execute(FEED_ROW, row(article, title, body))
    connection.execute(insert(articles_indexed).values(article=article, text=text_id, title=title, feed=FEED))


def remove_row(connection: Connection, article: int) -> None:
    """Let *article* be found no more. One that is not in the index is left alone."""
    refuse_other_version(connection)
    if old := indexed(connection, article):
        unfeed(connection, old)


def rebuild(connection: Connection) -> int:
    """Empty the index and feed it every article again; how many there are."""
    connection.execute(UNFEED_ALL)
    connection.execute(delete(articles_indexed))
    count = 0
    for batch in shown_articles(connection):
        connection.execute(FEED_ROW, [row(one.id, one.title, one.body) for one in batch])
        connection.execute(
            insert(articles_indexed),
            [{"article": one.id, "text": one.text, "title": one.title, "feed": FEED} for one in batch],
        )
        count += len(batch)
    return count


def check(connection: Connection, *, probes: int = 200) -> list[str]:
    """What is wrong with the index, a line per fault; empty if nothing was found.

    Compares what stands in the index with what should, and asks for tokens of *probes* articles, drawn at random: those
    of the indexed text must find the article, those that only its other texts hold must not.
    """
    if not is_current(connection):
        return [OTHER_VERSION]
    fed = set(connection.execute(FED).scalars())
    noted = set(connection.execute(select(articles_indexed.c.article)).scalars())
    shown = select(articles.c.id).where(articles.c.merged_into.is_(None), articles.c.text.is_not(None))
    wanted = set(connection.execute(shown).scalars())
    faults = [
        *(f"article {article} is in the index and not noted as indexed" for article in sorted(fed - noted)),
        *(f"article {article} is noted as indexed and not in the index" for article in sorted(noted - fed)),
        *(f"article {article} is not in the index" for article in sorted(wanted - noted - fed)),
        *(f"article {article} is in the index and is no article" for article in sorted(noted - wanted)),
    ]
    sample = select(articles_indexed).order_by(func.random()).limit(probes)
    for old in connection.execute(sample).all():
        faults += probe(connection, old)
    return faults


def probe(connection: Connection, old: Line) -> Iterator[str]:
    """Ask for three tokens the article holds and three that only another of its texts holds."""
    held = set(feed(f"{old.title}\n{body_of(connection, old.text)}").split())
    others = select(texts.c.body).where(texts.c.article == old.article, texts.c.id != old.text).limit(1)
    other = connection.execute(others).scalar()
    gone = set(feed(other).split()) - held if other else set()
    for token in spread(sorted(held)):
        if not finds(connection, token, old.article):
            yield f"article {old.article} holds {token} and is not found by it"
    for token in spread(sorted(gone)):
        if finds(connection, token, old.article):
            yield f"article {old.article} is found by {token}, which it does not hold"


def spread(tokens: Sequence[str]) -> Sequence[str]:
    """Up to three of *tokens*: first, middle and last."""
    return sorted({tokens[0], tokens[len(tokens) // 2], tokens[-1]}) if tokens else ()


def finds(connection: Connection, token: str, article: int) -> bool:
    """Whether the index says that *article* holds *token*."""
    return bool(connection.execute(FINDS, {"token": f'"{token}"', "article": article}).scalar())


def indexed(connection: Connection, article: int) -> Line | None:
    """What was fed for *article*."""
    return connection.execute(select(articles_indexed).where(articles_indexed.c.article == article)).one_or_none()


def unfeed(connection: Connection, old: Line) -> None:
    """Take out of the index what was fed. Texts never change, so the old tokens can be made again."""
    connection.execute(UNFEED_ROW, row(old.article, old.title, body_of(connection, old.text)))
    connection.execute(delete(articles_indexed).where(articles_indexed.c.article == old.article))


def body_of(connection: Connection, text_id: int) -> str:
    """The body of a text."""
    body: str = connection.execute(select(texts.c.body).where(texts.c.id == text_id)).scalar_one()
    return body


def row(article: int, title: str, body: str) -> dict[str, object]:
    """An article as the index is fed it."""
    return {"article": article, "title": feed(title), "body": feed(body)}


def shown_articles(connection: Connection) -> Iterator[Sequence[Line]]:
    """Every article that is to be found, in batches, by id."""
    query = (
        select(articles.c.id, func.coalesce(articles.c.title, "").label("title"), articles.c.text, texts.c.body)
        .join(texts, texts.c.id == articles.c.text)
        .where(articles.c.merged_into.is_(None))
        .order_by(articles.c.id)
        .limit(BATCH)
    )
    last = 0
    while batch := connection.execute(query.where(articles.c.id > last)).all():
        yield batch
        last = batch[-1].id
