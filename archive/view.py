"""One article with its copies, their history and what it is related to; and the evidence for a reading. Read-only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from archive.capture import Place
from archive.copies import Copy, copies_of, imprint, to_copies
from archive.errors import StorageError
from archive.extract.parts import MOST_PARTS
from archive.history import Gone, Revision, gone_of, revisions_of
from archive.models import articles, captures, pages, readings, related, texts
from archive.outcome import Reason
from archive.publisher import Publisher, publisher
from archive.urls import canonical_url


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another article that shares much and is another story.

    `kind` is what this one is to it: `partial`, `template` (the same sentences with other numbers), `contains`,
    `contained`. `share` is the part of the shorter text's sentences that the other has, `containment` of its 5-grams.
    """

    id: int
    title: str | None
    kind: str
    share: float
    containment: float


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """One story, deduplicated, as its best copy shows it.

    `published_at` is an aware datetime where that copy prints a time, a date where it prints only a day, else None.
    `text` is paragraphs separated by newlines. `site` is the outlet's key, `site_name` what people call it, `script`
    one of `hans`, `hant`, `mixed` and `none`. `gone` tells every time that an address of it was gone.
    """

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
    publisher: Publisher
    copies: tuple[Copy, ...]
    revisions: tuple[Revision, ...]
    gone: tuple[Gone, ...]
    related: tuple[Related, ...]


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
    """The article of that id, or the one it was merged into; None if there is none. StorageError if it has no text."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
    if row is not None and row.merged_into is not None:
        return article(connection, row.merged_into)
    if row is None or row.text is None:
        return None
    best = connection.execute(select(texts).where(texts.c.id == row.text)).one_or_none()
    if best is None:
        raise textless(row.id)
    found = copies_of(connection, row.id, best.key_digest)
    page_ids = [copy.page for copy in found]
    gone = gone_of(connection, page_ids)
    shown = ("id", "title", "published_at", "source", "editor", "site", "url", "first_seen_at")
    return ArticleView(
        **{name: getattr(row, name) for name in shown},
        authors=tuple(row.authors or ()),
        site_name=next((copy.name for copy in found if copy.site == row.site), "") or row.site,
        text=best.body,
        script=best.script,
        publisher=publisher([imprint(copy) for copy in found]),
        copies=tuple(to_copies(found, row.url, best.body, gone)),
        revisions=revisions_of(connection, page_ids),
        gone=gone,
        related=related_to(connection, row.id),
    )


def textless(article_id: int) -> StorageError:
    """What is said of an article whose text is not where it should be."""
    return StorageError(f"the database is damaged, it has no text for article {article_id} (news-archive check)")


def related_to(connection: Connection, article_id: int) -> tuple[Related, ...]:
    """The articles that are linked with this one and not merged into it, those that share most first."""
    rows = connection.execute(
        select(articles.c.id, articles.c.title, related.c.kind, related.c.share, related.c.containment)
        .join(related, related.c.other == articles.c.id)
        .where(related.c.article == article_id)
        .order_by(related.c.share.desc(), related.c.containment.desc(), articles.c.id)
    )
    return tuple(Related(**row) for row in rows.mappings())


def article_at(connection: Connection, url: str) -> int | None:
    """The article that an address showed last; of a later part, the article that its first page begins.

    None if it showed none; ValueError if *url* is no http address.
    """
    address: str | None = canonical_url(url)
    for _ in range(MOST_PARTS):  # a page may name the part before it and not the first
        row = connection.execute(
            select(texts.c.article, readings.c.detail)
            .join_from(readings, pages, pages.c.id == readings.c.page)
            .join(captures, captures.c.id == readings.c.capture)
            .outerjoin(texts, texts.c.id == readings.c.text)
            .where(pages.c.url == address, readings.c.text.is_not(None) | (readings.c.reason == Reason.PART))
            .order_by(captures.c.captured_at.desc(), captures.c.record_id.desc())
            .limit(1)
        ).first()
        if row is None or row.article is not None:
            return row.article if row else None
        address = row.detail
    return None


def reading(connection: Connection, url: str) -> ReadingView | None:
    """The latest reading at *url* that is an article, else the latest; None if the address was never captured."""
    address = canonical_url(url)
    page = select(pages.c.id).where(pages.c.url == address).scalar_subquery()
    of_page = select(readings.c.capture).where(readings.c.page == page)
    of_address = select(captures.c.id).where(captures.c.url.in_({address, url}))
    row = (
        connection.execute(
            select(captures, readings)
            .join(readings, readings.c.capture == captures.c.id)
            .where(captures.c.id.in_(of_page.union(of_address)))
            .order_by(readings.c.text.is_(None), captures.c.captured_at.desc(), captures.c.record_id.desc())
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
