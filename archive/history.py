"""What addresses have shown over time: their revisions, and when they were gone. Read-only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archive.models import pages, texts
from archive.views import gone, revisions


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
class Gone:
    """A time in which an address that had shown an article was answered with 404 or 410, or with a page that says so.

    From the first such capture, whose `status` it has (200 for a page that says so), to the next of an article;
    `back_at` is None while it lasts.
    """

    url: str
    gone_at: datetime
    status: int
    back_at: datetime | None


def revisions_of(connection: Connection, page_ids: Collection[int]) -> tuple[Revision, ...]:
    """What these pages have shown, address by address in order of time."""
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


def gone_of(connection: Connection, page_ids: Collection[int]) -> tuple[Gone, ...]:
    """When these pages were gone, address by address in order of time."""
    rows = connection.execute(
        select(pages.c.url, gone)
        .join(pages, pages.c.id == gone.c.page)
        .where(gone.c.page.in_(page_ids))
        .order_by(pages.c.url, gone.c.gone_at)
    ).all()
    return tuple(Gone(url=row.url, gone_at=row.gone_at, status=row.status, back_at=row.back_at) for row in rows)
