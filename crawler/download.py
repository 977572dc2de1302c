"""Downloads: Scrapy's requests over HTTP, by aiohttp. With it a request takes a third less than by Twisted's client."""

import ssl
from typing import Any, cast

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from yarl import URL

from crawler.answer import Answer, body_of, response_of
from crawler.middlewares.guard import GuardedResolver, Private

LONGEST_LINE = 64 << 10  # bytes of a header: some sites set cookies far beyond the 8 KiB that aiohttp takes unasked
KEPT_OPEN = 60.0  # seconds for which a connection waits for the next request; with a delay of 5 s most are used again
LEGACY_SERVERS = 0x4  # OpenSSL's OP_LEGACY_SERVER_CONNECT: county sites stand on servers from before RFC 5746
AUTHORITY = "Proxy-Authorization"
# aiohttp adds these where a request has none; what is sent is the settings' affair.
NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class Downloads(BaseDownloadHandler):
    """Download handler for http and https. A response's `certificate` is the server's, in DER, or None.

    It says what goes wrong in Scrapy's own exceptions. Cookies, redirects, codings of the content and proxies of the
    environment are for the middlewares to see to.
    """

    lazy = True  # a session needs a running loop

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._patience = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._longest = settings.getint("DOWNLOAD_MAXSIZE")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # Scrapy counts what is on its way
                ssl=secured(verified=settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")),
                resolver=GuardedResolver(private=Private.of(settings), timeout=settings.getfloat("DNS_TIMEOUT")),
                use_dns_cache=False,
                keepalive_timeout=KEPT_OPEN,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=Answer,
            skip_auto_headers=NOT_ADDED,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
        )

    async def download_request(self, request: Request) -> Response:
        """Ask, and return all of the answer.

        Raises CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, DownloadCancelledError (too
        long), ResponseDataLossError (it ends early), DownloadFailedError.
        """
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),  # as it is: GBK in an address is no mistake
                data=request.body or None,
                timeout=aiohttp.ClientTimeout(total=self._patience),
                allow_redirects=False,
                **headers_of(request),
            ) as answer:
                own = cast("Answer", answer)
                return response_of(request, own, await body_of(own, self._longest))
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no whole answer within {self._patience:g} s") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(str(error.os_error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error.os_error)) from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(told(error.__cause__ or error)) from error
        except aiohttp.ClientError as error:
            raise DownloadFailedError(told(error)) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()


def secured(*, verified: bool) -> ssl.SSLContext:
    """How to speak to https: certificates are *verified*, or looked at later."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if verified:
        context.load_default_certs()
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT")  # OpenSSL's own choice; Python's leaves out what old servers have
    context.options |= LEGACY_SERVERS
    return context


def headers_of(request: Request) -> dict[str, Any]:
    """The headers, and the proxy that HttpProxyMiddleware wants the request to go through, if it wants one.

    A proxy's password is for it alone: who is asked through a tunnel must not be told.
    """
    headers, proxy = request.headers, request.meta.get("proxy")
    if not proxy:
        return {"headers": headers.to_tuple_list()}
    if request.url.startswith("http:"):
        return {"headers": headers.to_tuple_list(), "proxy": proxy}
    headers = headers.copy()  # whoever sends the request again needs the password again
    password = headers.pop(AUTHORITY, None)
    told_proxy = {AUTHORITY: password[0].decode()} if password else None
    return {"headers": headers.to_tuple_list(), "proxy": proxy, "proxy_headers": told_proxy}


def told(error: BaseException) -> str:
    """What is wrong with an answer, without what aiohttp knows of the request."""
    return str(getattr(error, "message", error))
