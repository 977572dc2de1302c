"""Keeper: a run's hold on the archive. One thread owns the database and the WARC files; everybody else awaits it."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Lock
from typing import IO, Any, Self, TypeVar

from sqlalchemy import Connection

from archive import hosts, ingest, runs
from archive.batch import together
from archive.capture import Capture
from archive.database import Database
from archive.errors import StorageError
from archive.frontier import Lease
from archive.hosts import Rules
from archive.offers import Offer
from archive.outcome import Outcome
from archive.replay import Replay
from archive.site import Site
from archive.store import Store
from archive.stories import stopkeys
from archive.warc import OpenFile, WarcWriter, abandoned
from archive.workers import tell
from crawler.entry import Entry
from crawler.job import Clock, Job, utc_now
from crawler.ledger import Entered, Ledger
from crawler.lock import check_pages, check_room, hold
from crawler.manners import Manners
from crawler.plan import Ahead, due_pages, next_due

T = TypeVar("T")
# Eight pages in one transaction take two thirds of the time that they take in eight, and sixteen a tenth less. More
# would hold up what reads: of a site no more than four times as many are on their way. Two readers need .1 s for
# sixteen.
ENOUGH, PATIENCE = 16, 0.3  # steps; seconds
log = logging.getLogger(__name__)


def warn(damage: StorageError) -> None:
    """Log what could not be read of a file."""
    log.warning("%s", damage)


@dataclass(kw_only=True)
class Keeper:
    """The archive for the length of a run.

    `strays` are captures that a killed run kept and did not read, `unread` those that this run has yet to: the name of
    the file by the capture's id. `waiting` steps are written together, one of which enters all that is `unmodified`.
    """

    job: Job
    ledger: Ledger
    database: Database
    writer: WarcWriter
    lock: IO[str] | None
    left: tuple[OpenFile, ...]
    strays: tuple[Capture, ...]
    clock: Clock
    unread: dict[str, str] = field(default_factory=dict)
    waiting: deque[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = field(default_factory=deque)
    unmodified: list[Lease] = field(default_factory=list)
    taking: Lock = field(default_factory=Lock)  # what is unmodified; a row that came in between would be forgotten
    entering: asyncio.Future[Outcome] = field(init=False)
    timer: asyncio.TimerHandle | None = None
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "keeper"))

    @classmethod
    def open(cls, job: Job, *, clock: Clock = utc_now) -> Self:
        """Take the archive for *job*. Raises LockedError, StorageError or SchemaError before anything is changed."""
        with ExitStack() as taken:
            database = Database.open(job.folder.database)
            taken.callback(database.close)
            check_room(job.folder.path)
            lock = taken.enter_context(hold(job.folder.lock)) if job.kind == "crawl" else None
            if lock:
                check_pages(database, clock())
            taken.pop_all()
        replay = Replay(folder=job.folder, database=database, sites=job.profiles)
        left = tuple(abandoned(job.folder.warc))
        strays = tuple(capture for one in left for capture in replay.unread(one.path, report=warn))
        writer = WarcWriter(job.folder.warc, max_size=job.settings.warc_size)
        ledger = Ledger(job=job, clock=clock, started=clock(), manners=Manners(reuse=job.due_only))
        with database.writing() as connection:
            ledger.begin(connection)
        return cls(
            job=job,
            ledger=ledger,
            database=database,
            writer=writer,
            lock=lock,
            left=left,
            strays=strays,
            clock=clock,
        )

    async def claim(self, rooms: Mapping[str, int], *, room: int) -> list[Lease]:
        """Lease rows that are due: of each site as many as there is room for, *room* of all."""
        return await self._write(lambda connection: self.ledger.claim(connection, rooms, room=room), at_once=True)

    async def want(self, offers: Sequence[Offer]) -> None:
        """Enter addresses that are asked for by name."""
        await self._write(lambda connection: self.ledger.want(connection, offers), at_once=True)

    async def keep(self, capture: Capture) -> Capture:
        """Write *capture* into a WARC file; a payload that is kept already is referred to."""
        return await self._in_thread(lambda: self._keep(capture))

    async def enter(self, entry: Entry) -> Entered:
        """Enter reading, offers and the row's new state: all of it or nothing."""
        named = bool(entry.offers)  # what is to be claimed next
        entered = await self._write(lambda connection: self.ledger.enter(connection, entry), at_once=named)
        self.unread.pop(entry.capture.record_id, None)
        return entered

    async def repeat(self, lease: Lease, site: Site, capture: Capture) -> Outcome | None:
        """Enter a capture whose payload is that of the last one; None if it has to be read after all."""
        outcome = await self._write(lambda connection: self.ledger.repeat(connection, lease, site, capture))
        if outcome:
            self.unread.pop(capture.record_id, None)
        return outcome

    async def not_modified(self, lease: Lease) -> Outcome:
        """Enter that the server has nothing new, in one step with all of which that is said meanwhile."""
        with self.taking:
            self.unmodified.append(lease)
            alone = len(self.unmodified) == 1
        if alone:
            self.entering = asyncio.ensure_future(self._write(self._enter_unmodified))
        else:
            self._write_in_time()
        return await asyncio.shield(self.entering)

    async def add(self, capture: Capture, finding: ingest.Finding, site: Site) -> None:
        """Enter what a stray capture was read as. Its row in the ledger is due again anyway."""
        await self._write(lambda connection: ingest.file(capture, finding, site, Store(connection)))

    async def caught_up(self) -> None:
        """All strays are entered: their files can be closed."""
        await self._in_thread(lambda: [one.finish() for one in self.left])

    async def fail(self, lease: Lease, outcome: Outcome, *, for_now: bool = False) -> None:
        """Enter that there is no capture to read."""
        await self._write(lambda connection: self.ledger.fail(connection, lease, outcome, for_now=for_now))

    async def postpone(self, lease: Lease) -> None:
        """Give a row back whose host wants us later."""
        await self._write(lambda connection: self.ledger.postpone(connection, lease))

    async def keep_rules(self, origin: str, rules: Rules) -> None:
        """Enter what an origin's robots.txt says."""
        self.ledger.manners.rules[origin] = rules
        await self._write(lambda connection: hosts.keep_rules(connection, origin, rules), at_once=True)

    def sweep(self, *, interrupted: bool) -> list[Lease]:
        """Leave nothing leased; the rows that nobody accounted for."""
        self._write_soon().result()
        with self.database.writing() as connection:
            return self.ledger.sweep(connection, interrupted=interrupted)

    def finish(self, counts: Mapping[str, Mapping[str, int]], exit_code: int) -> Ahead:
        """Enter how the run ended; what is left to do for its sites."""
        now, keys = self.clock(), [site.key for site in self.job.sites]
        with self.database.writing() as connection:
            if stopkeys.is_due(connection, now):
                stopkeys.refresh(connection)
            runs.finish(connection, self.ledger.run, counts=counts, exit_code=exit_code, now=now)
            return Ahead(due=due_pages(connection, keys, now), next_due=next_due(connection, keys, now))

    def close(self) -> None:
        """Let go of everything, whatever is broken; the disk may be full. What was kept and not read is left open."""
        if self.timer:
            self.timer.cancel()
        self.thread.shutdown()
        try:
            for left in self.left:
                left.leave()
            self.writer.close(unread=self._files_unread())
            self.database.close()
        except (OSError, StorageError) as error:
            log.error("closing the archive: %s", error)  # noqa: TRY400 - one line, not a trace
        finally:
            if self.lock:
                self.lock.close()

    def _keep(self, capture: Capture) -> Capture:
        with self.database.reading() as connection:
            earlier = Store(connection).earlier(capture.payload_digest)
        try:
            kept = self.writer.write(capture, earlier=earlier, unread=self._files_unread())
        except OSError as error:
            raise StorageError(f"{self.writer.folder}: {error.strerror or error}") from error
        if kept.place:
            self.unread[kept.record_id] = kept.place.file
        return kept

    def _files_unread(self) -> set[str]:
        """The names of the WARC files with captures that this run has yet to read."""
        return set(self.unread.copy().values())  # a copy is made in one step, whatever the other threads do

    async def _write(self, step: Callable[[Connection], T], *, at_once: bool = False) -> T:
        """Do *step*, in one transaction with others.

        It waits for these as long as rows are on their way that may bring some, but only for a moment, and not if
        somebody waits for the step itself.
        """
        asked: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append((step, asked))
        if at_once:
            self._write_soon()
        else:
            self._write_in_time()
        return await asked

    def _write_in_time(self) -> None:
        """Write now, if that is worth it, or in a moment."""
        if len(self.waiting) + len(self.unmodified) >= min(ENOUGH, len(self.ledger.leased)):
            self._write_soon()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(PATIENCE, self._write_soon)

    def _write_soon(self) -> Future[None]:
        if self.timer:
            self.timer.cancel()
            self.timer = None
        return self.thread.submit(self._write_waiting)

    def _write_waiting(self) -> None:
        """Do all steps that wait, in as few transactions as hold them. Runs in the thread."""
        waiting = [self.waiting.popleft() for _ in range(len(self.waiting))]
        chosen = [(step, asked) for step, asked in waiting if not asked.cancelled()]
        steps, done = iter([step for step, _ in chosen]), list[Any]()
        try:
            while len(done) < len(chosen):
                done += together(self.database, steps)
        except BaseException as error:  # noqa: BLE001 - each of those who asked is told
            done += [error] * (len(chosen) - len(done))
        if chosen:
            told = [asked for _, asked in chosen]
            told[0].get_loop().call_soon_threadsafe(tell, told, done)

    def _enter_unmodified(self, connection: Connection) -> Outcome:
        with self.taking:
            leases, self.unmodified = self.unmodified, []
        return self.ledger.not_modified(connection, leases)

    async def _in_thread(self, step: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, step)
