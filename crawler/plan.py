"""What a crawl would fetch, without fetching it. Read-only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, or_, select, union_all

from archive import hosts
from archive.database import Database
from archive.models import frontier, runs
from archive.offers import Kind, Offer, row_of
from archive.site import Site
from crawler.job import Job


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """A site's sources that would be read, how many known pages are due, and until when its hosts are left alone.

    What robots.txt will say, and what the sources will name, nobody knows yet.
    """

    site: Site
    sources: tuple[str, ...]
    due: int
    held: Mapping[str, datetime] = field(default_factory=dict)


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
            return plans(connection, job, now)
    finally:
        database.close()


def plans(connection: Connection, job: Job, now: datetime) -> tuple[SitePlan, ...]:
    """The same, in the caller's transaction."""
    held = hosts.held(connection, now=now)
    return tuple(plan_site(connection, site, job, now, held) for site in job.sites)


def plan_site(connection: Connection, site: Site, job: Job, now: datetime, held: Mapping[str, datetime]) -> SitePlan:
    """One site's plan. A source of the profile that waits for its time is read all the same, but for `due_only`."""
    ready = awaits(site, now, held)
    found = select(frontier.c.url).where(*ready, frontier.c.kind != Kind.PAGE).order_by(frontier.c.id)
    sources = dict.fromkeys([*started(connection, site, job, held), *connection.execute(found).scalars()])
    fresh = [or_(frontier.c.day.is_(None), frontier.c.day >= job.since)] if job.since else []
    due = pages(connection, *ready, *fresh)
    asked = {host: until for host, until in held.items() if site.owns(f"http://{host}/")}
    return SitePlan(site=site, sources=tuple(sources), due=due, held=asked)


def started(connection: Connection, site: Site, job: Job, held: Collection[str]) -> list[str]:
    """The sources of the profile that are read although their row is not due: all, or with `due_only` the new ones."""
    rows = [row_of(Offer(url=page.url, site=site.key, kind=Kind(page.kind))) for page in site.discover]
    urls = [row["url"] for row in rows if row["outcome"] is None and row["host"] not in held]
    same = select(frontier.c.url).where(frontier.c.url.in_(urls))
    known = set(connection.execute(same).scalars()) if job.due_only else set()
    return [url for url in urls if url not in known]


def awaits(site: Site, now: datetime, held: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Rows of *site* that a crawl would claim at *now*. What another crawl holds is due: it is dead if ours may run."""
    own = select(frontier.c.id).where(frontier.c.site == site.key)
    leased = own.where(frontier.c.state == "leased")
    ready = union_all(  # as one condition with OR it would have all rows read
        own.where(frontier.c.state == "due", frontier.c.next_at <= now),
        leased.where(frontier.c.leased_until <= now),
        leased.where(frontier.c.run.in_(select(runs.c.id).where(runs.c.kind == "crawl"))),
    )
    return frontier.c.id.in_(ready), frontier.c.host.not_in(held)


def pages(connection: Connection, *wanted: ColumnElement[bool]) -> int:
    """How many pages of the ledger are so."""
    count = select(func.count()).select_from(frontier).where(frontier.c.kind == Kind.PAGE, *wanted)
    return connection.execute(count).scalar_one()


def due_pages(connection: Connection, keys: Sequence[str], now: datetime) -> int:
    """How many pages of these sites are due at *now*."""
    return pages(connection, frontier.c.site.in_(keys), frontier.c.state == "due", frontier.c.next_at <= now)


def next_due(connection: Connection, keys: Sequence[str], now: datetime) -> dict[str, datetime]:
    """When the first row of each of these sites is due and its host may be asked."""
    at: ColumnElement[Any] = frontier.c.next_at
    held = {host: literal(until, at.type) for host, until in hosts.held(connection, now=now).items()}
    if held:
        at = func.max(at, case(held, value=frontier.c.host, else_=at))
    due = frontier.c.site.in_(keys), frontier.c.state == "due"
    rows = select(frontier.c.site, func.min(at)).where(*due).group_by(frontier.c.site)
    return dict(connection.execute(rows).all())
