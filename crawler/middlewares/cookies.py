"""Cookies, for walls that send whoever has none back and forth."""

from functools import cache
from http.cookiejar import Cookie
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from tldextract import TLDExtract


class Cookies:
    """Downloader middleware in place of Scrapy's, which asks the network for the list of public suffixes, and waits.

    Until one is set nobody looks for any.
    """

    def __init__(self) -> None:
        self._jar: CookieJar | None = None

    def process_request(self, request: Request) -> None:
        """Send those that were set for it. A second try is made of the first one, with what that sent."""
        if self._jar is not None:
            request.headers.pop("Cookie", None)
            self._jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep those that are set."""
        if b"Set-Cookie" not in response.headers:
            return response
        if self._jar is None:
            self._jar = CookieJar()
        host = (urlparse_cached(request).hostname or "").lower()
        for cookie in self._jar.make_cookies(response, request):
            if narrowed(cookie, host):
                self._jar.set_cookie_if_ok(cookie, request)
        return response


def narrowed(cookie: Cookie, host: str) -> bool:
    """Whether *cookie* may be set by *host*. For a public suffix (gov.cn) only the suffix itself may."""
    domain = cookie.domain.removeprefix(".")
    if not domain or suffixes()(domain).domain:
        return True
    if domain != host:
        return False
    cookie.domain = host
    return True


@cache
def suffixes() -> "TLDExtract":
    """The public suffixes that come with the library: no request, no cache."""
    from tldextract import TLDExtract  # noqa: PLC0415 - 0.1 s that a run without cookies need not pay

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
