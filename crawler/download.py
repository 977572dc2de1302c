"""Downloads: Scrapy's requests over HTTP, by aiohttp. It takes half the time that Twisted's client takes."""

import ssl
from ipaddress import ip_address
from typing import Any, cast

import aiohttp
from aiohttp.connector import Connection
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from yarl import URL

from crawler.middlewares.guard import GuardedResolver, Private

LONGEST_LINE = 64 << 10  # bytes of a header: some sites set cookies far beyond the 8 KiB that aiohttp takes unasked
KEPT_OPEN = 60.0  # seconds for which a connection waits for the next request; with a delay of 5 s most are used again
LEGACY_SERVERS = 0x4  # OpenSSL's OP_LEGACY_SERVER_CONNECT: county sites stand on servers from before RFC 5746
# aiohttp adds these where a request has none; what is sent is the settings' affair.
NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class Answer(aiohttp.ClientResponse):
    """A response that knows who has given it, also when the connection has been closed or handed on since."""

    address: str = ""
    certificate: bytes | None = None  # DER

    async def start(self, connection: Connection) -> "Answer":
        """Look at the connection while it is there."""
        transport = connection.transport
        if transport is not None:
            self.address = transport.get_extra_info("peername")[0]
            secured: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
            self.certificate = secured.getpeercert(binary_form=True) if secured else None
        await super().start(connection)
        return self


class Downloads(BaseDownloadHandler):
    """Download handler for http and https. A response's `certificate` is the server's, in DER, or None.

    It says what goes wrong in Scrapy's own exceptions. Cookies, redirects, codings of the content and proxies of the
    environment are for the middlewares to see to.
    """

    lazy = True  # a session needs a running loop

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
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
        patience = request.meta["download_timeout"]
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),  # as it is: GBK in an address is no mistake
                data=request.body or None,
                headers=request.headers.to_tuple_list(),
                timeout=aiohttp.ClientTimeout(total=patience),
                allow_redirects=False,
                **proxy_of(request),
            ) as answer:
                own = cast("Answer", answer)
                return response_of(request, own, await body_of(own, self._longest))
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no whole answer within {patience:g} s") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(str(error.os_error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(str(error)) from error
        except aiohttp.ClientError as error:
            raise DownloadFailedError(str(error)) from error

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


def proxy_of(request: Request) -> dict[str, Any]:
    """Through which proxy HttpProxyMiddleware wants the request to go, if through one. Its password is for it alone."""
    stated = request.headers.pop(b"Proxy-Authorization", [])
    password = aiohttp.BasicAuth.decode(stated[0].decode()) if stated else None
    return {"proxy": request.meta["proxy"], "proxy_auth": password} if request.meta.get("proxy") else {}


async def body_of(answer: Answer, longest: int) -> bytes:
    """The bytes as served. Raises DownloadCancelledError once there are more than *longest*."""
    chunks, size = list[bytes](), answer.content_length or 0
    if size <= longest:
        size = 0
        async for chunk in answer.content.iter_any():
            chunks.append(chunk)
            size += len(chunk)
            if size > longest:
                break
    if size > longest:
        raise DownloadCancelledError(f"more than {longest} bytes")
    return b"".join(chunks)


def response_of(request: Request, answer: Answer, body: bytes) -> Response:
    """As Scrapy has it, with the headers as they came and in their order."""
    headers = Headers(answer.raw_headers)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    version = answer.version
    return kind(
        url=request.url,
        status=answer.status,
        headers=headers,
        body=body,
        certificate=answer.certificate,
        ip_address=ip_address(answer.address),
        protocol=f"HTTP/{version.major}.{version.minor}" if version else None,
    )
