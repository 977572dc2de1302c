"""run(): start Scrapy for one job and say how it ended. Once a process, as Twisted's reactor has it."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.exits import Exit
from crawler import settings as defaults
from crawler.job import Clock, Job, utc_now
from crawler.report import RunReport
from crawler.session import Scout, Session
from crawler.spiders.news import NewsSpider
from crawler.visit import Visit

STDERR = 2


def run(
    job: Job,
    *,
    on_visit: Callable[[Visit], None] | None = None,
    scout: Scout | None = None,
    overrides: dict[str, Any] | None = None,
    clock: Clock = utc_now,
) -> RunReport:
    """Do *job*. *on_visit* is called for every URL that has come to its end; *clock* tells what time it is.

    *scout* is asked what to visit next when everything has been visited, until it names nothing.

    Raises LockedError, StorageError or ConfigurationError before the first request. A first SIGTERM or SIGINT ends the
    run in good order, a second one at once; the ledger makes that safe.
    """
    session = Session.open(job, on_visit=on_visit, scout=scout, clock=clock)
    process = AsyncCrawlerProcess(settings_for(job, overrides or {}))
    logging.getLogger("scrapy").setLevel(process.settings["LOG_LEVEL"])  # records nobody reads cost a tenth of a fetch
    crawler = process.create_crawler(NewsSpider)
    process.crawl(crawler, session=session)
    handle_signals(crawler)
    gc.freeze()  # what has been imported stays, and need not be looked through for cycles
    process.start(install_signal_handlers=False)
    return session.report or session.close("not started")


def settings_for(job: Job, overrides: dict[str, Any]) -> Settings:
    """The project's settings with what this job needs."""
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    settings.set(
        "SPIDER_LOADER_CLASS", "scrapy.spiderloader.DummySpiderLoader", priority="spider"
    )  # the job has its sites
    settings.setdict(defaults.of_archive(job.settings), priority="spider")
    settings.set("ALLOW_PRIVATE", job.allow_private, priority="spider")
    settings.setdict(overrides, priority="cmdline")
    return settings


def handle_signals(crawler: Crawler) -> None:
    """Let the first signal end the run in good order and the second one at once.

    Scrapy's own handlers would first send what waits in the downloader, however many seconds that takes.
    """

    def forced(_number: int, _frame: FrameType | None) -> None:
        with suppress(OSError):  # past Python's stderr, which may be in the middle of a line; progress always is
            os.write(STDERR, b"\n" * os.isatty(STDERR) + b"interrupted twice: stopped at once\n")
        os._exit(Exit.FORCED)

    def graceful(_number: int, _frame: FrameType | None) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, forced)
        reactor.callFromThread(stop)

    def stop() -> None:
        if isinstance(crawler.spider, NewsSpider):
            crawler.spider.stop("interrupted")
        sys.stderr.write("interrupted: waiting for what is on its way; once more stops at once\n")
        sys.stderr.flush()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, graceful)
