"""Session: one run from its first claim to its report. Knows nothing of Scrapy."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from archive.capture import Capture
from archive.errors import StorageError
from archive.frontier import Lease
from archive.hosts import Rules
from archive.offers import Kind, Offer
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site
from archive.workers import Workers
from crawler.job import Clock, Job, utc_now
from crawler.keeper import ENOUGH, Keeper
from crawler.plan import Ahead
from crawler.report import RunReport, Tally, exit_code
from crawler.visit import Visit
from crawler.workers import Reading, Task, workers

AT_ONCE = 64  # rows leased and not settled: memory stays flat, and a kill costs no more than these
ON_HAND = 20.0  # seconds of a site's requests that may wait in the downloader for their turn
# Rows of one site at once. While one part of them is fetched and one waits to be written together, the readers have
# two, or they would now and then have nothing to do.
FEWEST, MOST = 2, 4 * ENOUGH
# In one run: what makes addresses without end shall not keep the others waiting. 5 s apart it takes 7 hours.
MOST_OF_A_SITE = 5_000

# From what robots.txt says, by origin, to what is to be visited next.
Scout = Callable[[Mapping[str, Rules]], Sequence[Offer]]

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Session:
    """What a run holds: the archive, the readers, the rows on their way, the counts.

    `ending` says why the run ends before its work is done, `problem` is one line on it. `asked` counts the rows claimed
    of each site. A `scout` is asked what to visit next when everything has been visited.
    """

    job: Job
    keeper: Keeper
    workers: Workers[Task, Reading]
    on_visit: Callable[[Visit], None] | None = None
    scout: Scout | None = None
    tally: Tally = field(default_factory=Tally)
    flight: dict[int, Lease] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    ending: str | None = None
    problem: str | None = None
    report: RunReport | None = None
    landed: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def open(
        cls,
        job: Job,
        *,
        on_visit: Callable[[Visit], None] | None = None,
        scout: Scout | None = None,
        clock: Clock = utc_now,
    ) -> Self:
        """Take the archive and start the readers. Raises as Keeper.open does, before anything is started."""
        keeper = Keeper.open(job, clock=clock)
        session = cls(job=job, keeper=keeper, workers=workers(job.settings.workers), on_visit=on_visit, scout=scout)
        for offer, outcome in keeper.ledger.refused:
            session.count(Visit(url=offer.url, site=offer.site, outcome=outcome, kind=offer.kind))
        return session

    async def catch_up(self) -> None:
        """Read what a killed run kept and did not read, so that the database holds all that the files hold."""
        for capture in self.keeper.strays:
            site = self.job.site("", capture.url)
            reading = await self.workers.read(Task(capture=capture, site=site))
            await self.keeper.add(capture, reading.finding, site)
        await self.keeper.caught_up()

    async def claim(self) -> list[Lease]:
        """The next rows to visit. Waits while rows are on their way; none means that the work is done."""
        while not self.ending:
            self.landed.clear()
            idle = not self.flight  # asked before: rows land while the ledger looks for others
            rooms, room = self.rooms(), self.room()
            # A claim is a transaction, so none is begun that could bring nothing.
            leases = await self.keeper.claim(rooms, room=room) if room and (not rooms or any(rooms.values())) else []
            self.asked.update(lease.site for lease in leases)
            self.flight |= {lease.id: lease for lease in leases}
            if leases:
                return leases
            if not idle:
                await self.landed.wait()
            elif not await self.go_on():
                return []
        return []

    async def go_on(self) -> bool:
        """Ask the scout what to visit next; whether there is anything."""
        offers = self.scout(self.keeper.ledger.manners.rules) if self.scout else ()
        if offers:
            await self.keeper.want(offers)
        return bool(offers)

    def room(self) -> int:
        """How many more rows may be on their way."""
        room = AT_ONCE - len(self.flight)
        return max(0, room if self.job.max_pages is None else min(room, self.job.max_pages - self.asked.total()))

    def rooms(self) -> dict[str, int]:
        """How many more due rows of each site may be on their way, those first that have the fewest."""
        if self.job.by_name:
            return {}
        busy = Counter(lease.site for lease in self.flight.values())
        rooms: dict[str, int] = {}
        for site in sorted(self.job.sites, key=lambda site: busy[site.key]):
            free = at_once(site) - busy[site.key]
            # A claim is a transaction: not one for every row, but one for those that were written together.
            worth = free if free >= min(ENOUGH, at_once(site) / 2) else 0
            rooms[site.key] = max(0, min(worth, MOST_OF_A_SITE - self.asked[site.key]))
        return rooms

    async def fail(self, lease: Lease, outcome: Outcome, *, for_now: bool = False) -> None:
        """Enter that there is no capture to read; *for_now* if that may pass."""
        await self.keeper.fail(lease, outcome, for_now=for_now)
        self.settle(lease, visit_of(lease, outcome))

    async def not_modified(self, lease: Lease, capture: Capture) -> None:
        """Enter that the server says "as before"."""
        outcome = await self.keeper.not_modified(lease)
        self.settle(lease, visit_of(lease, outcome, capture))

    async def postpone(self, lease: Lease) -> None:
        """Leave a row for another run: its host wants us later."""
        await self.keeper.postpone(lease)
        self.leave(lease)

    def settle(self, lease: Lease, visit: Visit) -> None:
        """A row has come to its end."""
        self.count(visit)
        self.leave(lease)

    def leave(self, lease: Lease) -> None:
        """A row is on its way no more. One that was not settled stays leased until the sweep accounts for it."""
        self.flight.pop(lease.id, None)
        self.landed.set()

    def count(self, visit: Visit) -> None:
        """Count a visit, and tell whoever listens. A list page without a link has failed; a feed may be empty."""
        outcome = visit.outcome
        if visit.kind is Kind.PAGE:
            self.tally.page(visit.site, outcome)
        else:
            empty = visit.kind is Kind.LIST and outcome.reason is Reason.LIST_PAGE and not visit.named.articles
            failed = empty or outcome.verdict is Verdict.FAILED
            self.tally.source(visit.site, visit.url, outcome, failed=failed)
        if self.on_visit:
            self.on_visit(visit)

    def end_early(self, ending: str, problem: str | None = None) -> bool:
        """Claim no more; whether this was the first to say so."""
        if self.ending:
            return False
        self.ending, self.problem = ending, problem
        self.landed.set()
        return True

    def close(self, reason: str) -> RunReport:
        """Sweep, enter the run's end, let go of the archive. *reason* is why it ended, if nothing ended it early."""
        self.workers.stop()
        finish, ahead = self.ending or reason, Ahead()
        try:
            self._sweep(interrupted=finish != "finished")
            ahead = self.keeper.finish(self.tally.counts, exit_code(self.job.kind, finish, self.tally))
        except StorageError as error:
            finish, self.problem = "storage", self.problem or str(error)
        self.keeper.close()
        self.workers.close()
        self.report = RunReport(
            run=self.keeper.ledger.run,
            finish=finish,
            exit_code=exit_code(self.job.kind, finish, self.tally),
            counts={site: dict(sorted(found.items())) for site, found in sorted(self.tally.counts.items())},
            failures=tuple(sorted(self.tally.failures, key=lambda failure: (failure.site, failure.url))),
            problem=self.problem,
            due=ahead.due,
            next_due=ahead.next_due,
        )
        return self.report

    def _sweep(self, *, interrupted: bool) -> None:
        for lease in self.keeper.sweep(interrupted=interrupted):
            log.error("vanished: %s", lease.url)
            self.count(visit_of(lease, Outcome(verdict=Verdict.FAILED, reason=Reason.VANISHED)))


def visit_of(lease: Lease, outcome: Outcome, capture: Capture | None = None) -> Visit:
    """The visit to a row of which nothing was read."""
    return Visit(url=lease.url, site=lease.site, outcome=outcome, kind=lease.kind, capture=capture)


def at_once(site: Site) -> int:
    """How many rows of *site* may be on their way: a slow site needs few, and they delay the end of a run."""
    return int(max(FEWEST, min(MOST, ON_HAND / max(site.delay, ON_HAND / MOST))))
