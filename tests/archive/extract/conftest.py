"""Pages for the tests of the reader, all made up."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.capture import Capture
from archive.extract import extract
from archive.extract.result import Extraction
from archive.site import Site, site_of

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # 12:00 in China
PARAGRAPHS = (
    "本市今天公布了新的公共交通方案，计划在三年内新增公交线路二十条，并延长地铁运营时间。",
    "负责人表示，方案在制定过程中听取了市民意见，重点解决早晚高峰拥挤、换乘不便等问题。",
    "根据安排，第一批线路将于明年春天开通，票价保持不变，老年人和学生继续享受优惠。",
)


def article(  # noqa: PLR0913 - a page has these places
    *,
    title: str = "本市公布新一轮公共交通优化方案",
    byline: str = "2026-11-01 10:00 来源：测试社",
    body: str = "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
    closing: str = "",
    head: str = "",
    before: str = "",
    after: str = "",
) -> str:
    """A page of the plainest kind."""
    return (
        f"<html><head><meta charset=utf-8><title>{title}_要闻_测试日报</title>{head}</head><body>{before}"
        f'<div class="main"><h1>{title}</h1><div class="info">{byline}</div><div class="con">{body}</div>{closing}</div>'
        f"{after}</body></html>"
    )


@pytest.fixture
def page() -> Callable[..., str]:
    """Make a page."""
    return article


@pytest.fixture
def read() -> Callable[..., Extraction]:
    """Read a page as served at noon of 22 November 2026, China time."""

    def read_page(
        html: str | bytes,
        url: str = "http://news.example.cn/a.html",
        *,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
        site: Site | None = None,
    ) -> Extraction:
        body = html.encode() if isinstance(html, str) else html
        capture = Capture(url=url, captured_at=NOON, status=status, headers=headers, body=body)
        return extract(capture, site or site_of(url))

    return read_page
