"""Articles follow from texts: which article a text belongs to, and what an article shows."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, case, delete, func, insert, literal, select, update

from archive import index
from archive.fingerprint import Fingerprint
from archive.models import articles, readings, text_keys, texts
from archive.text.script import script_of
from archive.views import copies


@dataclass(frozen=True, kw_only=True)
class Former:
    """What a capture was before it is read again: its text, that text's article, and the page's own wording.

    All None if it was no article; `text` and `article` are None if it was a later part of one.
    """

    text: int | None = None
    article: int | None = None
    part: int | None = None


def former(connection: Connection, text: int | None, part: int | None) -> Former:
    """What a reading was that is being replaced."""
    article = connection.execute(select(texts.c.article).where(texts.c.id == text)).scalar() if text else None
    return Former(text=text, article=article, part=part)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The row of a wording, and its article; None if it is nobody's text, or not yet."""

    id: int
    article: int | None = None


def wording(connection: Connection, body: str, prints: Fingerprint) -> Wording:
    """The row of a wording, entered if it is new. A new one belongs to no article until it is adopted."""
    digest = sha256(body.encode()).hexdigest()
    known = connection.execute(select(texts.c.id, texts.c.article).where(texts.c.digest == digest)).first()
    if known:
        return Wording(id=known.id, article=known.article)
    row = {
        "digest": digest,
        "key_digest": prints.digest,
        "key_total": prints.total,
        "body": body,
        "script": script_of(body),
        "length": len(body),
    }
    return Wording(id=connection.execute(insert(texts).values(row).returning(texts.c.id)).scalar_one())


def adopt(connection: Connection, text: Wording, prints: Fingerprint, before: Former) -> int:
    """The article of a wording that is an article's text. One that belongs to none finds its article now."""
    if text.article is not None:
        return text.article
    article = home(connection, prints.digest, before)
    connection.execute(update(texts).where(texts.c.id == text.id).values(article=article))
    keys = [{"key": key, "text": text.id, "length": length} for key, length in prints.keys]
    if keys:
        connection.execute(insert(text_keys), keys)
    return article


def home(connection: Connection, key_digest: str, before: Former) -> int:
    """The article for a wording that has none: that of the same text, else a new one.

    A text that replaces the only one of its article, because it was read again, stays in it.
    """
    same = select(texts.c.article).where(texts.c.key_digest == key_digest, texts.c.article.is_not(None)).limit(1)
    known = connection.execute(same).scalar()
    if known is not None:
        return int(known)
    if before.article is not None and is_last_of(connection, before):
        return before.article
    return int(connection.execute(insert(articles).values(copies=0).returning(articles.c.id)).scalar_one())


def is_last_of(connection: Connection, before: Former) -> bool:
    """Whether no other text is in the article, and no other reading has this one."""
    others = select(texts.c.id).where(texts.c.article == before.article, texts.c.id != before.text).limit(1)
    read = select(readings.c.capture).where(readings.c.text == before.text).limit(1)
    return connection.execute(others).first() is None and connection.execute(read).first() is None


def settle(connection: Connection, article: int | None, before: Former) -> int | None:
    """Bring *article* up to date after a reading, and clear away what the reading replaced. The article's id now."""
    if article is not None:
        refresh(connection, article)
    if before.article is not None and before.article != article:
        refresh(connection, before.article)
    for text in filter(None, {before.text, before.part}):
        clear(connection, text)
    if before.article is None:
        return article
    left = select(texts.c.id).where(texts.c.article == before.article).limit(1)
    if article in (None, before.article) or connection.execute(left).first() is not None:
        return article
    return merge(connection, article, before.article)


def clear(connection: Connection, text: int) -> None:
    """Take a wording that no reading shows out of its article; delete it if it is no part of another text either."""
    if connection.execute(select(readings.c.capture).where(readings.c.text == text).limit(1)).first() is not None:
        return
    connection.execute(delete(text_keys).where(text_keys.c.text == text))
    if connection.execute(select(readings.c.capture).where(readings.c.part == text).limit(1)).first() is not None:
        connection.execute(update(texts).where(texts.c.id == text).values(article=None))
    else:
        connection.execute(delete(texts).where(texts.c.id == text))


def merge(connection: Connection, one: int, other: int) -> int:
    """Make two articles one. The smaller id stays, so that what was printed longest keeps its number."""
    kept, gone = sorted((one, other))
    connection.execute(update(texts).where(texts.c.article == gone).values(article=kept))
    index.remove_row(connection, gone)
    moved = (articles.c.id == gone) | (articles.c.merged_into == gone)
    connection.execute(update(articles).where(moved).values(merged_into=kept, text=None, copies=0))
    refresh(connection, kept)
    return kept


def refresh(connection: Connection, article: int) -> None:
    """Let *article* show its best copy.

    That is the least damaged, of these the most complete, then the earliest published, the earliest captured, the
    smallest URL.
    """
    missing = sum(
        (case((column.is_(None), 1), else_=0) for column in (copies.c.source, copies.c.published_at, copies.c.editor)),
        start=literal(0),
    )
    undated = copies.c.published_at.is_(None)
    best = connection.execute(
        select(copies)
        .where(copies.c.article == article)
        .order_by(copies.c.damage, missing, undated, copies.c.published_at, copies.c.first_seen_at, copies.c.url)
        .limit(1)
    ).first()
    if best is None:
        index.remove_row(connection, article)
        connection.execute(update(articles).where(articles.c.id == article).values(text=None, copies=0))
        return
    count, first = connection.execute(
        select(func.count(), func.min(copies.c.first_seen_at)).where(copies.c.article == article)
    ).one()
    shown = {
        name: getattr(best, name)
        for name in ("title", "published_at", "source", "editor", "authors", "site", "url", "text")
    }
    connection.execute(
        update(articles).where(articles.c.id == article).values(**shown, copies=count, first_seen_at=first)
    )
    body = connection.execute(select(texts.c.body).where(texts.c.id == best.text)).scalar_one()
    entry = index.Entry(
        article=article, published_at=best.published_at, title=best.title or "", text=best.text, body=body
    )
    index.replace_row(connection, entry)
