"""Scrapy settings. Each number carries its reason; what depends on the archive folder or the run is set in `run.py`."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.request import getproxies

from scrapy.settings import default_settings

from archive.config import Settings

BOT_NAME = "news-archive"
SPIDER_LOADER_CLASS = "crawler.loader.ProfileLoader"

# Webmasters must be able to tell who asks, and to reach us: a contact line is added where one is configured.
USER_AGENT = f"{BOT_NAME}/{version(BOT_NAME)}"


def of_archive(settings: Settings) -> dict[str, Any]:
    """What an archive's settings mean for Scrapy. The user agent says where to reach whoever runs this."""
    agent = f"{USER_AGENT} (+{settings.contact})" if settings.contact else USER_AGENT
    return {"USER_AGENT": agent, "DOWNLOAD_VERIFY_CERTIFICATES": settings.verify_certificates}


def without(components: Mapping[str, int], *names: str) -> dict[str, int]:
    """Scrapy's *components* but for those of these names. What is switched off by None is imported all the same."""
    return {path: place for path, place in components.items() if not path.endswith(names)}


DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,zh-TW;q=0.8,en;q=0.5",
}

# Only the web: `file:`, `data:` and the others would read this machine because a page said so.
DOWNLOADS = "crawler.download.Downloads"
DOWNLOAD_HANDLERS = {"http": DOWNLOADS, "https": DOWNLOADS, "file": None, "data": None, "ftp": None, "s3": None}
ALLOW_PRIVATE = False
PRIVATE_HOSTS: list[str] = []  # hosts, with their ports, that may be private although nothing else may
# Both would open a port.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# The ledger counts. The web framework of the remote control took 0.2 s of every start.
EXTENSIONS_BASE = without(default_settings.EXTENSIONS_BASE, "CoreStats", "RemoteControl")

# Of a page counted as served, of robots.txt as inflated: at the default of 1 GiB a bomb blocked the loop for 13.8 s.
# Reading takes 25 x the size.
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 0
# The default of 180 s makes 9 minutes of a dead URL, and a stop waits for what is in flight.
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
# A broken chain must not lose an article. `verify_certificates` in archive.toml is the strict way.
DOWNLOAD_VERIFY_CERTIFICATES = False

# One request at a time to a host, 5 s between two unless the site's profile says otherwise; jitter would halve it.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 5
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS = 64  # as many as are leased
# What may be on its way is leased row by row, so no queue has to choose among the hosts; asking how busy each one is
# took 5 % of a request.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # they are leased in the order in which they shall be asked
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = BOT_NAME

# Later tries belong to the ledger, which knows when; 429 and 503 mean "not now", so they get no second try in a run.
RETRY_TIMES = 1
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
# Scrapy imports each of them: the one of Twisted's client, which nobody uses here, took 0.08 s of every start.
RETRY_EXCEPTIONS = [one for one in default_settings.RETRY_EXCEPTIONS if "http11" not in str(one)]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # it is counted as an outcome
# For robots.txt alone: a page's redirect is a capture, and its target a row of the ledger.
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = False
HTTPPROXY_ENABLED = bool(getproxies())  # those of the environment; where there are none, nobody need look for them

# The ledger is the dupe filter and knows the depth; a second one is a silent loss, and so are Scrapy's limits.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DEPTH_LIMIT = 0
URLLENGTH_LIMIT = 0
JOBDIR = None  # loses pages when killed, and unpickles what it finds

# A site's hosts are checked where a URL is offered, the timeout is the same for all, and the statistics would write out
# each request to count its bytes. Those for robots.txt and for cookies are ours.
DOWNLOADER_MIDDLEWARES_BASE = without(
    default_settings.DOWNLOADER_MIDDLEWARES_BASE,
    "OffsiteMiddleware",
    "RobotsTxtMiddleware",
    "HttpAuthMiddleware",
    "DownloaderStats",
    "DownloadTimeoutMiddleware",
    "CookiesMiddleware",
)
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.Guard": 90,  # before robots.txt, whose own fetch comes through here too
    "crawler.middlewares.politeness.Politeness": 100,
    # Nearer to the network than HttpCompression (590) and Redirect (600), so that it sees the bytes as served.
    "crawler.middlewares.capture.CaptureMiddleware": 610,
    "crawler.middlewares.cookies.Cookies": 700,
}
# Every status is an answer, and the ledger knows depths. Each of these would look through all that a page has led to.
# (Without the one for referers, redirects complain.)
SPIDER_MIDDLEWARES_BASE = without(
    default_settings.SPIDER_MIDDLEWARES_BASE,
    "StartSpiderMiddleware",
    "HttpErrorMiddleware",
    "UrlLengthMiddleware",
    "DepthMiddleware",
    "MetaCopyDetectionMiddleware",
)
ITEM_PIPELINES = {"crawler.pipelines.KeepCapture": 100, "crawler.pipelines.IngestCapture": 200}
CONCURRENT_ITEMS = 1  # of a response, which is one item; for each of the 100 of the default Scrapy starts a task

# A flood of headers is not covered by DOWNLOAD_MAXSIZE; the default of looking every 60 s is too slow.
MEMUSAGE_LIMIT_MB = 1500
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5

FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.log.Undropped"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False

ARCHIVE = None  # the archive folder of `scrapy crawl`; None is NEWS_ARCHIVE_DIR or the user's data folder
