"""Articles with the captures they follow from, and with what follows from these."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from archive.export.captures import kept
from archive.export.rows import exported
from archive.export.values import Evidence
from archive.models import pages, texts
from archive.views import copies, revisions

COPY = ("url", "site", "title", "published_at", "source", "editor", "authors", "first_seen_at")
REVISION = ("number", "title", "from_at", "to_at", "reader")


def evidence(connection: Connection, ids: Sequence[int]) -> Iterator[Evidence]:
    """The articles of *ids* with all that is known of them."""
    captured = kept(connection, ids)
    stood = copies_of(connection, ids)
    edited = revisions_of(connection, ids)
    for article in exported(connection, ids):
        yield Evidence(
            article=article,
            captures=captured[article.id],
            copies=stood[article.id],
            revisions=edited[article.id],
        )


def copies_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Mapping[str, Any]]]:
    """Where each article stands."""
    found = defaultdict[int, list[Mapping[str, Any]]](list)
    rows = connection.execute(
        select(copies).where(copies.c.article.in_(ids)).order_by(copies.c.first_seen_at, copies.c.url)
    )
    for row in rows.mappings():
        found[row["article"]].append({name: row[name] for name in COPY})
    return found


def revisions_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Mapping[str, Any]]]:
    """What the addresses of each article have shown of it, and when."""
    found = defaultdict[int, list[Mapping[str, Any]]](list)
    at = select(copies.c.page).where(copies.c.article.in_(ids))
    page_ids = connection.execute(at).scalars().all()
    rows = connection.execute(
        select(*(revisions.c[name] for name in REVISION), pages.c.url, texts.c.article, texts.c.digest)
        .join(pages, pages.c.id == revisions.c.page)
        .join(texts, texts.c.id == revisions.c.text)
        .where(revisions.c.page.in_(page_ids), texts.c.article.in_(ids))
        .order_by(pages.c.url, revisions.c.number)
    )
    for row in rows.mappings():
        shown = {"url": row["url"], **{name: row[name] for name in REVISION}, "text": row["digest"]}
        found[row["article"]].append(shown)
    return found
