"""Workers: the pool of processes that read pages, with a time limit for each page.

Reading is tens of milliseconds of CPU that holds the interpreter's lock, and a hostile page may hang or kill whoever
parses it. What exactly is done with a task is the caller's: crawling reads links as well, `reprocess` does not.
"""

import asyncio
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice, takewhile
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from archive import forkserver
from archive.ingest import Refusal
from archive.outcome import Reason

T = TypeVar("T")
R = TypeVar("R")
# Seconds of processor time a page: 15 MB of one text take 6, and 13 on a core that others use as well. What takes
# longer is an attack. By the clock it is for the neighbours to say, so that limit is for what hangs without working.
LIMIT = 20.0
PATIENCE = 60.0
# A worker is replaced after so many rows of tasks, of one page to five, whatever its libraries may leak: once the first
# thousand pages have filled what is remembered, it grows by half a megabyte a thousand.
MAX_TASKS = 5_000
LAST_RESORT = 90  # seconds after which a hanging worker ends itself: whoever kept the time may have been killed
MEMORY = 2 * 2**30  # bytes of address space; 16 MiB of page need about 25 times their size
# How much nicer a worker is than who enters what it reads. If that one must wait for a core, all workers come to wait
# for it, and cores rest: as equals they took 5 % longer for a page in an archive of half a million articles.
NICER = 10
# Tasks a process that wait or are done. Half of them are handed over together, for entered one by one a page takes half
# as long again; meanwhile nobody idles.
AHEAD = 10
MOST_AT_ONCE = 30  # results handed over together
# Tasks that one process is given together at most: to give it one costs ours half a millisecond. A crawl whose readers
# are never at rest gives 4.3 together, and they go on finding the next ones ready.
TOGETHER = 5


class Workers(Generic[T, R]):
    """A pool of reading processes, warm before the first page comes.

    *do* is what they do with a task, a function of some module; *refused* makes of a refusal what *do* returns. A task
    may take *limit* seconds of processor time, and *patience* by the clock.
    """

    def __init__(
        self,
        do: Callable[[T], R],
        *,
        refused: Callable[[Refusal], R],
        size: int | None = None,
        limit: float = LIMIT,
        patience: float = PATIENCE,
    ) -> None:
        context = forkserver.started(do.__module__)
        self.size = size or cores()
        self.limit = limit
        self.patience = patience
        self._do = partial(each, partial(bounded, do, limit))
        self._refused = refused
        self._start = partial(started_pool, self.size, context)
        self._starter = ThreadPoolExecutor(1, "workers")  # the first process takes a second to import what it needs
        self._pool = self._starter.submit(self._start)
        self._stopping: Future[None] | None = None
        self._waiting = deque[tuple[T, asyncio.Future[R]]]()
        self._given = set[asyncio.Task[None]]()  # what processes have, or find when they are done with what they have

    async def read(self, task: T) -> R:
        """Read a task. A worker that overran its time or died is a refusal as any other.

        Raises what the reader did not foresee, and BrokenExecutor if no worker can be started.
        """
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[R] = loop.create_future()
        self._waiting.append((task, asked))
        loop.call_soon(self._give)  # together with what else is asked for in this turn of the loop
        return await asked

    def in_order(self, tasks: Iterable[T]) -> Iterator[list[tuple[T, R]]]:
        """Tasks with what was read, in the order of the tasks: some at a time.

        However many tasks there are, only a few are held at a time. Raises as `read` does.
        """
        todo, waiting = iter(tasks), deque[tuple[T, asyncio.Task[R]]]()
        most = self.size * AHEAD
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            loop = runner.get_loop()
            while True:
                more = islice(todo, most - len(waiting))
                waiting.extend((task, loop.create_task(self.read(task))) for task in more)
                if not waiting:
                    return
                half = [reading for _, reading in islice(waiting, most // 2)]
                loop.run_until_complete(asyncio.wait(half))
                ready = takewhile(lambda pair: pair[1].done(), islice(waiting, MOST_AT_ONCE))
                done = [(task, reading.result()) for task, reading in ready]
                for _ in done:
                    waiting.popleft()
                yield done

    def _give(self) -> None:
        """Give the processes what waits: to one that rests at once, and the more together the more there is."""
        self._waiting = deque(pair for pair in self._waiting if not pair[1].done())  # whoever asked may have gone
        share = min(TOGETHER, -(-len(self._waiting) // self.size))
        while self._waiting and len(self._given) < self.size * AHEAD // TOGETHER:
            some = [self._waiting.popleft() for _ in range(min(share, len(self._waiting)))]
            given = asyncio.ensure_future(self._answer(some))
            self._given.add(given)
            given.add_done_callback(self._given_back)

    def _given_back(self, given: asyncio.Task[None]) -> None:
        self._given.discard(given)
        self._give()

    async def _answer(self, some: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        """Have some tasks read, and tell those who asked."""
        found = await self._read_all([task for task, _ in some])
        tell([asked for _, asked in some], found)

    async def _read_all(self, tasks: Sequence[T]) -> list[R | Exception]:
        """Read some tasks in one process; if that fails, each alone, so that one only is refused or raises."""
        try:
            return [*await self._in_worker(tasks)]
        except Exception as error:  # noqa: BLE001 - who asked is told
            if len(tasks) == 1:
                return [self._told(error)]
        alone = await asyncio.gather(*(self._read_all([task]) for task in tasks))
        return [found for one in alone for found in one]

    def _told(self, error: Exception) -> R | Exception:
        """The refusal that it means that a process could not read a task, or the error that nobody foresaw."""
        if isinstance(error, TimeoutError):
            return self._refused(Refusal(reason=Reason.TIMEOUT, detail=f"not read within {self.patience:g} s"))
        if not isinstance(error, ProcessExpired):
            return error
        if error.exitcode == -signal.SIGPROF:
            late = f"not read within {self.limit:g} s of processor time"
            return self._refused(Refusal(reason=Reason.TIMEOUT, detail=late))
        return self._refused(Refusal(reason=Reason.CRASHED, detail=f"the reader died with {error.exitcode}"))

    async def _in_worker(self, tasks: Sequence[T]) -> list[R]:
        """Do some tasks in a worker. Raises TimeoutError or ProcessExpired if the worker overran its time or died."""
        starting = self._pool
        pool = starting.result() if starting.done() else await asyncio.wrap_future(starting)
        try:
            return await self._handed_over(pool, tasks)
        except RuntimeError:
            # Pebble gives the whole pool up when a worker that reads nothing is killed, as the system does for memory.
            if pool.active:
                raise
            if self._pool is starting:
                self._pool = self._starter.submit(self._start)
            return await self._handed_over(await asyncio.wrap_future(self._pool), tasks)

    async def _handed_over(self, pool: ProcessPool, tasks: Sequence[T]) -> list[R]:
        """What a worker of the pool makes of them, in the time that one of them may take: they are short, as a rule."""
        return await asyncio.wrap_future(pool.schedule(self._do, args=(tasks,), timeout=self.patience))

    def stop(self) -> Future[None]:
        """Begin to stop the processes, while the caller ends what else there is; `close` waits for it."""
        self._stopping = self._stopping or self._starter.submit(stop_pool, self._pool)
        return self._stopping

    def close(self) -> None:
        """Stop the processes; what they were reading is lost, and still due."""
        self.stop().result()
        self._starter.shutdown()


def started_pool(size: int, context: BaseContext) -> ProcessPool:
    """A pool whose processes have been started: they import and warm up while the first pages are fetched."""
    pool = ProcessPool(max_workers=size, max_tasks=MAX_TASKS, initializer=prepare, context=context)
    pool.schedule(str)
    return pool


def stop_pool(starting: Future[ProcessPool]) -> None:
    """Stop a pool, if it could be started. That may take a tenth of a second: it looks up no oftener."""
    if starting.exception() is None:
        pool = starting.result()
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def prepare() -> None:
    """Make a fresh worker ready: bounded, giving way, first to go when memory runs out, easily ended, and warm."""
    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler in Python would wait for the C code that hangs
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    from archive import warm  # noqa: F401, PLC0415 - it is, as a rule, since before the fork


def bounded(do: Callable[[T], R], limit: float, task: T) -> R:
    """Do a task in a worker, which ends by a signal, whatever code it is in, if that takes too long."""
    signal.alarm(LAST_RESORT)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        return do(task)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def each(do: Callable[[T], R], tasks: Iterable[T]) -> list[R]:
    """Do some tasks, one after the other."""
    return [do(task) for task in tasks]


def tell(asked: Iterable[asyncio.Future[Any]], done: Iterable[Any]) -> None:
    """Tell those who asked what came of it; a loop that is woken once for all is woken cheaply."""
    for one, result in zip(asked, done, strict=True):
        if one.done():  # whoever asked has gone
            continue
        if isinstance(result, BaseException):
            one.set_exception(result)
        else:
            one.set_result(result)
