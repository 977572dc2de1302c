"""The URL ledger: every URL offered is a row, and ends in one counted outcome. The only module that writes it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, and_, case, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from archive.models import frontier, runs
from archive.outcome import Outcome, Reason, Verdict
from archive.urls import canonical_url

LONGEST_URL = 2048  # Scrapy drops longer ones than 2,083 without a word; what is refused here is a row


class Kind(StrEnum):
    """What a URL leads to. All but `page` come due again."""

    PAGE = "page"
    LIST = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news-sitemap"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A URL somebody named: a seed, a list page, a redirect.

    `depth` counts links from the seed, `hops` redirects in a row. `found_on` is the ledger id of the page that named
    it. `refused` is set by whoever knows that it must not be fetched; the refusal is a row as well.
    """

    url: str
    site: str
    kind: Kind = Kind.PAGE
    depth: int = 0
    hops: int = 0
    found_on: int | None = None
    refused: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A row leased to a run until it is settled. `url` is the key, `offered_as` what is to be requested."""

    id: int
    url: str
    offered_as: str
    site: str
    kind: Kind
    depth: int
    hops: int
    tries: int
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What became of an offer: its row, whether the ledger had it, and the outcome if it was refused at once."""

    id: int
    new: bool
    outcome: Outcome | None = None


class Frontier:
    """The ledger within one transaction, which is the caller's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def offer(self, offer: Offer, *, run: int, now: datetime) -> Offered:
        """Enter a URL: due at once if it is new, refused in a row of its own if it can not be fetched."""
        url, refused = address(offer)
        outcome = Outcome(verdict=Verdict.FAILED, reason=refused) if refused else None
        row = {
            "url": url,
            "offered_as": offer.url[:LONGEST_URL].encode("utf-8", "replace").decode(),
            "site": offer.site,
            "kind": offer.kind,
            "state": "done" if outcome else "due",
            "next_at": None if outcome else now,
            "run": run,
            "depth": offer.depth,
            "hops": offer.hops,
            "found_on": offer.found_on,
            "outcome": outcome.name if outcome else None,
        }
        added = self.connection.execute(
            insert(frontier).values(row).on_conflict_do_nothing(index_elements=["url"]).returning(frontier.c.id)
        ).scalar()
        if added is not None:
            return Offered(id=added, new=True, outcome=outcome)
        known = self.connection.execute(select(frontier.c.id).where(frontier.c.url == url)).scalar_one()
        return Offered(id=known, new=False, outcome=outcome)

    def claim(self, *, run: int, site: str, now: datetime, until: datetime, limit: int) -> list[Lease]:
        """Lease up to *limit* due rows of a site: list pages first, those whose process died last, then the oldest."""
        ready = or_(
            and_(frontier.c.state == "due", frontier.c.next_at <= now),
            and_(frontier.c.state == "leased", frontier.c.leased_until <= now),
        )
        chosen = (
            select(frontier.c.id)
            .where(frontier.c.site == site, ready)
            .order_by(
                frontier.c.crashes, case((frontier.c.kind == Kind.PAGE, 1), else_=0), frontier.c.next_at, frontier.c.id
            )
            .limit(limit)
        )
        return self._lease(self.connection.execute(chosen).scalars().all(), run=run, until=until)

    def lease(self, rows: Sequence[int], *, run: int, until: datetime) -> list[Lease]:
        """Lease just these rows, whatever their state: somebody asked for them by name."""
        return self._lease(rows, run=run, until=until)

    def make_due(self, rows: Sequence[int], *, now: datetime) -> None:
        """Make rows due now that are not leased: a list page that is to be read again, a page asked for by name."""
        self.connection.execute(
            update(frontier)
            .where(frontier.c.id.in_(rows), frontier.c.state != "leased")
            .values(state="due", next_at=now)
        )

    def settle(
        self,
        row: int,
        outcome: Outcome,
        *,
        next_at: datetime | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Enter the outcome: final, or due again at *next_at*. A failure counts as a try."""
        self.connection.execute(
            update(frontier)
            .where(frontier.c.id == row)
            .values(
                state="due" if next_at else "done",
                next_at=next_at,
                leased_until=None,
                outcome=outcome.name,
                detail=outcome.detail or None,
                article=outcome.article_id,
                tries=frontier.c.tries + 1 if outcome.verdict is Verdict.FAILED else 0,
                etag=etag,
                last_modified=last_modified,
            )
        )

    def release(self, *, run: int, now: datetime) -> int:
        """Give back what *run* still holds: it was interrupted. How many rows."""
        return self.connection.execute(
            update(frontier)
            .where(frontier.c.run == run, frontier.c.state == "leased")
            .values(state="due", next_at=now, leased_until=None)
        ).rowcount

    def take_over(self, *, run: int, now: datetime) -> int:
        """Give back what earlier crawls still hold: with the archive's lock in hand, they are dead. How many rows.

        `crashes` goes up, not `tries`: a page that was in flight beside a fatal one is innocent.
        """
        dead = select(runs.c.id).where(runs.c.kind == "crawl", runs.c.id != run)
        return self.connection.execute(
            update(frontier)
            .where(frontier.c.state == "leased", frontier.c.run.in_(dead))
            .values(state="due", next_at=now, leased_until=None, crashes=frontier.c.crashes + 1)
        ).rowcount

    def held(self, *, run: int) -> list[int]:
        """The rows *run* holds."""
        held = select(frontier.c.id).where(frontier.c.run == run, frontier.c.state == "leased")
        return list(self.connection.execute(held).scalars())

    def states(self) -> dict[str, dict[str, int]]:
        """How many rows each site has in each state."""
        counts = select(frontier.c.site, frontier.c.state, func.count()).group_by(frontier.c.site, frontier.c.state)
        found: dict[str, dict[str, int]] = {}
        for site, state, count in self.connection.execute(counts):
            found.setdefault(site, {})[state] = count
        return found

    def _lease(self, rows: Iterable[int], *, run: int, until: datetime) -> list[Lease]:
        order = {row: place for place, row in enumerate(rows)}
        leased = self.connection.execute(
            update(frontier)
            .where(frontier.c.id.in_(order))
            .values(state="leased", run=run, leased_until=until, next_at=None)
            .returning(*(frontier.c[name] for name in Lease.__dataclass_fields__))
        ).mappings()
        return sorted(map(to_lease, leased), key=lambda lease: order[lease.id])


def to_lease(row: RowMapping) -> Lease:
    """A row of the ledger as a value."""
    return Lease(**{**row, "kind": Kind(row["kind"])})


def address(offer: Offer) -> tuple[str, Reason | None]:
    """The key of an offer's row, and why it can not be fetched if it can not.

    A text that is no address gets a key of its own, from its beginning and a digest of the whole.
    """
    try:
        url = canonical_url(offer.url)
    except ValueError:
        url = ""
    if url and len(url) <= LONGEST_URL:
        return url, offer.refused
    whole = offer.url.encode("utf-8", "replace")
    return f"{whole[:2000].decode('utf-8', 'ignore')}#{hashlib.sha256(whole).hexdigest()[:16]}", Reason.BAD_URL
