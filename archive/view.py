"""One article with its copies and revisions, and the evidence for a reading. Read-only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.capture import Place
from archive.models import articles, captures, pages, readings, sites, texts
from archive.urls import canonical_url
from archive.views import copies, revisions


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An article at an address. `site` is the outlet's key, `site_name` what people call it.

    `similarity` to the best copy, 0 to 1; None where it has not been measured.
    """

    url: str
    site: str
    site_name: str
    title: str | None
    published_at: date | None
    source: str | None
    editor: str | None
    first_seen_at: datetime
    similarity: float | None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A span of time in which one address showed one text and title. `number` counts from 1 at each address."""

    url: str
    number: int
    title: str | None
    text: str
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """One story, deduplicated, as its best copy shows it."""

    id: int
    title: str | None
    published_at: date | None
    source: str | None
    editor: str | None
    authors: tuple[str, ...]
    site: str
    site_name: str
    url: str
    text: str
    script: str
    first_seen_at: datetime
    copies: tuple[Copy, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """What the reader made of one capture: every column of `readings`, and where the capture is kept."""

    url: str
    record_id: str
    captured_at: datetime
    status: int
    payload_digest: str
    place: Place | None
    fields: Mapping[str, Any]


def article(connection: Connection, article_id: int) -> ArticleView | None:
    """The article of that id, or the one it was merged into; None if there is none."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
    if row is not None and row.merged_into is not None:
        return article(connection, row.merged_into)
    if row is None or row.text is None:
        return None
    best = connection.execute(select(texts).where(texts.c.id == row.text)).one()
    names = {site.key: site.name for site in connection.execute(select(sites.c.key, sites.c.name))}
    found = connection.execute(
        select(copies).where(copies.c.article == row.id).order_by(copies.c.first_seen_at, copies.c.url)
    ).all()
    return ArticleView(
        **{name: getattr(row, name) for name in ("id", "title", "published_at", "source", "editor", "site", "url")},
        authors=tuple(row.authors or ()),
        site_name=names.get(row.site) or row.site,
        text=best.body,
        script=best.script,
        first_seen_at=row.first_seen_at,
        copies=tuple(to_copy(copy, names) for copy in found),
        revisions=revisions_of(connection, [copy.page for copy in found]),
    )


def to_copy(row: Row[*tuple[Any, ...]], names: Mapping[str, str]) -> Copy:
    """A row of the view as a value."""
    fields = {name: getattr(row, name) for name in Copy.__dataclass_fields__ if name != "site_name"}
    return Copy(**fields, site_name=names.get(row.site) or row.site)


def revisions_of(connection: Connection, page_ids: list[int]) -> tuple[Revision, ...]:
    """What these addresses have shown, address by address in order of time."""
    rows = connection.execute(
        select(pages.c.url, revisions, texts.c.body)
        .join(pages, pages.c.id == revisions.c.page)
        .join(texts, texts.c.id == revisions.c.text)
        .where(revisions.c.page.in_(page_ids))
        .order_by(pages.c.url, revisions.c.number)
    ).all()
    return tuple(
        Revision(url=row.url, number=row.number, title=row.title, text=row.body, from_at=row.from_at, to_at=row.to_at)
        for row in rows
    )


def article_at(connection: Connection, url: str) -> int | None:
    """The article that an address showed last; None if it showed none. ValueError if *url* is no http address."""
    last = (
        select(texts.c.article)
        .join(readings, readings.c.text == texts.c.id)
        .join(pages, pages.c.id == readings.c.page)
        .join(captures, captures.c.id == readings.c.capture)
        .where(pages.c.url == canonical_url(url))
        .order_by(captures.c.captured_at.desc(), captures.c.record_id.desc())
        .limit(1)
    )
    return connection.execute(last).scalar()


def reading(connection: Connection, url: str) -> ReadingView | None:
    """The latest reading of a capture of *url*, article or not; None if the address was never captured."""
    address = canonical_url(url)
    row = (
        connection.execute(
            select(captures, readings)
            .join(readings, readings.c.capture == captures.c.id)
            .outerjoin(pages, pages.c.id == readings.c.page)
            .where((pages.c.url == address) | (captures.c.url.in_({address, url})))
            .order_by(captures.c.captured_at.desc(), captures.c.record_id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    place = None
    if row["warc_file"] is not None:
        place = Place(file=row["warc_file"], offset=row["warc_offset"], length=row["warc_length"])
    return ReadingView(
        **{name: row[name] for name in ("url", "record_id", "captured_at", "status", "payload_digest")},
        place=place,
        fields={column.name: row[column] for column in readings.c},
    )
