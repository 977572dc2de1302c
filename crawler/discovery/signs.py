"""Signs: what a page says of the site it is on, for whoever sees the site for the first time. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.extract.sitename import CUT, SITE
from archive.page import Page
from archive.site import Site
from archive.urls import joined
from crawler.discovery.found import Gathering, Link
from crawler.discovery.lists import MOST_LINKS, NO_PAGE, is_article

MOST_SIGNS = 20
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
FEED_ADDRESS = re.compile(r"(?:\b|_)(?:rss|atom|feed)(?:\b|_)|\.(?:rss|rdf)$", re.IGNORECASE)
NAME_LONGEST = 30  # characters
NAMED = re.compile("[网網报報社台刊]$|在线$|在線$")  # 新闻 and 中心, which SITE knows too, may also end a motto
# The channels of a news site have short names: 要闻, 国内, 财经频道. What is no channel has short names too.
CHANNEL = re.compile(r"[\u3400-\u9fff]{2,6}")
NO_CHANNEL = re.compile(
    "首页|关于|联系|登录|登入|注册|註冊|广告|廣告|版权|版權|声明|聲明|招聘|更多|客户端|视频|視頻|图片|圖片|专题|專題"
)


@dataclass(frozen=True, kw_only=True)
class Signs:
    """The site's `name` as the page has it, feeds that the page points to, and pages that may be lists of articles."""

    name: str = ""
    feeds: tuple[Link, ...] = ()
    channels: tuple[Link, ...] = ()


def signs_of(page: Page, site: Site) -> Signs:
    """What *page* says of *site*."""
    feeds, channels = Gathering(site, page.url), Gathering(site, page.url)
    for href in feed_hrefs(page.tree):
        feeds.add(href)
    for href, text in labelled(page.tree):
        if FEED_ADDRESS.search(href):
            feeds.add(href)
        elif CHANNEL.fullmatch(text) and not NO_CHANNEL.search(text):
            channels.add(href, title=text)
    others = (link for key, link in channels.links.items() if key != page.url and not is_article(key, site))
    return Signs(
        name=name_of(page),
        feeds=tuple(islice(feeds.links.values(), MOST_SIGNS)),
        channels=tuple(islice(others, MOST_SIGNS)),
    )


def feed_hrefs(tree: HtmlElement) -> Iterator[str]:
    """The feeds that the head of a page names."""
    for link in tree.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if kind in FEED_TYPES and "alternate" in (link.get("rel") or "").lower().split():
            yield link.get("href") or ""


def labelled(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Links with their text; of a long text, its beginning."""
    for anchor in islice(tree.iter("a"), MOST_LINKS):
        href = (anchor.get("href") or "").strip()
        if href and not href.startswith("#") and href.partition(":")[0].lower() not in NO_PAGE:
            yield href, "".join("".join(islice(anchor.itertext(), 8))[:100].split())


def name_of(page: Page) -> str:
    """The site's name by the page's own word, else the part of its title that sounds like one; empty if none does."""
    told = page.meta.get("og:site_name") or page.meta.get("application-name")
    pieces = [told] if told else [piece.removesuffix("首页") for piece in reversed(CUT.split(page.title_tag))]
    sounds = next((piece for rule in (NAMED, SITE) for piece in pieces if rule.search(piece)), "")
    name = " ".join((told or sounds).split())
    return name if len(name) <= NAME_LONGEST else ""


def sitemaps_of(rules: str, base: str) -> list[str]:
    """The sitemaps that a robots.txt names, those for news first."""
    named = (line.partition(":") for line in rules.splitlines())
    urls = [
        joined(base, value.partition("#")[0].strip())
        for name, _, value in named
        if name.strip().lower() == "sitemap" and value.strip()
    ]
    return sorted(filter(None, dict.fromkeys(urls)), key=lambda url: "news" not in urlsplit(url).path.lower())
