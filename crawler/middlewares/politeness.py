"""Politeness: robots.txt as RFC 9309 reads it, and the pause between two requests to a host."""

import asyncio
import logging
from http import HTTPStatus

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from archive.outcome import Reason
from crawler.middlewares.refused import Refused

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
        """The rules of the request's host, asked for once a run. Raises Refused (ROBOTS, for now)."""
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
        request = Request(
            f"{origin}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever kept us from the answer, we have none
            logger.info("no robots.txt from %s: %r", origin, error)
            raise Refused(Reason.ROBOTS, f"robots.txt: {one_line(error)}", for_now=True) from error
        return ProtegoRobotParser(rules_of(response), self.crawler.spider)

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


def one_line(error: Exception) -> str:
    """An error in one line: its text, or its name if it has none."""
    return " ".join(str(error).split()) or type(error).__name__
