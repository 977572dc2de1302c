"""From a response and its reading to what is entered."""

import pytest

from archive.capture import Capture
from archive.outcome import Reason
from crawler.entry import redirect_target

HOME = "http://news.example.cn/yw/"


def answer(status: int, location: str | None, capture_time: object) -> Capture:
    headers = (("Location", location),) if location else ()
    return Capture(url=HOME, captured_at=capture_time, status=status, headers=headers, body=b"")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (301, "/a.html", "http://news.example.cn/a.html"),
        (302, "//m.example.cn/a", "http://m.example.cn/a"),
        (302, "http://[bad/", "http://[bad/"),
        (302, None, None),
        (200, "/a.html", None),
    ],
)
def test_a_redirects_target_is_absolute_or_as_written(status: int, location: str | None, target: str | None) -> None:
    assert redirect_target(answer(status, location, None), None, "") == target


def test_a_page_that_sends_on_names_its_target_in_the_detail() -> None:
    assert redirect_target(answer(200, None, None), Reason.REDIRECT, "http://b.cn/") == "http://b.cn/"
