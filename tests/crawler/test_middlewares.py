"""What the capture middleware hands on, and how an answer for robots.txt is taken."""

import gzip
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Response

from archive.capture import Capture
from archive.outcome import Reason
from crawler.middlewares.capture import CAPTURE, CaptureMiddleware
from crawler.middlewares.cookies import Cookies
from crawler.middlewares.politeness import LONGEST_RULES, rules_of
from crawler.middlewares.refused import Refused, one_line

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
PAGE = gzip.compress("<p>新闻</p>".encode())
HEADERS = {"Content-Type": "text/html", "Content-Encoding": "gzip", "X-Note": "乡".encode("gbk")}


def captured(
    url: str = "http://a.example/", *, verified: bool = False, flags: list[str] | None = None
) -> tuple[Capture, Response]:
    request = Request(url, meta={CAPTURE: None})
    response = HtmlResponse(url, headers=HEADERS, body=PAGE, flags=flags)
    handed_on = CaptureMiddleware(verified=verified, clock=lambda: NOW).process_response(request, response)
    return request.meta[CAPTURE], handed_on


def test_the_capture_holds_the_bytes_and_headers_as_served() -> None:
    capture, _ = captured()
    assert capture.body == PAGE
    assert capture.captured_at == NOW
    assert capture.header("content-encoding") == "gzip"
    assert (capture.header("X-Note") or "").encode("latin-1").decode("gbk") == "乡"


def test_what_is_handed_on_has_no_coding_to_undo() -> None:
    _, response = captured()
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Type"] == b"text/html"


def test_requests_of_others_are_left_alone() -> None:
    response = HtmlResponse("http://a.example/robots.txt", headers=HEADERS, body=PAGE)
    assert (
        CaptureMiddleware(verified=False, clock=lambda: NOW).process_response(Request(response.url), response)
        is response
    )


@pytest.mark.parametrize(
    ("url", "verified", "known"),
    [("https://a.example/", True, True), ("https://a.example/", False, None), ("http://a.example/", True, None)],
)
def test_tls_is_verified_only_where_somebody_verified_it(url: str, *, verified: bool, known: bool | None) -> None:
    assert captured(url, verified=verified)[0].tls_verified is known


def test_a_body_cut_short_says_so_in_the_words_of_warc() -> None:
    assert captured(flags=["dataloss"])[0].truncated == "disconnect"
    assert captured()[0].truncated is None


def robots(status: int, body: bytes = b"User-agent: *\nDisallow: /") -> Response:
    return Response("http://a.example/robots.txt", status=status, body=body)


@pytest.mark.parametrize("status", [500, 503, 599, 429, 302])
def test_robots_that_can_not_be_read_mean_no_for_now(status: int) -> None:
    with pytest.raises(Refused) as refused:
        rules_of(robots(status))
    assert (refused.value.reason, refused.value.for_now) == (Reason.ROBOTS, True)


@pytest.mark.parametrize("status", [404, 401, 410])
def test_without_robots_there_are_no_rules(status: int) -> None:
    assert rules_of(robots(status)) == b""


def test_no_more_of_robots_is_read_than_the_standard_asks() -> None:
    assert len(rules_of(robots(200, b"#" * 2_000_000))) == LONGEST_RULES


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError("no\n route"), "no route"),
        (OSError(), "OSError"),
        (Refused(Reason.PRIVATE, "10.0.0.8"), "10.0.0.8"),
        (DownloadCancelledError(), "more than 16 MiB"),
    ],
)
def test_an_error_is_told_in_one_line(error: Exception, line: str) -> None:
    assert one_line(error) == line


@pytest.mark.parametrize(
    ("set_cookie", "sent_to"),
    [
        ("seen=1", {"www.a.gov.cn"}),
        ("seen=1; Domain=a.gov.cn", {"www.a.gov.cn", "news.a.gov.cn"}),
        ("seen=1; Domain=gov.cn", set()),  # for the sites of all authorities
        ("seen=1; Domain=b.gov.cn", set()),
    ],
)
def test_a_cookie_is_sent_to_the_hosts_that_it_may_be_set_for(set_cookie: str, sent_to: set[str]) -> None:
    cookies = Cookies()
    wall = Request("http://www.a.gov.cn/")
    cookies.process_request(wall)
    assert "Cookie" not in wall.headers
    cookies.process_response(wall, Response(wall.url, headers={"Set-Cookie": set_cookie}))
    asked = [Request(f"http://{host}/") for host in ("www.a.gov.cn", "news.a.gov.cn", "b.gov.cn")]
    for request in asked:
        cookies.process_request(request)
    assert {urlsplit(one.url).netloc for one in asked if one.headers.get("Cookie") == b"seen=1"} == sent_to
