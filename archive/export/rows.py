"""The articles of one question, as values, a batch at a time.

All that an export reads, it reads in one transaction, so that it shows the archive at one moment though a crawl goes
on. As long as it runs, SQLite's log grows by what others write, and is written back afterwards: minutes of a polite
crawl are some megabytes, less harm than articles missing or doubled because they were merged between two batches.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from archive import search
from archive.export.values import Exported
from archive.models import articles, articles_indexed, pages, sites, texts
from archive.questions.filters import Filters
from archive.questions.query import parse
from archive.view import textless

BATCH = 500  # articles in memory at a time
LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}


def chosen(connection: Connection, query: str | None, filters: Filters) -> Iterator[Sequence[int]]:
    """The ids of the articles that `search` finds, or `list` if there is no *query*, in batches, newest first.

    The rows are taken from the database one batch after the other, in the order of its index: they are never all in
    memory. Raises QueryError.
    """
    found = search.matching(connection, parse(query) if query is not None else None, filters)
    result = connection.execute(search.newest_first(found, None))
    for batch in result.partitions(BATCH):
        slots = [row.slot for row in batch]
        stands = select(articles_indexed.c.article).where(articles_indexed.c.slot.in_(slots))
        yield connection.execute(stands.order_by(articles_indexed.c.slot)).scalars().all()


def exported(connection: Connection, ids: Sequence[int]) -> list[Exported]:
    """The articles of *ids*, in their order. Raises StorageError if one has no text."""
    rows = connection.execute(
        select(articles, texts.c.body, texts.c.script, sites.c.name, pages.c.last_seen_at)
        .join(texts, texts.c.id == articles.c.text)
        .outerjoin(sites, sites.c.key == articles.c.site)
        .outerjoin(pages, pages.c.url == articles.c.url)
        .where(articles.c.id.in_(ids))
    )
    by_id = {row.id: to_exported(row) for row in rows}
    if lost := set(ids) - by_id.keys():
        raise textless(min(lost))
    return [by_id[one] for one in ids]


def to_exported(row: Row[*tuple[Any, ...]]) -> Exported:
    """A row as a value."""
    same = ("id", "title", "published_at", "source", "editor", "site", "url", "copies", "first_seen_at")
    return Exported(
        **{name: getattr(row, name) for name in same},
        authors=tuple(row.authors or ()),
        site_name=row.name or row.site,
        text=row.body,
        language=LANGUAGES.get(row.script, "zh"),
        captured_at=row.last_seen_at or row.first_seen_at,
    )
