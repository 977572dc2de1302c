"""What a crawl would fetch, without fetching it. Read-only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from archive.database import Database
from archive.models import frontier
from archive.offers import Kind
from archive.site import Site
from crawler.job import Job


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """A site's list pages that would be read, and how many known pages are due."""

    site: Site
    start_pages: tuple[str, ...]
    due: int


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What is left to do for some sites: how many pages are due, and when each site is next due, if ever."""

    due: int = 0
    next_due: Mapping[str, datetime] = field(default_factory=dict)


def plan(job: Job, now: datetime) -> tuple[SitePlan, ...]:
    """For each site of the job what is due at *now* (aware)."""
    database = Database.open(job.folder.database)
    try:
        with database.reading() as connection:
            return tuple(plan_site(connection, site, now, due_only=job.due_only) for site in job.sites)
    finally:
        database.close()


def plan_site(connection: Connection, site: Site, now: datetime, *, due_only: bool) -> SitePlan:
    """One site's plan. A list page that waits for its time is read all the same, but for *due_only*."""
    not_now = (frontier.c.next_at > now) | (frontier.c.state == "done")
    later = select(frontier.c.url).where(frontier.c.site == site.key, not_now)
    waiting = set(connection.execute(later).scalars()) if due_only else set()
    start_pages = tuple(page.url for page in site.discover if page.url not in waiting)
    return SitePlan(site=site, start_pages=start_pages, due=due_pages(connection, [site.key], now))


def due_pages(connection: Connection, keys: Sequence[str], now: datetime) -> int:
    """How many pages of these sites are due at *now*."""
    due = frontier.c.state == "due", frontier.c.next_at <= now, frontier.c.kind == Kind.PAGE
    return int(connection.execute(select(func.count()).where(frontier.c.site.in_(keys), *due)).scalar_one())


def next_due(connection: Connection, keys: Sequence[str]) -> dict[str, datetime]:
    """When the first row of each of these sites is due."""
    due = frontier.c.site.in_(keys), frontier.c.state == "due"
    rows = select(frontier.c.site, func.min(frontier.c.next_at)).where(*due).group_by(frontier.c.site)
    return dict(connection.execute(rows).all())
