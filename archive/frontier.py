"""The URL ledger: every URL offered is a row, and ends in one counted outcome. The only module that writes it."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from archive.database import listed
from archive.models import frontier, runs
from archive.offers import Kind, Offer, Offered, address, refusal, row_of
from archive.outcome import Outcome, Reason, Verdict
from archive.statement import Statement

MOST_TRIED = 5_000  # pages of a site that tell what its addresses look like
# What is no article and never was one; a page that is gone, moved or locked may have been.
NO_ARTICLE = (Reason.LIST_PAGE, Reason.TOO_SHORT, Reason.NOT_HTML, Reason.EMPTY)
SETTLE = Statement(  # what is given by the name of a column is set, too
    update(frontier)
    .where(frontier.c.id == bindparam("row"))
    .values(
        leased_until=None,
        article=func.coalesce(bindparam("brought", type_=Integer), frontier.c.article),
        interval=func.coalesce(bindparam("pause", type_=Integer), frontier.c.interval),
        news_at=func.coalesce(bindparam("news", type_=frontier.c.news_at.type), frontier.c.news_at),
        tries=(frontier.c.tries + 1) * bindparam("failed", type_=Integer),
    )
)
KNOWN = select(frontier.c.url, frontier.c.id).where(frontier.c.url.in_(listed("urls")))
ADD = insert(frontier).returning(frontier.c.url, frontier.c.id)
OWN = select(frontier.c.id).where(frontier.c.site == bindparam("site"))
READY = union_all(  # as one condition with OR it would have all rows read
    OWN.where(frontier.c.state == literal_column("'due'"), frontier.c.next_at <= bindparam("now")),
    OWN.where(frontier.c.state == literal_column("'leased'"), frontier.c.leased_until <= bindparam("now")),
)
SINCE = bindparam("since", type_=Date)
CHOSEN = (
    select(frontier.c.id)
    .where(
        frontier.c.id.in_(READY),
        frontier.c.host.not_in(listed("held")),
        or_(SINCE.is_(None), frontier.c.kind != Kind.PAGE, frontier.c.day.is_(None), frontier.c.day >= SINCE),
    )
    .order_by(
        frontier.c.crashes,
        case((frontier.c.kind == Kind.PAGE, 1), else_=0),
        frontier.c.next_at.desc(),
        frontier.c.day.desc().nulls_first(),
        frontier.c.id,
    )
    .limit(bindparam("most"))
)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What tells whether an address has changed since: HTTP's validators, and the digest of the payload."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Settled:
    """How the visit to a row ended: for good, or it is due again at *next_at*. A failure counts as a try.

    What is None of *interval*, *news_at* and *seen* stays as it was; so does the article of a page that has gone. Those
    that are settled together all have *seen*, or none has.
    """

    row: int
    outcome: Outcome
    now: datetime
    next_at: datetime | None = None
    interval: timedelta | None = None
    news_at: datetime | None = None
    seen: Seen | None = None

    def values(self) -> dict[str, Any]:
        """For SETTLE."""
        return {
            "row": self.row,
            "state": "due" if self.next_at else "done",
            "next_at": self.next_at,
            "visited_at": self.now,
            "outcome": self.outcome.name,
            "detail": self.outcome.detail or None,
            "brought": self.outcome.article_id,
            "pause": round(self.interval.total_seconds()) if self.interval else None,
            "news": self.news_at,
            "failed": int(self.outcome.verdict is Verdict.FAILED),
        } | (vars(self.seen) if self.seen else {})


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A row leased to a run until it is settled. `url` is the key, `offered_as` what is to be requested.

    `interval` is the pause between two visits that a source's news has led to, None before the first. `news_at` is when
    a source last named something new, or a page was first an article.
    """

    id: int
    url: str
    offered_as: str
    site: str
    kind: Kind
    depth: int
    hops: int
    tries: int = 0
    interval: timedelta | None = None
    news_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


LEASED = tuple(one.name for one in fields(Lease))
TAKE = (
    update(frontier)
    .where(frontier.c.id.in_(listed("rows")))
    .values(state="leased", next_at=None, run=bindparam("holder"), leased_until=bindparam("until"))
    .returning(*(frontier.c[name] for name in LEASED))
)


class Frontier:
    """The ledger within one transaction, which is the caller's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def offer(self, offer: Offer, *, run: int, now: datetime) -> Offered:
        """Enter a URL: due at once if it is new, refused in a row of its own if it can not be fetched."""
        return self.offer_all([offer], run=run, now=now)[0]

    def offer_all(self, offers: Sequence[Offer], *, run: int, now: datetime) -> list[Offered]:
        """Enter URLs, and say of each in its place what became of it. A sitemap has 50,000."""
        if not offers:
            return []
        addresses = [address(offer) for offer in offers]
        known = self._ids([url for url, _ in addresses])
        fresh: dict[str, Offer] = {}
        for (url, _), offer in zip(addresses, offers, strict=True):
            if url not in known:
                fresh.setdefault(url, offer)
        if fresh:
            rows = [new_row(offer, run=run, now=now) for offer in fresh.values()]
            known |= dict(self.connection.execute(ADD, rows).all())
        return [
            Offered(id=known[url], new=fresh.get(url) is offer, outcome=refusal(offer, refused))
            for (url, refused), offer in zip(addresses, offers, strict=True)
        ]

    def claim(  # noqa: PLR0913 - each one narrows the choice
        self,
        *,
        run: int,
        site: str,
        now: datetime,
        until: datetime,
        limit: int,
        since: date | None = None,
        held: Collection[str] = (),
    ) -> list[Lease]:
        """Lease up to *limit* due rows of a site, none on a host that is *held* back, no page from before *since*.

        Those whose process died come last, sources first; of the pages those that came last, so that a backlog does not
        stand before the news.
        """
        asked = {"site": site, "now": now, "held": json.dumps(list(held)), "since": since, "most": limit}
        return self._lease(self.connection.execute(CHOSEN, asked).scalars().all(), run=run, until=until)

    def lease(self, rows: Sequence[int], *, run: int, until: datetime) -> list[Lease]:
        """Lease just these rows, whatever their state: somebody asked for them by name."""
        return self._lease(rows, run=run, until=until)

    def make_due(self, rows: Sequence[int], *, now: datetime, unless_after: datetime | None = None) -> None:
        """Make rows due now that are not leased, and were not visited after that time: sources to be read again."""
        wanted = [frontier.c.id.in_(rows), frontier.c.state != "leased"]
        if unless_after:
            wanted.append(frontier.c.visited_at < unless_after)
        self.connection.execute(update(frontier).where(*wanted).values(state="due", next_at=now))

    def settle(self, *rows: Settled) -> None:
        """Enter how visits ended."""
        SETTLE.each(self.connection, [row.values() for row in rows])

    def postpone(self, row: int, *, until: datetime) -> None:
        """Give a row back that was not asked for, because its host wants us later."""
        self.connection.execute(
            update(frontier).where(frontier.c.id == row).values(state="due", next_at=until, leased_until=None)
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

    def root(self, row: int) -> list[int]:
        """The row and those it was found on, up to the one that nobody named."""
        path: list[int] = []
        next_row: int | None = row
        while next_row is not None and next_row not in path:
            path.append(next_row)
            next_row = self.connection.execute(select(frontier.c.found_on).where(frontier.c.id == next_row)).scalar()
        return path

    def tried(self, site: str, *, since: datetime) -> list[tuple[str, bool]]:
        """The pages of a site that were read of late, each with whether it is an article."""
        brought = frontier.c.article.is_not(None)
        refused = frontier.c.outcome.in_([f"{Verdict.REJECTED}:{reason}" for reason in NO_ARTICLE])
        rows = self.connection.execute(
            select(frontier.c.url, brought)
            .where(frontier.c.site == site, frontier.c.kind == Kind.PAGE, frontier.c.visited_at >= since)
            .where(brought | refused)
            .limit(MOST_TRIED)
        )
        return [(url, bool(is_article)) for url, is_article in rows]

    def states(self, now: datetime) -> dict[str, dict[str, int]]:
        """How many rows each site has in each state; those whose time has not come at *now* are `waiting`."""
        state = case((and_(frontier.c.state == "due", frontier.c.next_at > now), "waiting"), else_=frontier.c.state)
        counts = select(frontier.c.site, state, func.count()).group_by(frontier.c.site, state)
        found: dict[str, dict[str, int]] = {}
        for site, name, count in self.connection.execute(counts):
            found.setdefault(site, {})[name] = count
        return found

    def _ids(self, urls: Sequence[str]) -> dict[str, int]:
        return dict(self.connection.execute(KNOWN, {"urls": json.dumps(urls)}).all())

    def _lease(self, rows: Iterable[int], *, run: int, until: datetime) -> list[Lease]:
        order = {row: place for place, row in enumerate(rows)}
        asked = {"rows": json.dumps(list(order)), "holder": run, "until": until}
        return sorted(map(to_lease, self.connection.execute(TAKE, asked)), key=lambda lease: order[lease.id])


def new_row(offer: Offer, *, run: int, now: datetime) -> dict[str, Any]:
    """An offer's row as it is entered: due at once, or when its day begins, unless it is refused."""
    row = row_of(offer)
    first = max(now, datetime.combine(offer.not_before, time(), UTC)) if offer.not_before else now
    return row | {"run": run, "next_at": None if row["outcome"] else first}


def to_lease(row: Row[*tuple[Any, ...]]) -> Lease:
    """A row of the ledger as a value."""
    found = dict(zip(LEASED, row, strict=True))
    interval = None if found["interval"] is None else timedelta(seconds=found["interval"])
    return Lease(**{**found, "kind": Kind(found["kind"]), "interval": interval})
