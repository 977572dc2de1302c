"""Downloads: what is sent, what comes back, and what is said of what does not."""

import asyncio
import socket
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from loopback import Reply, Web, served
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, ResponseDataLossError
from scrapy.http import HtmlResponse, Response, TextResponse

from crawler import settings as defaults
from crawler.download import LONGEST_LINE, Downloads
from crawler.middlewares.capture import CAPTURE

PASSWORD = b64encode(b"me:secret").decode()
PAGE = "<title>镇上新闻</title>".encode()


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with served(Web()) as web:
        yield web


def download(asked: str | Request) -> Response:
    """The answer to one request."""
    request = Request(asked) if isinstance(asked, str) else asked

    async def ask() -> Response:
        crawler = Crawler(Spider, {name: value for name, value in vars(defaults).items() if name.isupper()})
        crawler.settings.set("ALLOW_PRIVATE", value=True)
        crawler.settings.set("DOWNLOAD_MAXSIZE", 1_000)
        crawler.settings.set("DOWNLOAD_TIMEOUT", 5)
        downloads = Downloads(crawler)
        try:
            return await downloads.download_request(request)
        finally:
            await downloads.close()

    return asyncio.run(ask())


def raw(web: Web, path: str, answer: bytes) -> str:
    """An address that answers with just these bytes."""

    def say(connection: socket.socket) -> None:
        connection.sendall(answer)

    web.raw[path] = say
    return web.base + path


def test_headers_keep_their_order_and_all_their_values(web: Web) -> None:
    head = b"HTTP/1.1 200 Fine\r\nX-Second: b\r\nSet-Cookie: one=1\r\nA-First: a\r\nSet-Cookie: two=2\r\n"
    response = download(raw(web, "/order", head + b"Content-Length: 2\r\n\r\nok"))
    assert list(response.headers) == [b"X-Second", b"Set-Cookie", b"A-First", b"Content-Length"]
    assert response.headers.getlist("Set-Cookie") == [b"one=1", b"two=2"]
    assert str(response.ip_address) == "127.0.0.1"
    assert response.protocol == "HTTP/1.1"


@pytest.mark.parametrize("path", ["/list?q=%B1%B1%BE%A9", "/a%2Fb/?x=%e4&y=a+b", "/%E7%A4%BE/"])
def test_an_address_is_asked_for_as_it_is_written(web: Web, path: str) -> None:
    web.pages[path] = Reply(body=PAGE)
    assert download(web.base + path).body == PAGE


def test_what_is_to_be_captured_has_no_charset(web: Web) -> None:
    web.pages["/page"] = Reply(body=PAGE)
    assert isinstance(download(web.base + "/page"), HtmlResponse)
    assert not isinstance(download(Request(web.base + "/page", meta={CAPTURE: None})), TextResponse)


def test_a_redirect_is_an_answer(web: Web) -> None:
    web.redirect("/moved", "/elsewhere")
    assert (download(web.base + "/moved").status, web.count("/elsewhere")) == (302, 0)


def test_a_cookie_longer_than_most_is_taken(web: Web) -> None:
    web.pages["/cookie"] = Reply(body=PAGE, headers={"Set-Cookie": f"big={'x' * 20_000}"})
    assert len(download(web.base + "/cookie").headers["Set-Cookie"] or b"") > 20_000


@pytest.mark.parametrize(
    ("head", "body", "error", "said"),
    [
        (b"Content-Length: 9", b"<p>", ResponseDataLossError, "Not enough data"),
        (b"Transfer-Encoding: chunked", b"5\r\n<p>", ResponseDataLossError, "Not enough data"),
        (b"Content-Length: 1001", b"", DownloadCancelledError, "more than 1000"),
        (b"X: y", b"x" * 2_000, DownloadCancelledError, "more than 1000"),
        (b"X: " + b"y" * (LONGEST_LINE + 1), b"", DownloadFailedError, "Got more than 65536 bytes"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_in_scrapys_words(
    web: Web, head: bytes, body: bytes, error: type[Exception], said: str
) -> None:
    url = raw(web, "/wrong", b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body)
    with pytest.raises(error, match=f"^{said}"):
        download(url)


def test_an_answer_without_a_length_ends_where_the_connection_does(web: Web) -> None:
    assert download(raw(web, "/until", b"HTTP/1.0 200 OK\r\n\r\n<p>")).body == b"<p>"


@pytest.mark.parametrize(
    ("url", "asked"),
    [("http://a.example/b", "GET http://a.example/b"), ("https://a.example/b", "CONNECT a.example:443")],
)
def test_a_proxy_is_told_where_to_ask_and_its_password(url: str, asked: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, ThreadPoolExecutor() as pool:
        proxy.settimeout(5)
        heard = pool.submit(refuse, proxy)
        request = Request(url, headers={"Proxy-Authorization": f"Basic {PASSWORD}"})
        request.meta["proxy"] = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        with suppress(DownloadFailedError):  # of a tunnel that there is none
            assert download(request).status == 502
        first, *headers = heard.result().split("\r\n")
    assert first == f"{asked} HTTP/1.1"
    assert f"Proxy-Authorization: Basic {PASSWORD}" in headers
    assert "Proxy-Authorization" in request.headers  # for whoever sends it again


def refuse(proxy: socket.socket) -> str:
    """Let one request come, answer that there is no way, and tell what it was."""
    connection, _ = proxy.accept()
    with connection:
        heard = connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 502 No Way\r\nContent-Length: 0\r\n\r\n")
    return heard.decode()
