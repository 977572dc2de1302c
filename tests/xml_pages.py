"""A site without a profile to speak of, and captures of its feeds and sitemaps."""

from datetime import UTC, datetime

from archive.capture import Capture
from archive.site import Site
from crawler.discovery import Found

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SITE = Site(key="news", hosts=("news.example.cn",))


def captured(body: str | bytes, **headers: str) -> Capture:
    return Capture(
        url="http://news.example.cn/map.xml",
        captured_at=NOW,
        status=200,
        headers=tuple(headers.items()),
        body=body.encode() if isinstance(body, str) else body,
    )


def urls(found: Found) -> list[str]:
    return [link.url for link in found.articles]
