"""CaptureMiddleware: a page's response becomes a Capture before anything decompresses it or guesses its charset."""

from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from archive.capture import Capture
from crawler.job import Clock

if TYPE_CHECKING:
    from crawler.spiders.news import NewsSpider

CAPTURE = "capture"  # the meta key; a request that carries it (with None) wants its response captured
TRUNCATED = {"dataloss": "disconnect", "download_stopped": "length"}  # Scrapy's flag: WARC's word
ENCODED = b"Content-Encoding"


class CaptureMiddleware:
    """Downloader middleware below HttpCompression; leaves robots.txt and the requests of others alone.

    What goes on from here is a plain Response with the served bytes and without Content-Encoding: nothing downstream
    inflates them a second time or detects a charset in compressed bytes, which took a third of Scrapy's own time.
    """

    def __init__(self, *, verified: bool, clock: Clock) -> None:
        self.verified = verified
        self.clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With DOWNLOAD_VERIFY_CERTIFICATES a connection that was made was verified; without it nobody knows."""
        verified = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        return cls(verified=verified, clock=lambda: cast("NewsSpider", crawler.spider).clock())

    def process_response(self, request: Request, response: Response) -> Response:
        """Put the capture into the request's meta and hand on the plain response."""
        if CAPTURE not in request.meta:
            return response
        secure = request.url.startswith("https:")
        request.meta[CAPTURE] = Capture(
            url=request.url,
            captured_at=self.clock(),
            status=response.status,
            headers=served_headers(response.headers),
            body=response.body,
            tls_verified=True if secure and self.verified else None,
            truncated=next((TRUNCATED[flag] for flag in response.flags if flag in TRUNCATED), None),
        )
        return plain(response)


def served_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers as text: UTF-8, else Latin-1, which loses no byte. Twisted keeps no order between names."""
    return tuple((text(name), text(value)) for name, values in headers.items() for value in values)


def text(value: bytes) -> str:
    """A header's bytes as text, whatever they are."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def plain(response: Response) -> Response:
    """*response* as a Response that has no charset, and no coding to undo."""
    headers = response.headers.copy()
    if ENCODED in headers:
        del headers[ENCODED]
    return Response(
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        flags=response.flags,
        request=response.request,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
