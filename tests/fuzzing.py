"""What a fuzz throws at the readers, and what each of them may answer: a value, or the one error that it names."""

import gzip
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from loopback import DEEDS

from archive.capture import Capture
from archive.errors import ConfigurationError, NotAnArticle, QueryError
from archive.extract import extract
from archive.extract.decode import decode
from archive.fingerprint import fingerprint
from archive.offers import Kind
from archive.questions.query import parse as parse_query
from archive.site import Site, load_site
from archive.urls import canonical_url, joined
from crawler.discovery import discover
from crawler.schedule import hold_until

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SITE = Site(key="news", hosts=("news.example.cn",))
URL = "http://news.example.cn/2026/11/20/10001.html"
CHARSETS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "hz", "cp1252", "utf-7", "x-none")
CODINGS = ("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity", "lzma", "")

text = st.text(max_size=40)
words = st.sampled_from(
    [
        *DEEDS, "来源：", "来源", "责任编辑：李雷", "（记者 王小明）", "作者：", "2026-11-20 10:20", "2026年13月45日", "民國115年",
        "00:00", "刚刚", "3小时前", "下一页", "404", "页面不存在", "请先登录", "習(xí)", "?！", "&#27;", "&#x0;", "&amp", "&", "\0",
        "\ufeff", "\u202e", "\ud800", "]]>", "<![CDATA[", "-->", "<!--", "。", "，,", "\u3000", "\n",
    ]
)  # fmt: skip
values = st.one_of(
    words, text, st.sampled_from(["http://[", "//", "display:none", "9" * 30, "utf-8", "0;url=x", URL, "{}"])
)
HTML_TAGS = (
    "p", "div", "h1", "title", "meta", "a", "span", "table", "tr", "td", "script", "style", "time", "br", "ul", "li", "base",
    "html", "head", "body", "font", "svg", "iframe", "article", "template", "noscript", "textarea", "plaintext",
)  # fmt: skip
XML_TAGS = (
    "rss", "channel", "item", "link", "title", "pubDate", "guid", "feed", "entry", "updated", "urlset", "url", "loc", "lastmod",
    "sitemapindex", "sitemap", "news:news", "news:publication_date", "news:title", "image:loc", "ttl", "sy:updatePeriod",
    "rdf:RDF", "content:encoded", "!DOCTYPE x", "!ENTITY a", "?xml",
)  # fmt: skip
ATTRIBUTES = (
    "class", "id", "style", "href", "content", "name", "property", "http-equiv", "datetime", "type", "rel", "charset", "src",
    "colspan", "itemprop", "encoding", "xmlns", "isPermaLink",
)  # fmt: skip


def tag(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """An opening or closing tag, now and then a broken one."""
    attribute = st.builds(
        "{}={}{}{}".format,
        st.sampled_from(ATTRIBUTES),
        st.sampled_from(["'", '"', ""]),
        values,
        st.sampled_from(["'", '"', ""]),
    )
    opening = st.builds(
        "<{} {}{}".format,
        st.sampled_from(names),
        st.lists(attribute, max_size=3).map(" ".join),
        st.sampled_from([">", "/>", ""]),
    )
    return st.one_of(opening, st.builds("</{}>".format, st.sampled_from(names)))


def markup(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Tags, words and anything else, among them what a page is recognised by."""
    pieces = st.lists(st.one_of(tag(names), words, text), max_size=60).map("".join)
    begins = st.sampled_from(["<html><body>", "<rss><channel>", "<urlset><url><loc>", "", "<h1>第1村修缮校舍</h1><p>"])
    return st.builds("{}{}".format, begins, pieces)


@st.composite
def captures(draw: st.DrawFn, names: tuple[str, ...]) -> Capture:
    """A page in some charset, under some label, now and then cut, spoilt or compressed."""
    charset = draw(st.sampled_from(CHARSETS))
    body = draw(markup(names)).encode("utf-8" if charset == "x-none" else charset, "ignore")
    if draw(st.booleans()):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.binary(max_size=4)) + body[at + draw(st.integers(0, 3)) :]
    coding = draw(st.sampled_from((*CODINGS, *[""] * 8)))
    body = gzip.compress(body) if "gzip" in coding and draw(st.booleans()) else body
    label = draw(st.sampled_from((*CHARSETS, "")))
    headers = (("Content-Type", f"text/html; charset={label}"), ("Content-Encoding", coding))
    url = draw(st.sampled_from([URL, "http://news.example.cn/", "http://news.example.cn/2026-11-20/?id=99999"]))
    return Capture(
        url=url, captured_at=NOW, status=draw(st.sampled_from([200, 200, 200, 302, 404])), headers=headers, body=body
    )


profiles = st.dictionaries(
    st.sampled_from(["key", "name", "hosts", "language", "timezone", "every", "revisit", "delay", "discover", "article", "extract", "odd"]),
    st.recursive(
        st.one_of(text, values, st.integers(-(2**70), 2**70), st.floats(), st.booleans(), st.sampled_from(["30m", "9999999999d", "a[", "(", "Asia/Shanghai"])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["kind", "url", "next", "links", "title", "body", "remove"]), inner, max_size=4),
        ),
        max_leaves=8,
    ),
    max_size=8,
)  # fmt: skip


def toml(value: Any) -> str:
    """A value as TOML; a text that no file can hold loses those characters."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08x}" for char in value if not 0xD800 <= ord(char) < 0xE000) + '"'
    return str(value)


def read_profile(content: bytes) -> None:
    """A profile's file is read, or is refused in one line that names it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odd.toml"
        path.write_bytes(content)
        said = ""
        try:
            load_site(path)
        except ConfigurationError as error:
            said = str(error)
    assert not said or ("odd.toml" in said and "\n" not in said)


def read_article(capture: Capture) -> None:
    """What is read of a page can be kept: no half of a surrogate pair, no NUL."""
    with suppress(NotAnArticle):
        found = extract(capture, SITE)
        for field in (found.text, found.title or "", found.source or "", found.editor or "", *found.authors):
            field.encode()
            assert "\0" not in field
        fingerprint(found.text)


def read_source(kind: Kind) -> Callable[[Capture], None]:
    """What a source names can be offered."""

    def read(capture: Capture) -> None:
        with suppress(NotAnArticle):
            for link in discover(capture, kind, SITE).articles:
                canonical_url(link.url)

    return read


def read_page(capture: Capture) -> None:
    """A page is text, or no page."""
    with suppress(NotAnArticle):
        decode(capture).html.encode("utf-8", "strict")


def read_address(address: str) -> None:
    """A canonical address is its own, and another text is none."""
    with suppress(ValueError):
        url = canonical_url(address)
        assert canonical_url(url) == url
    joined(URL, address)


def read_query(query: str) -> None:
    """A question has an answer or is refused."""
    with suppress(QueryError):
        _ = parse_query(query).match


def read_retry_after(header: str) -> None:
    """When a host wants us back is never more than a day from now, nor before."""
    until = hold_until(503, header, NOW, host="a.example")
    assert until is None or NOW < until <= NOW + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A reader, and what it is fed with."""

    feed: st.SearchStrategy[Any]
    read: Callable[[Any], None]


addresses = st.one_of(
    text, values, st.builds("http://{}/{}".format, text, text), st.builds("{}?{}#{}".format, values, text, text)
)
TARGETS = {
    "decode": Target(feed=captures(HTML_TAGS), read=read_page),
    "extract": Target(feed=captures(HTML_TAGS), read=read_article),
    "list": Target(feed=captures(HTML_TAGS), read=read_source(Kind.LIST)),
    "feed": Target(feed=captures(XML_TAGS), read=read_source(Kind.FEED)),
    "sitemap": Target(feed=captures(XML_TAGS), read=read_source(Kind.SITEMAP)),
    "profile": Target(
        feed=st.one_of(st.binary(max_size=60), profiles.map(lambda table: "\n".join(f"{name} = {toml(value)}" for name, value in table.items()).encode())),
        read=read_profile,
    ),
    "address": Target(feed=addresses, read=read_address),
    "query": Target(feed=st.one_of(text, st.lists(st.one_of(words, st.sampled_from(['"', "-", "NEAR(", "*", "AND", "title:"])), max_size=8).map(" ".join)), read=read_query),
    "retry-after": Target(feed=st.one_of(text, values, st.integers(-9, 10**20).map(str), st.datetimes().map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S GMT}")), read=read_retry_after),
}  # fmt: skip
