"""The captures from which articles follow, each with its reading: what was served, and what was made of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from archive.capture import Place
from archive.export.values import Kept
from archive.extract.parts import MOST_PARTS
from archive.models import captures, pages, readings, sites, texts

own = texts.alias("own")
PLACE = {"warc_file", "warc_offset", "warc_length"}
CAPTURE = tuple(column for column in captures.c if column.name not in PLACE | {"id"})
READING = tuple(column for column in readings.c if column.name not in {"capture", "page", "text", "part"})


def kept(connection: Connection, ids: Sequence[int]) -> dict[int, list[Kept]]:
    """The captures of each article of *ids* in order of time.

    After them come those of the pages it goes on over, and those of its addresses that hold no article any more.
    """
    found = defaultdict[int, list[Kept]](list)
    held = select(texts.c.id).where(texts.c.article.in_(ids))  # asked for in the outer join, every capture is looked at
    for row in connection.execute(statement().where(readings.c.text.in_(held))):
        found[row.article].append(to_kept(row))
    refused = refusals(connection, ids)
    return {
        one: [
            *found[one],
            *later_pages(connection, found[one]),
            *(capture for page in dict.fromkeys(capture.page for capture in found[one]) for capture in refused[page]),
        ]
        for one in ids
    }


def refusals(connection: Connection, ids: Sequence[int]) -> Mapping[str, list[Kept]]:
    """The captures without an article of the addresses where the articles of *ids* stood, by address."""
    found = defaultdict[str, list[Kept]](list)
    stood = select(readings.c.page).join(texts, texts.c.id == readings.c.text).where(texts.c.article.in_(ids))
    nothing = readings.c.text.is_(None) & readings.c.part.is_(None)
    for row in connection.execute(statement().where(readings.c.page.in_(stood), nothing)):
        found[row.page].append(to_kept(row))
    return found


def later_pages(connection: Connection, heads: Sequence[Kept]) -> Iterator[Kept]:
    """The captures of the pages to which *heads* lead, that are not among them."""
    known = {head.id for head in heads}
    reached, todo = set[str](), {head.fields["next_page"] for head in heads} - {None}
    for _ in range(MOST_PARTS):
        if not todo:
            return
        told = readings.c.text.is_not(None) | readings.c.part.is_not(None)
        found = [to_kept(row) for row in connection.execute(statement().where(pages.c.url.in_(todo), told))]
        yield from (one for one in found if one.id not in known)
        known |= {one.id for one in found}
        reached |= todo
        todo = {one.fields["next_page"] for one in found} - reached - {None}


def statement() -> Select[Any]:
    """Captures with readings, wordings, pages and sites."""
    return (
        select(*CAPTURE, *READING, captures.c.id, *(captures.c[name] for name in PLACE))
        .add_columns(pages.c.url.label("page"), sites.c.key, sites.c.name.label("site_name"), sites.c.hosts)
        .add_columns(texts.c.article, texts.c.digest, texts.c.body)
        .add_columns(own.c.digest.label("own_digest"), own.c.body.label("own_body"))
        .join_from(captures, readings, readings.c.capture == captures.c.id)
        .join(pages, pages.c.id == readings.c.page)
        .join(sites, sites.c.key == pages.c.site)
        .outerjoin(texts, texts.c.id == readings.c.text)
        .outerjoin(own, own.c.id == readings.c.part)
        .order_by(captures.c.captured_at, captures.c.record_id)
    )


def to_kept(row: Row[*tuple[Any, ...]]) -> Kept:
    """A row as a value."""
    place = None
    if row.warc_file is not None:
        place = Place(file=row.warc_file, offset=row.warc_offset, length=row.warc_length)
    bodies = {row.digest: row.body, row.own_digest: row.own_body}
    return Kept(
        id=row.id,
        article=row.article,
        page=row.page,
        site={"key": row.key, "name": row.site_name, "hosts": row.hosts},
        place=place,
        fields={column.name: getattr(row, column.name) for column in (*CAPTURE, *READING)},
        text=row.digest,
        part=row.own_digest,
        bodies={digest: body for digest, body in bodies.items() if digest},
    )
