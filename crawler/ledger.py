"""A run's dealings with the ledger: what it begins with, what it claims, how each row is settled. No thread, no loop.

Every method takes the connection of a transaction, which is the keeper's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection

from archive import hosts, ingest, runs
from archive.capture import Capture
from archive.frontier import Frontier, Lease, Seen, Settled
from archive.offers import Kind, Offer, Offered
from archive.outcome import Outcome, Reason, Verdict
from archive.site import UNKNOWN, Discover, Site, site_of
from archive.store import Store
from archive.urls import canonical_url, host_of
from crawler.discovery.shapes import NO_SHAPES, Shapes, learnt
from crawler.entry import Entry
from crawler.job import Clock, Job
from crawler.manners import Manners
from crawler.schedule import FOUND, ROBOTS_RETRY, for_ledger, hold_until, is_article, next_visit
from crawler.unchanged import seen_of

LEASE = timedelta(hours=1)  # only another command, fetch, can outlive it; the next crawl takes over at once
LEARNT_FROM = timedelta(days=30)  # what a site's addresses were before that is forgotten, so that it is tried again
MOST_PAGES = 50  # of a list: a site that numbers its pages without end has a bottom here
UNCHANGED = Outcome(verdict=Verdict.UNCHANGED)
LOST = Outcome(verdict=Verdict.FAILED, reason=Reason.VANISHED, detail="requested, and never heard of again")


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What became of an entry and, in their order, of its offers."""

    outcome: Outcome
    offered: tuple[Offered, ...] = ()


@dataclass(kw_only=True)
class Ledger:
    """The rows of a run.

    `started` is its clock for what is due, and stands still: what comes due while the run goes on waits for the next
    one, so that a run comes to an end. `sources` holds how the profile says to read a source, by its row.
    """

    job: Job
    clock: Clock
    started: datetime
    manners: Manners
    run: int = 0
    sources: dict[int, Discover] = field(default_factory=dict)
    shapes: dict[str, Shapes] = field(default_factory=dict)
    wanted: list[int] = field(default_factory=list)
    refused: list[tuple[Offer, Outcome]] = field(default_factory=list)
    leased: dict[int, Lease] = field(default_factory=dict)
    visited: set[int] = field(default_factory=set)

    def begin(self, connection: Connection) -> None:
        """Enter the run, what its profiles name and what it was asked for; take over what a killed run held."""
        keys = [site.key for site in self.job.sites] or sorted({self._home(url) for url in self.job.urls})
        self.run = runs.start(connection, kind=self.job.kind, sites=keys, now=self.started)
        self.manners.held |= hosts.held(connection, now=self.started)
        self.manners.rules |= hosts.known_rules(connection)
        frontier = Frontier(connection)
        if self.job.kind == "crawl":
            frontier.take_over(run=self.run, now=self.started)
        for site in self.job.sites:
            if not site.article.url:
                self.shapes[site.key] = learnt(frontier.tried(site.key, since=self.started - LEARNT_FROM))
            for page in site.discover:
                self._begin_source(frontier, site, page)
        self.want(connection, [Offer(url=url, site=self._home(url)) for url in self.job.urls])

    def want(self, connection: Connection, offers: Sequence[Offer]) -> None:
        """Enter addresses that are asked for by name, to be visited once each."""
        for offer in offers:
            row = self._offer(Frontier(connection), offer)
            if not row.outcome and row.id not in self.visited:
                self._want(row.id)

    def claim(self, connection: Connection, rooms: Mapping[str, int], *, room: int) -> list[Lease]:
        """Lease rows that are due: of each site as many as there is room for, *room* of all.

        Those that are asked for by name come first.
        """
        frontier, until = Frontier(connection), self.clock() + LEASE
        leases: list[Lease] = []
        if self.wanted:
            chosen, self.wanted = self.wanted[:room], self.wanted[room:]
            leases += frontier.lease(chosen, run=self.run, until=until)
        held = list(self.manners.waiting(self.clock()))
        for site, most in rooms.items():
            limit = min(most, room - len(leases))
            if limit > 0:
                leases += frontier.claim(
                    run=self.run, site=site, now=self.started, until=until, limit=limit, since=self.job.since, held=held
                )
        for lease in leases:
            if lease.kind is not Kind.PAGE:
                self._trace(frontier, lease)
        self.leased |= {lease.id: lease for lease in leases}
        self.visited |= {lease.id for lease in leases}
        return leases

    def enter(self, connection: Connection, entry: Entry) -> Entered:
        """Enter a reading, what the page offers and the row's new state."""
        lease, frontier = entry.lease, Frontier(connection)
        read = ingest.file(entry.capture, entry.finding, entry.site, Store(connection))
        offered = tuple(frontier.offer_all(entry.offers, run=self.run, now=self.started))
        for offer, row in zip(entry.offers, offered, strict=True):
            if not row.outcome:
                self._follow(frontier, lease, offer, row)
        news = any(row.new and not row.outcome for row in offered)
        if news and lease.kind is Kind.LIST:
            self._turn_page(frontier, lease)
        outcome = for_ledger(lease, nowhere(entry, read, offered), entry.capture.status)
        hold = self._hold(connection, entry.capture)
        if not entry.again:
            seen = seen_of(entry.capture, outcome, goes_on=entry.goes_on)
            settled = self._settled(lease, outcome, news=news, patience=entry.patience, hold=hold, seen=seen)
            self._settle(connection, settled)
        if entry.twin and outcome.verdict in FOUND:
            self._enter_twin(frontier, entry.twin, replace(outcome, detail=f"the same page as {lease.url}"))
        return Entered(outcome=outcome, offered=offered)

    def repeat(self, connection: Connection, lease: Lease, site: Site, capture: Capture) -> Outcome | None:
        """Enter a capture whose payload is that of the last one; None if it has to be read after all."""
        outcome = Store(connection).repeat(capture, site)
        if outcome is None:
            return None
        outcome = outcome if lease.kind is Kind.PAGE else UNCHANGED
        self._settle(connection, self._settled(lease, outcome, seen=seen_of(capture, outcome)))
        return outcome

    def not_modified(self, connection: Connection, leases: Sequence[Lease]) -> Outcome:
        """Enter that the servers have nothing new."""
        Store(connection).seen_again(*(lease.url for lease in leases), at=self.clock())
        self._settle(connection, *(self._settled(lease, UNCHANGED) for lease in leases))
        return UNCHANGED

    def fail(self, connection: Connection, lease: Lease, outcome: Outcome, *, for_now: bool = False) -> None:
        """Enter that there is no capture to read. *for_now* tells of a host that lets nobody in at the moment."""
        hold = self.clock() + ROBOTS_RETRY if for_now else None
        if hold:
            self._hold_host(connection, host_of(lease.url), hold)
        self._settle(connection, self._settled(lease, outcome, hold=hold))

    def postpone(self, connection: Connection, lease: Lease) -> None:
        """Give a row back that was not asked for: its host wants us later."""
        until = self.manners.held.get(host_of(lease.url), self.clock())
        Frontier(connection).postpone(lease.id, until=until)
        self.leased.pop(lease.id, None)

    def sweep(self, connection: Connection, *, interrupted: bool) -> list[Lease]:
        """Leave nothing leased. Rows nobody accounted for are due again; at an ordinary end, they have vanished."""
        if interrupted:
            Frontier(connection).release(run=self.run, now=self.clock())
            return []
        lost = list(self.leased.values())
        for lease in lost:
            self._settle(connection, self._settled(lease, LOST))
        return lost

    def shapes_of(self, site: Site) -> Shapes:
        """What the addresses of a site's articles were seen to look like."""
        return self.shapes.get(site.key, NO_SHAPES)

    def _begin_source(self, frontier: Frontier, site: Site, page: Discover) -> None:
        row = self._offer(frontier, Offer(url=page.url, site=site.key, kind=Kind(page.kind)))
        self.sources[row.id] = page
        if self.job.by_name and not row.outcome:
            self._want(row.id)
        elif not self.job.due_only and not row.outcome:
            frontier.make_due([row.id], now=self.started)

    def _offer(self, frontier: Frontier, offer: Offer) -> Offered:
        row = frontier.offer(offer, run=self.run, now=self.started)
        if row.outcome:
            self.refused.append((offer, row.outcome))
        return row

    def _want(self, row: int) -> None:
        if row not in self.wanted:
            self.wanted.append(row)

    def _home(self, url: str) -> str:
        try:
            return site_of(canonical_url(url), self.job.profiles).key
        except ValueError:
            return UNKNOWN

    def _trace(self, frontier: Frontier, lease: Lease) -> None:
        """A source that another one led to is read as the profile says of that one."""
        if lease.id not in self.sources:
            known = (row for row in frontier.root(lease.id) if row in self.sources)
            if (row := next(known, None)) is not None:
                self.sources[lease.id] = self.sources[row]

    def _follow(self, frontier: Frontier, lease: Lease, offer: Offer, target: Offered) -> None:
        """See to it that a redirect's target, or the next part of an article, is visited in this run, once."""
        if target.id in self.visited:
            return
        if self.job.by_name and (offer.hops or lease.kind is Kind.PAGE):
            self._want(target.id)
        elif lease.kind is not Kind.PAGE and offer.hops:
            frontier.make_due([target.id], now=self.started)
        elif offer.kind is not Kind.PAGE and offer.day and not target.new:
            changed = datetime.combine(offer.day, time(), UTC)
            frontier.make_due([target.id], now=self.started, unless_after=changed)

    def _enter_twin(self, frontier: Frontier, twin: Offer, outcome: Outcome) -> None:
        """An address that nobody has named yet ends as its twin did; a known one goes its own way."""
        row = frontier.offer(twin, run=self.run, now=self.started)
        if row.new and not row.outcome:
            frontier.settle(Settled(row=row.id, outcome=outcome, now=self.clock()))

    def _turn_page(self, frontier: Frontier, lease: Lease) -> None:
        """Go on to the next page of a list, which has named something new."""
        page, number = self.sources.get(lease.id), lease.depth + 2
        url = page.page(number) if page and number <= MOST_PAGES else None
        if url:
            offer = Offer(url=url, site=lease.site, kind=Kind.LIST, depth=lease.depth + 1, found_on=lease.id)
            row = self._offer(frontier, offer)
            if row.id not in self.visited and not row.outcome:
                frontier.make_due([row.id], now=self.started)

    def _hold(self, connection: Connection, capture: Capture) -> datetime | None:
        host = host_of(capture.url)
        until = hold_until(capture.status, capture.header("Retry-After"), self.clock(), host=host)
        if until:
            self._hold_host(connection, host, until)
        return until

    def _hold_host(self, connection: Connection, host: str, until: datetime) -> None:
        hosts.hold(connection, host, until=until)
        self.manners.hold(host, until)

    def _settle(self, connection: Connection, *rows: Settled) -> None:
        Frontier(connection).settle(*rows)
        for row in rows:
            self.leased.pop(row.row, None)

    def _settled(  # noqa: PLR0913 - each one is a fact of the visit
        self,
        lease: Lease,
        outcome: Outcome,
        *,
        news: bool = False,
        patience: timedelta | None = None,
        hold: datetime | None = None,
        seen: Seen | None = None,
    ) -> Settled:
        now = self.clock()
        first = lease.kind is Kind.PAGE and lease.news_at is None and is_article(outcome)
        site = self.job.site(lease.site, lease.url)
        due = next_visit(lease, outcome, site, now, news=news, patience=patience, hold=hold)
        return Settled(
            row=lease.id,
            outcome=outcome,
            now=now,
            next_at=due.at,
            interval=due.interval,
            news_at=now if first or (news and lease.kind is not Kind.PAGE) else None,
            seen=seen,
        )


def nowhere(entry: Entry, read: Outcome, offered: Sequence[Offered]) -> Outcome:
    """*read*, or what is wrong with a source that redirects to where it must not be followed: it names nothing."""
    refused = next((row.outcome for row in offered if row.outcome), None)
    if entry.lease.kind is Kind.PAGE or read.reason is not Reason.REDIRECT or refused is None:
        return read
    away = "to another site: " if refused.reason is Reason.POLICY else "to "
    return replace(refused, detail=f"redirects {away}{entry.offers[0].url}")
