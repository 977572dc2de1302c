"""NewsSpider: due rows -> requests -> captures. What a capture means, and which rows are due, is decided elsewhere."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, Self
from urllib.parse import urldefrag

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.config import load_settings
from archive.database import Database
from archive.errors import StorageError
from archive.frontier import Lease
from archive.hosts import Rules
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site
from archive.urls import host_of
from crawler.choose import profiles
from crawler.entry import Fetched
from crawler.job import Job, utc_now
from crawler.manners import Manners
from crawler.middlewares.capture import CAPTURE
from crawler.middlewares.politeness import DELAY
from crawler.middlewares.refused import Held, Refused, one_line
from crawler.schedule import hold_until
from crawler.session import Session
from crawler.settings import of_archive
from crawler.unchanged import conditions, is_as_before, may_skip


class NewsSpider(Spider):
    """Crawls any number of sites, or fetches single addresses. One class for all: a site is data."""

    name = "news"
    sites: tuple[Site, ...] = ()

    def __init__(self, *, session: Session | None = None) -> None:
        super().__init__()
        self._session = session
        self._manners = Manners()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With a session from `run.py`, or without one: `scrapy crawl KEY` means a crawl of that one site."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.end, signals.spider_closed)
        crawler.signals.connect(spider.heard, signals.response_downloaded)
        crawler.signals.connect(spider.item_lost, signals.item_error)
        crawler.signals.connect(spider.request_lost, signals.request_dropped)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """For `scrapy crawl KEY`: the archive's own settings, which `run.py` sets for the others."""
        from crawler.loader import archive_folder  # noqa: PLC0415 - the loader imports this module

        super().update_settings(settings)
        if cls.sites:
            chosen = load_settings(archive_folder(settings), environment=os.environ)
            settings.setdict(of_archive(chosen), priority="spider")

    @property
    def session(self) -> Session:
        """The run this spider works for; opened when it is first needed, so that `scrapy shell` opens none."""
        if self._session is None:
            self._session = Session.open(own_job(self.sites, self.settings))
        return self._session

    @property
    def manners(self) -> Manners:
        """What hosts have asked of us. Without a session, as in `scrapy shell`, nobody has asked for anything."""
        return self._session.keeper.ledger.manners if self._session else self._manners

    def clock(self) -> datetime:
        """What time it is, by the run's clock."""
        return self._session.keeper.clock() if self._session else utc_now()

    async def keep_rules(self, origin: str, rules: Rules) -> None:
        """Remember what an origin's robots.txt says."""
        if self._session:
            await self._session.keeper.keep_rules(origin, rules)

    def heard(self, response: Response, request: Request) -> None:
        """A host that says "later" is asked nothing from now on: its next request waits and has not been sent yet."""
        host, header = host_of(request.url), response.headers.get("Retry-After")
        until = hold_until(response.status, header.decode("latin-1") if header else None, self.clock(), host=host)
        if until:
            self.manners.hold(host, until)
            self.drop(lambda waiting: host_of(waiting.url) == host, Held(until))

    async def start(self) -> AsyncIterator[Request]:
        """The only source of requests: rows of the ledger, until none is due and none on its way."""
        if self.session.job.max_time:
            asyncio.get_running_loop().call_later(self.session.job.max_time.total_seconds(), self.stop, "time")
        try:
            await self.session.catch_up()
            while leases := await self.session.claim():
                for lease in leases:
                    try:
                        yield self.request(lease)
                    except ValueError as error:  # Scrapy is stricter about addresses than the ledger
                        outcome = Outcome(verdict=Verdict.FAILED, reason=Reason.BAD_URL, detail=str(error))
                        await self.session.fail(lease, outcome)
        except StorageError as error:
            self.stop("storage", str(error))

    def request(self, lease: Lease, *, retried: bool = False) -> Request:
        """The request for a row. Every status is an answer, and a redirect leads to a row of its own."""
        site = self.session.job.site(lease.site, lease.url)
        return Request(
            urldefrag(lease.offered_as.strip()).url,
            headers=conditions(lease) if may_skip(lease, self.session.job, self.clock()) else None,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"lease": lease, "site": site, "retried": retried},
            meta={CAPTURE: None, DELAY: site.delay, "dont_redirect": True, "handle_httpstatus_all": True},
        )

    async def parse(self, response: Response, lease: Lease, site: Site, *, retried: bool) -> AsyncIterator[Fetched]:
        """Hand the capture on. An answer that says "as before" brings no bytes to keep, and comes to its end here."""
        capture = response.meta[CAPTURE]
        if not is_as_before(lease, capture) or not may_skip(lease, self.session.job, self.clock()):
            yield Fetched(lease=lease, site=site, capture=capture, retried=retried)
            return
        try:
            await self.session.not_modified(lease, capture)
        except StorageError as error:
            self.stop("storage", str(error))
            self.session.leave(lease)

    async def failed(self, failure: Failure) -> None:
        """Enter why there is no response. A request that was not sent because the run ends is left to the sweep."""
        asked: Request = failure.request  # type: ignore[attr-defined] # put there by Scrapy
        lease, error = asked.cb_kwargs["lease"], failure.value
        if isinstance(error, Stopped):
            self.session.leave(lease)
            return
        outcome = Outcome(verdict=Verdict.FAILED, reason=reason_of(error), detail=one_line(error))
        try:
            if isinstance(error, Held) and self.session.job.kind == "crawl":
                await self.session.postpone(lease)
                return
            await self.session.fail(lease, outcome, for_now=isinstance(error, Refused) and error.for_now)
        except StorageError as storage:
            self.stop("storage", str(storage))
            self.session.leave(lease)

    def again(self, lease: Lease) -> None:
        """Ask for a row a second time: it set a cookie and sent us back to itself."""
        self.crawler.engine.crawl(self.request(lease, retried=True))

    def item_lost(self, item: Fetched) -> None:
        """A stage failed in a way nobody foresaw; Scrapy has logged it. The sweep counts the row as vanished."""
        self.session.leave(item.lease)

    def request_lost(self, request: Request) -> None:
        """Scrapy let a request fall without calling anybody back."""
        self.session.leave(request.cb_kwargs["lease"])

    def stop(self, ending: str, problem: str | None = None) -> None:
        """Claim no more rows, drop requests that were not sent, finish what is on its way. The first call counts."""
        if not self.session.end_early(ending, problem):
            return
        self.drop(lambda _: True, Stopped())
        close = self.crawler.engine.close_spider_async(reason=ending)
        asyncio.ensure_future(close)  # noqa: RUF006 - the engine holds on to it

    def drop(self, chosen: Callable[[Request], bool], why: Exception) -> None:
        """Take back requests that wait in the downloader for their turn; each hears *why*."""
        for slot in self.crawler.engine.downloader.slots.values():
            waiting = list(slot.queue)
            slot.queue.clear()
            slot.queue.extend(one for one in waiting if not chosen(one[0]))
            for request, answer in waiting:
                if chosen(request):
                    answer.errback(Failure(why))  # type: ignore[no-untyped-call]

    def end(self, reason: str) -> None:
        """The spider is closed, and with it the session."""
        if self._session:
            self._session.close(reason)


class Stopped(Exception):  # noqa: N818 - no error: the run ends, and the row is due again
    """A request that was not sent because the run ends."""


def own_job(sites: tuple[Site, ...], settings: BaseSettings) -> Job:
    """The job of `scrapy crawl KEY`, on the archive that the settings name; it is made if there is none."""
    from crawler.loader import archive_folder  # noqa: PLC0415 - the loader imports this module

    folder = archive_folder(settings)
    folder.make()
    Database.open(folder.database, create=True).close()
    return Job(
        kind="crawl",
        folder=folder,
        sites=sites,
        profiles=profiles(folder),
        allow_private=settings.getbool("ALLOW_PRIVATE"),
        settings=load_settings(folder, environment=os.environ),
    )


def reason_of(error: BaseException | None) -> Reason:
    """What a download's failure is counted under."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, DownloadCancelledError):  # Scrapy's word for a body over DOWNLOAD_MAXSIZE
        return Reason.TOO_BIG
    return Reason.NETWORK
