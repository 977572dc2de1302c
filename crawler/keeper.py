"""Keeper: a run's hold on the archive. One thread owns the database and the WARC files; everybody else awaits it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO, Self, TypeVar

from sqlalchemy import Connection

from archive import ingest, runs, stopkeys
from archive.capture import Capture
from archive.database import Database
from archive.errors import ArchiveError, StorageError
from archive.frontier import Frontier, Kind, Lease, Offer, Offered
from archive.outcome import Outcome, Reason, Verdict
from archive.replay import Replay
from archive.site import Discover, Site, site_of
from archive.store import Store
from archive.urls import canonical_url
from archive.warc import Abandoned, WarcWriter, abandoned
from crawler.entry import Entry
from crawler.job import Job
from crawler.lock import hold
from crawler.plan import due_pages
from crawler.schedule import for_ledger, next_visit

LEASE = timedelta(hours=1)  # only another command, fetch, can outlive it; the next crawl takes over at once

T = TypeVar("T")
log = logging.getLogger(__name__)


def warn(damage: StorageError) -> None:
    """Log what could not be read of a file."""
    log.warning("%s", damage)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What became of an entry and, in their order, of its offers."""

    outcome: Outcome
    offered: tuple[Offered, ...] = ()


@dataclass(kw_only=True)
class Keeper:
    """The archive for the length of a run.

    `started` is the run's clock for the ledger, and it stands still: what comes due while the run goes on waits for
    the next one, so that a run comes to an end. `strays` are captures that a killed run kept and did not read. `lists`
    holds how the profile says to read a list page, by its row.
    """

    job: Job
    database: Database
    writer: WarcWriter
    lock: IO[str] | None
    left: tuple[Abandoned, ...]
    strays: tuple[Capture, ...]
    clock: Callable[[], datetime]
    started: datetime
    run: int = 0
    lists: dict[int, Discover] = field(default_factory=dict)
    wanted: list[int] = field(default_factory=list)
    refused: list[tuple[Offer, Outcome]] = field(default_factory=list)
    leased: dict[int, Lease] = field(default_factory=dict)
    visited: set[int] = field(default_factory=set)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "keeper"))

    @classmethod
    def open(cls, job: Job, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Self:
        """Take the archive for *job*. Raises LockedError, StorageError or SchemaError before anything is changed."""
        database = Database.open(job.folder.database)
        try:
            lock = hold(job.folder.lock) if job.kind == "crawl" else None
        except ArchiveError:
            database.close()
            raise
        replay = Replay(folder=job.folder, database=database, sites=job.profiles)
        left = tuple(abandoned(job.folder.warc))
        strays = tuple(capture for one in left for capture in replay.unread(one.path, report=warn))
        writer = WarcWriter(job.folder.warc, max_size=job.settings.warc_size)
        keeper = cls(
            job=job, database=database, writer=writer, lock=lock, left=left, strays=strays, clock=clock, started=clock()
        )
        with database.writing() as connection:
            keeper._begin(connection)
        return keeper

    async def claim(self, rooms: Mapping[str, int]) -> list[Lease]:
        """Lease rows that are due: of each site as many as there is room for. In a fetch the sites do not matter."""
        return await self._write(lambda connection: self._claim(connection, rooms))

    async def keep(self, capture: Capture) -> Capture:
        """Write *capture* into a WARC file; a payload that is kept already is referred to."""
        return await self._in_thread(lambda: self._keep(capture))

    async def enter(self, entry: Entry) -> Entered:
        """Enter reading, offers and the row's new state: all of it or nothing."""
        return await self._write(lambda connection: self._enter(connection, entry))

    async def add(self, capture: Capture, finding: ingest.Finding, site: Site) -> None:
        """Enter what a stray capture was read as. Its row in the ledger is due again anyway."""
        await self._write(lambda connection: ingest.file(capture, finding, site, Store(connection)))

    async def caught_up(self) -> None:
        """All strays are entered: their files can be closed."""
        await self._in_thread(lambda: [one.finish() for one in self.left])

    async def fail(self, lease: Lease, site: Site, outcome: Outcome, *, for_now: bool = False) -> None:
        """Enter that there is no capture to read."""
        next_at = next_visit(lease, outcome, site, self.clock(), for_now=for_now)
        await self._write(lambda connection: self._settle(connection, lease, outcome, next_at))

    def sweep(self, *, interrupted: bool) -> list[Lease]:
        """Leave nothing leased. Rows nobody accounted for are due again; at an ordinary end, they have vanished."""
        lost = list(self.leased.values())
        with self.database.writing() as connection:
            if interrupted:
                Frontier(connection).release(run=self.run, now=self.clock())
                return []
            for lease in lost:
                outcome = Outcome(
                    verdict=Verdict.FAILED, reason=Reason.VANISHED, detail="requested, and never heard of again"
                )
                site = self.job.site(lease.site, lease.url)
                self._settle(connection, lease, outcome, next_visit(lease, outcome, site, self.clock()))
        return lost

    def finish(self, counts: Mapping[str, Mapping[str, int]], exit_code: int) -> int:
        """Enter how the run ended; the number of pages of its sites that remain due."""
        with self.database.writing() as connection:
            if stopkeys.is_due(connection, self.clock()):
                stopkeys.refresh(connection)
            runs.finish(connection, self.run, counts=counts, exit_code=exit_code, now=self.clock())
            return due_pages(connection, [site.key for site in self.job.sites], self.clock())

    def close(self) -> None:
        """Let go of everything, whatever is broken; the disk may be full."""
        self.thread.shutdown()
        try:
            self.writer.close()
            self.database.close()
        except (OSError, StorageError) as error:
            log.error("closing the archive: %s", error)  # noqa: TRY400 - one line, not a trace
        finally:
            if self.lock:
                self.lock.close()

    def _begin(self, connection: Connection) -> None:
        keys = [site.key for site in self.job.sites] or sorted({self._home(url) for url in self.job.urls})
        self.run = runs.start(connection, kind=self.job.kind, sites=keys, now=self.started)
        frontier = Frontier(connection)
        if self.job.kind == "crawl":
            frontier.take_over(run=self.run, now=self.started)
        for site in self.job.sites:
            for page in site.discover:
                self._begin_list(frontier, site, page)
        for url in self.job.urls:
            row = self._offer(frontier, Offer(url=url, site=self._home(url)))
            if not row.outcome and row.id not in self.wanted:
                self.wanted.append(row.id)

    def _begin_list(self, frontier: Frontier, site: Site, page: Discover) -> None:
        offer = Offer(url=page.url, site=site.key, kind=Kind(page.kind))
        if page.kind != "list":
            detail = f"a {page.kind} is not read yet"
            self.refused.append((offer, Outcome(verdict=Verdict.FAILED, reason=Reason.POLICY, detail=detail)))
            return
        row = self._offer(frontier, offer)
        self.lists[row.id] = page
        if not self.job.due_only and not row.outcome:
            frontier.make_due([row.id], now=self.started)

    def _offer(self, frontier: Frontier, offer: Offer) -> Offered:
        row = frontier.offer(offer, run=self.run, now=self.started)
        if row.outcome:
            self.refused.append((offer, row.outcome))
        return row

    def _home(self, url: str) -> str:
        try:
            return site_of(canonical_url(url), self.job.profiles).key
        except ValueError:
            return "unknown"

    def _claim(self, connection: Connection, rooms: Mapping[str, int]) -> list[Lease]:
        frontier, until = Frontier(connection), self.clock() + LEASE
        if self.job.kind == "fetch":
            room = sum(rooms.values())
            chosen, self.wanted = self.wanted[:room], self.wanted[room:]
            leases = frontier.lease(chosen, run=self.run, until=until)
        else:
            leases = [
                lease
                for site, room in rooms.items()
                for lease in frontier.claim(run=self.run, site=site, now=self.started, until=until, limit=room)
            ]
        self.leased |= {lease.id: lease for lease in leases}
        self.visited |= {lease.id for lease in leases}
        return leases

    def _keep(self, capture: Capture) -> Capture:
        with self.database.reading() as connection:
            earlier = Store(connection).earlier(capture.payload_digest)
        try:
            return self.writer.write(capture, earlier=earlier)
        except OSError as error:
            raise StorageError(f"{self.writer.folder}: {error.strerror or error}") from error

    def _enter(self, connection: Connection, entry: Entry) -> Entered:
        lease = entry.lease
        read = ingest.file(entry.capture, entry.finding, entry.site, Store(connection))
        frontier = Frontier(connection)
        offered = tuple(frontier.offer(offer, run=self.run, now=self.started) for offer in entry.offers)
        for offer, row in zip(entry.offers, offered, strict=True):
            if (offer.hops or lease.kind is Kind.PAGE) and not row.outcome:
                self._follow(frontier, lease, row)
        outcome = for_ledger(lease, read, entry.capture.status)
        if not entry.again:
            self._settle(connection, lease, outcome, next_visit(lease, outcome, entry.site, self.clock()))
        return Entered(outcome=outcome, offered=offered)

    def _follow(self, frontier: Frontier, lease: Lease, target: Offered) -> None:
        """See to it that a redirect's target, or the next part of an article, is visited in this run, once."""
        if target.id in self.visited:
            return
        if self.job.kind == "fetch":
            self.wanted.append(target.id)
        elif lease.id in self.lists:
            self.lists[target.id] = self.lists[lease.id]
            frontier.make_due([target.id], now=self.started)

    def _settle(self, connection: Connection, lease: Lease, outcome: Outcome, next_at: datetime | None) -> None:
        Frontier(connection).settle(lease.id, outcome, next_at=next_at)
        self.leased.pop(lease.id, None)

    async def _write(self, step: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with self.database.writing() as connection:
                return step(connection)

        return await self._in_thread(transaction)

    async def _in_thread(self, step: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, step)
