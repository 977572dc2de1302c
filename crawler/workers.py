"""Workers: the pool of processes that read pages, with a time limit for each page.

Everything that parses HTML happens here, links included: reading is tens of milliseconds of CPU that holds the
interpreter's lock, and a hostile page may hang or kill whoever parses it. No Scrapy in here: a worker stays small.
"""

import asyncio
import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.decode import decode
from archive.ingest import Article, Finding, Refusal, read
from archive.offers import Kind
from archive.outcome import Reason
from archive.page import parse
from archive.site import Site
from crawler.discovery import Found, discover
from crawler.discovery.found import NOTHING
from crawler.discovery.shapes import NO_SHAPES, Shapes
from crawler.discovery.signs import Signs, signs_of
from crawler.twins import twin_of

LIMIT = 10.0  # seconds a page; 10 MB in one paragraph take 3 to 5 s, what takes longer is an attack
MAX_PAGES = 1_000  # a worker is replaced after so many, whatever its libraries may leak
LAST_RESORT = 60  # seconds after which a hanging worker ends itself: whoever kept the time may have been killed
MEMORY = 2 * 2**30  # bytes of address space; 16 MiB of page need about 25 times their size


@dataclass(frozen=True, kw_only=True)
class Task:
    """A capture to be read. For a list page also the CSS selector of its links, if the profile names one.

    `shapes` are what the addresses of the site's articles were seen to look like. With `look` the reader also says what
    a list page tells of its site.
    """

    capture: Capture
    site: Site
    kind: Kind = Kind.PAGE
    links: str | None = None
    shapes: Shapes = NO_SHAPES
    look: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a worker made of a capture, and what the page names if it is one that names articles.

    `twin` is another address of the same page, `signs` what it tells of its site.
    """

    finding: Finding
    twin: str | None = None
    found: Found = NOTHING
    signs: Signs | None = None


class Workers:
    """A pool of reading processes, warm before the first page comes."""

    def __init__(self, size: int | None = None, *, limit: float = LIMIT) -> None:
        context = get_context("forkserver")  # never fork the process that holds the database and the event loop
        context.set_forkserver_preload([__name__, "trafilatura"])  # which the reader imports when it first asks it
        self.limit = limit
        self._start = partial(started_pool, size or cores(), context)
        self._starter = ThreadPoolExecutor(1, "workers")  # the first process takes a second to import what it needs
        self._pool = self._starter.submit(self._start)

    async def read(self, task: Task) -> Reading:
        """Read a capture. A worker that overran its time or died is a refusal as any other.

        Raises what the reader did not foresee, and BrokenExecutor if no worker can be started.
        """
        starting = self._pool
        pool = await asyncio.wrap_future(starting)
        try:
            return await self._read(pool, task)
        except RuntimeError:
            # Pebble gives the whole pool up when a worker that reads nothing is killed, as the system does for memory.
            if pool.active:
                raise
            if self._pool is starting:
                self._pool = self._starter.submit(self._start)
            return await self._read(await asyncio.wrap_future(self._pool), task)

    async def _read(self, pool: ProcessPool, task: Task) -> Reading:
        future = pool.schedule(read_task, args=(task,), timeout=self.limit)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            return Reading(finding=Refusal(reason=Reason.TIMEOUT, detail=f"not read within {self.limit:g} s"))
        except ProcessExpired as death:
            return Reading(finding=Refusal(reason=Reason.CRASHED, detail=f"the reader died with {death.exitcode}"))

    def close(self) -> None:
        """Stop the processes; what they were reading is lost, and still due."""
        self._starter.shutdown()
        if self._pool.exception() is None:
            pool = self._pool.result()
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def started_pool(size: int, context: BaseContext) -> ProcessPool:
    """A pool whose processes have been started: they import and warm up while the first pages are fetched."""
    pool = ProcessPool(max_workers=size, max_tasks=MAX_PAGES, initializer=prepare, context=context)
    pool.schedule(str)
    return pool


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def prepare() -> None:
    """Make a fresh worker ready: bounded, first to go when memory runs out, easily ended, and warm."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler in Python would wait for the C code that hangs
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    page = Capture(url="http://localhost/", captured_at=datetime.now(UTC), status=200, headers=(), body=b"<p>.</p>")
    read(page, Site(key="localhost", hosts=("localhost",)))


def read_task(task: Task) -> Reading:
    """Read a capture in a worker; never raises."""
    signal.alarm(LAST_RESORT)
    try:
        if task.kind is Kind.PAGE:
            return read_page(task)
        if task.capture.status != HTTPStatus.OK:  # an error or a redirect names nothing
            return Reading(finding=read(task.capture, task.site))
        return read_source(task)
    finally:
        signal.alarm(0)


def read_page(task: Task) -> Reading:
    """What a page says. One over several pages has no twin: each part may name the first, or itself."""
    finding = read(task.capture, task.site)
    if not isinstance(finding, Article) or finding.found.next_page or finding.found.part_of:
        return Reading(finding=finding)
    return Reading(finding=finding, twin=twin_of(task.capture, task.site))


def read_source(task: Task) -> Reading:
    """What a list page, a feed or a sitemap names."""
    try:
        found = discover(task.capture, task.kind, task.site, links=task.links, shapes=task.shapes)
    except NotAnArticle as no:
        return Reading(finding=Refusal(reason=no.reason, detail=no.detail))
    is_list = task.kind is Kind.LIST and found.kind is Kind.LIST
    signs = signs_of(parse(decode(task.capture).html, task.capture.url), task.site) if task.look and is_list else None
    if is_list and not found.articles:  # a meta refresh, a login, an empty shell: the reader knows them
        finding = read(task.capture, task.site.model_copy(update={"discover": ()}))
        if isinstance(finding, Refusal) and finding.reason is not Reason.TOO_SHORT:
            return Reading(finding=finding, found=found, signs=signs)
    return Reading(finding=Refusal(reason=Reason.LIST_PAGE, detail="; ".join(found.warnings)), found=found, signs=signs)
