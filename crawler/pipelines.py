"""The two stages of an item: keep the bytes, ingest the capture."""

import logging
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import StorageError
from archive.ingest import Article, Refusal
from archive.outcome import Reason, Verdict
from crawler.entry import Entry, Fetched, entry_of
from crawler.item import to_item
from crawler.job import Job
from crawler.ledger import Entered
from crawler.session import Session, visit_of
from crawler.spiders.news import NewsSpider
from crawler.unchanged import is_repeat, may_skip
from crawler.visit import Visit
from crawler.workers import Reading, Task

log = logging.getLogger(__name__)


class Stage:
    """What both stages have: the spider and its session."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its components."""
        return cls(crawler)

    @property
    def spider(self) -> NewsSpider:
        """The run's spider."""
        return cast("NewsSpider", self._crawler.spider)

    @property
    def session(self) -> Session:
        """The run the spider works for."""
        return self.spider.session

    @property
    def job(self) -> Job:
        """What the run is asked to do."""
        return self.session.job

    def give_up(self, item: Fetched, ending: str, problem: str) -> DropItem:
        """End the run; the row stays leased until the sweep gives it back."""
        self.spider.stop(ending, problem)
        self.session.leave(item.lease)
        return DropItem(problem)


class KeepCapture(Stage):
    """Fetched -> Fetched with the capture's place in a WARC file."""

    async def process_item(self, item: Fetched) -> Fetched:
        """Keep the bytes before anybody tries to understand them."""
        try:
            return replace(item, capture=await self.session.keeper.keep(item.capture))
        except StorageError as error:
            raise self.give_up(item, "storage", str(error)) from error


class IngestCapture(Stage):
    """Fetched -> the article as a dict. What is no article is entered all the same, but not exported."""

    async def process_item(self, item: Fetched) -> dict[str, Any]:
        """Read in a worker, then enter in one transaction. What was read before is not read again."""
        if await self._repeats(item):
            raise DropItem("the same as before")
        reading = await self._read(item)
        try:
            entry, entered = await self._enter(entry_of(item, reading, self.job))
        except StorageError as error:
            raise self.give_up(item, "storage", str(error)) from error
        self._tell(entry, entered, reading)
        if not isinstance(entry.finding, Article) or entered.outcome.verdict is Verdict.REJECTED:
            raise DropItem(entered.outcome.name)
        return to_item(
            entry.finding.found,
            entered.outcome,
            url=item.capture.url,
            site=item.lease.site,
            captured_at=item.capture.captured_at,
        )

    async def _repeats(self, item: Fetched) -> bool:
        """Whether the capture is the last one over again; then it is entered as such."""
        if not is_repeat(item.lease, item.capture) or not may_skip(item.lease, self.job, self.spider.clock()):
            return False
        try:
            outcome = await self.session.keeper.repeat(item.lease, item.site, item.capture)
        except StorageError as error:
            raise self.give_up(item, "storage", str(error)) from error
        if outcome is not None:
            self.session.settle(item.lease, visit_of(item.lease, outcome, item.capture))
        return outcome is not None

    async def _read(self, item: Fetched) -> Reading:
        ledger = self.session.keeper.ledger
        page = ledger.sources.get(item.lease.id)
        task = Task(
            capture=item.capture,
            site=item.site,
            kind=item.lease.kind,
            links=page.links if page else None,
            shapes=ledger.shapes_of(item.site),
            look=self.job.kind == "look",
        )
        try:
            reading = await self.session.workers.read(task)
        except BrokenExecutor as error:
            raise self.give_up(item, "workers", f"the reading processes can not be started: {error}") from error
        except Exception as error:  # the bytes are kept: one page that nobody foresaw must not stop the others
            log.exception("unread: %s (%s)", item.capture.url, item.capture.record_id)
            return Reading(finding=unforeseen(error))
        killed = isinstance(reading.finding, Refusal) and reading.finding.reason is Reason.CRASHED
        if killed and self.session.ending:  # whoever ends a run by a signal may have sent it to the workers too
            raise self.give_up(item, self.session.ending, "ended while a page was read")
        return reading

    async def _enter(self, entry: Entry) -> tuple[Entry, Entered]:
        """Enter it; if that fails in a way nobody foresaw, enter that. What was entered is returned."""
        try:
            return entry, await self.session.keeper.enter(entry)
        except StorageError:
            raise
        except Exception as error:
            log.exception("not entered: %s (%s)", entry.capture.url, entry.capture.record_id)
            unread = replace(entry, finding=unforeseen(error), offers=())
            return unread, await self.session.keeper.enter(unread)

    def _tell(self, entry: Entry, entered: Entered, reading: Reading) -> None:
        for offer, row in zip(entry.offers, entered.offered, strict=True):
            if row.new and row.outcome:
                self.session.count(Visit(url=offer.url, site=offer.site, outcome=row.outcome))
        if entry.again:
            self.spider.again(entry.lease)
            return
        rejected = entered.outcome.verdict is Verdict.REJECTED  # a later part of an article
        found = entry.finding.found if isinstance(entry.finding, Article) and not rejected else None
        visit = Visit(
            url=entry.lease.url,
            site=entry.lease.site,
            outcome=entered.outcome,
            kind=entry.lease.kind,
            capture=entry.capture,
            found=found,
            named=reading.found,
            signs=reading.signs,
        )
        self.session.settle(entry.lease, visit)


def unforeseen(error: Exception) -> Refusal:
    """The finding for what nobody foresaw; the capture can be read again once somebody has."""
    return Refusal(reason=Reason.UNREAD, detail=f"{type(error).__name__}: {error}"[:500])
