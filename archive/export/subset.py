"""An archive of its own that holds the chosen articles: their captures, readings and wordings, and a search index.

The WARC files stay where they are; the new archive names them. Ids are kept: an article has the number it had.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy.dialects.sqlite import insert

from archive.database import Database
from archive.export.captures import kept
from archive.models import articles, captures, pages, readings, related, sites, text_keys, texts
from archive.questions import index

# Each after those it points to.
TABLES = (sites, pages, captures, articles, texts, text_keys, readings)

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows of some articles, by table, as they are stored."""

    rows: Rows


def parts(connection: Connection, ids: Sequence[int]) -> Iterator[Part]:
    """The rows of the articles of *ids*.

    A later page of one that is an article itself is left out, unless it is chosen too: its words are in the whole.
    """
    chosen = set(ids)
    found = [one for captured in kept(connection, ids).values() for one in captured]
    mine = [one.id for one in found if one.article is None or one.article in chosen]
    read = rows(connection, readings, readings.c.capture.in_(mine))
    wordings = rows(
        connection, texts, texts.c.id.in_({row[name] for row in read for name in ("text", "part")} - {None})
    )
    addresses = rows(connection, pages, pages.c.id.in_({row["page"] for row in read}))
    yield Part(
        rows={
            sites: rows(connection, sites, sites.c.key.in_({row["site"] for row in addresses})),
            pages: addresses,
            captures: rows(connection, captures, captures.c.id.in_(mine)),
            articles: rows(connection, articles, articles.c.id.in_(ids) | articles.c.merged_into.in_(ids)),
            texts: wordings,
            text_keys: rows(connection, text_keys, text_keys.c.text.in_([row["id"] for row in wordings])),
            readings: read,
            related: links(connection, ids),
        }
    )


def links(connection: Connection, ids: Sequence[int]) -> list[Mapping[str, Any]]:
    """The links from and to the articles of *ids*; the latter are found by the former: each stands there twice."""
    linked = rows(connection, related, related.c.article.in_(ids))
    others = {row["other"] for row in linked}.difference(ids)
    return [*linked, *rows(connection, related, related.c.article.in_(others) & related.c.other.in_(ids))]


def rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Sequence[Mapping[str, Any]]:
    """The rows of *table* that meet *condition*."""
    return [dict(row) for row in connection.execute(select(table).where(condition)).mappings()]


def write(found: Iterable[Part], path: Path) -> None:
    """Make the database *path*."""
    database = Database.open(path, create=True)
    try:
        for part in found:
            with database.writing() as connection:
                enter(connection, part)
        with database.writing() as connection:
            index.rebuild(connection)
    finally:
        database.close()


def enter(connection: Connection, part: Part) -> None:
    """Enter some articles. Two are related as soon as both are there."""
    for table in TABLES:
        if new := part.rows[table]:
            connection.execute(insert(table).on_conflict_do_nothing(), new)
    ends = {row[end] for row in part.rows[related] for end in ("article", "other")}
    there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(ends))).scalars())
    both = [row for row in part.rows[related] if {row["article"], row["other"]} <= there]
    if both:
        connection.execute(insert(related).on_conflict_do_nothing(), both)
