"""Politeness: robots.txt as RFC 9309 reads it, and the pause between two requests to a host."""

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from archive.hosts import Rules
from archive.outcome import Reason
from archive.urls import host_of
from crawler.manners import last_resort
from crawler.middlewares.refused import Held, Refused, one_line

if TYPE_CHECKING:
    from crawler.spiders.news import NewsSpider

DELAY = "delay"  # the meta key: seconds between two requests to the host, from the site's profile
LONGEST_DELAY = 120.0  # seconds; a crawl-delay above it is a slip or a no
LONGEST_RULES = 500 * 1024  # bytes; RFC 9309 section 2.5
# The host is there and says that it can not answer now. Every other 4xx means that there are no rules.
NOT_NOW = {HTTPStatus.TOO_MANY_REQUESTS}

logger = logging.getLogger(__name__)


class Politeness(RobotsTxtMiddleware):
    """Downloader middleware in place of Scrapy's, which takes a robots.txt that can not be read for permission.

    A server error, 429, a timeout, a name that does not resolve: all mean "no" (RFC 9309 section 2.3.1.4), for now.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._default_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._rules: dict[str, asyncio.Future[RobotParser]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host, asked for once a run.

        Raises Held for a host that wants us later, and Refused (ROBOTS, for now) if it has rules we can not read.
        """
        until = self._spider.manners.waiting(self._spider.clock()).get(host_of(request.url))
        if until:
            raise Held(until)
        parts = urlparse_cached(request)
        host = parts.hostname or ""
        self._pace(host, request.meta.get(DELAY, self._default_delay))
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._ask(origin))
        rules = await asyncio.shield(self._rules[origin])
        self._pace(host, min(rules.crawl_delay(self._agent) or 0.0, LONGEST_DELAY))
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise Refused (ROBOTS) if the rules forbid the address."""
        if rp is not None and not rp.allowed(request.url, self._agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise Refused(Reason.ROBOTS, "robots.txt forbids it")

    @property
    def _agent(self) -> str:
        return self._robotstxt_useragent or self._default_useragent

    async def _ask(self, origin: str) -> RobotParser:
        """The rules of *origin*: as read lately, else as it answers now. Raises Refused (ROBOTS, for now)."""
        spider, now = self._spider, self._spider.clock()
        known = spider.manners.fresh(origin, now)
        if known is not None:
            return self._parser(known)
        try:
            rules = Rules(rules=text_of(rules_of(await self._answer(origin))), read_at=now)
        except Refused as refused:
            rules = spider.manners.unread(origin, now)
            await spider.keep_rules(origin, rules)
            after_all = last_resort(rules, now)
            if after_all is None:
                raise
            logger.warning("%s, and so for very long: %s", origin, refused.detail)
            return self._parser(after_all)
        await spider.keep_rules(origin, rules)
        return self._parser(rules.rules or "")

    async def _answer(self, origin: str) -> Response:
        request = Request(
            f"{origin}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            return await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever kept us from the answer, we have none
            logger.info("no robots.txt from %s: %r", origin, error)
            raise Refused(Reason.ROBOTS, f"robots.txt: {one_line(error)}", for_now=True) from error

    def _parser(self, rules: str) -> RobotParser:
        return ProtegoRobotParser(rules.encode(), self._spider)

    @property
    def _spider(self) -> "NewsSpider":
        return cast("NewsSpider", self.crawler.spider)

    def _pace(self, host: str, delay: float) -> None:
        """Let at least *delay* seconds pass between two requests to *host*; the longest wish wins."""
        downloader = self.crawler.engine.downloader
        slot = downloader.per_slot_settings.setdefault(host, {"concurrency": 1, "delay": delay})
        slot["delay"] = max(slot["delay"], delay)
        if host in downloader.slots:
            downloader.slots[host].delay = slot["delay"]


def rules_of(response: Response) -> bytes:
    """The text of the rules: none if there is no file. Raises Refused if the server could not say."""
    status = response.status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in NOT_NOW:
        raise Refused(Reason.ROBOTS, f"robots.txt answered {status}", for_now=True)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise Refused(Reason.ROBOTS, f"robots.txt redirects without end ({status})", for_now=True)
    return response.body[:LONGEST_RULES] if status < HTTPStatus.MULTIPLE_CHOICES else b""


def text_of(rules: bytes) -> str:
    """The rules as text: UTF-8, as the standard has it, whatever else is in them."""
    return rules.decode("utf-8", "replace").replace("\0", " ")
