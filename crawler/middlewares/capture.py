"""CaptureMiddleware: a page's response becomes a Capture before anything decompresses it or guesses its charset."""

from datetime import datetime
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from cryptography.x509 import load_der_x509_certificate
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from archive.capture import Capture
from crawler.certificates import is_refuted
from crawler.job import Clock

if TYPE_CHECKING:
    from crawler.spiders.news import NewsSpider

CAPTURE = "capture"  # the meta key; a request that carries it (with None) wants its response captured
TRUNCATED = {"dataloss": "disconnect", "download_stopped": "length"}  # Scrapy's flag: WARC's word
ENCODED = b"Content-Encoding"


class CaptureMiddleware:
    """Downloader middleware below HttpCompression; leaves robots.txt and the requests of others alone.

    What goes on from here is without Content-Encoding, so that nothing downstream inflates the bytes a second time.
    """

    def __init__(self, *, verified: bool, clock: Clock) -> None:
        self.verified = verified
        self.clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With DOWNLOAD_VERIFY_CERTIFICATES a connection that was made was verified."""
        verified = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        return cls(verified=verified, clock=lambda: cast("NewsSpider", crawler.spider).clock())

    def process_response(self, request: Request, response: Response) -> Response:
        """Put the capture into the request's meta and hand on the response."""
        if CAPTURE not in request.meta:
            return response
        now = self.clock()
        request.meta[CAPTURE] = Capture(
            url=request.url,
            captured_at=now,
            status=response.status,
            headers=served_headers(response.headers),
            body=response.body,
            tls_verified=self.tls_verified(response, now) if request.url.startswith("https:") else None,
            truncated=next((TRUNCATED[flag] for flag in response.flags if flag in TRUNCATED), None),
        )
        response.headers.pop(ENCODED, None)
        return response

    def tls_verified(self, response: Response, now: datetime) -> bool | None:
        """True if the handshake has insisted on it, False if the certificate itself says no, None if nobody knows."""
        if self.verified or response.certificate is None:
            return True if self.verified else None
        certificate = load_der_x509_certificate(response.certificate)
        return False if is_refuted(certificate, urlsplit(response.url).hostname or "", now) else None


def served_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers as text: UTF-8, else Latin-1, which loses no byte. Those of one name stand together."""
    named = dict.items(headers)  # Scrapy's own looks each name up again
    return tuple((text(name), text(value)) for name, values in named for value in values)


def text(value: bytes) -> str:
    """A header's bytes as text, whatever they are."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
