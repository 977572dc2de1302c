"""List pages: the articles they name, and what the address of an article looks like."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archive.page import Page
from archive.site import Site
from archive.urls import joined
from crawler.discovery.found import Found, Gathering, Link
from crawler.discovery.shapes import NO_SHAPES, Shapes, shape

MOST_LINKS = 5_000  # a page with more is no page for readers
NO_PAGE = {"javascript", "mailto", "tel", "sms", "data", "about", "blob", "weixin"}  # schemes

# The general rule, for a profile that names none: news sites put the day or a serial number into the address.
PAGE_SUFFIX = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp|do)$", re.IGNORECASE)
FILE_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
INDEX = re.compile(r"(?:index|default|list|home|main|node|more)[-_]?\d{0,4}", re.IGNORECASE)
SERIAL = re.compile(r"\d{5,}")
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-_/]?(?:0[1-9]|1[0-2])(?:[-_/]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
SLUG = re.compile(r"[^\d]")


def article_links(page: Page, site: Site, *, links: str | None = None, shapes: Shapes = NO_SHAPES) -> Found:
    """The articles that a list page of *site* names, within the elements that the CSS selector *links* finds, if given.

    Links to other hosts are not followed. A link that is no address is reported and costs only itself.
    """
    base = page.tree.find(".//base[@href]")
    origin = page.url if base is None else joined(page.url, base.get("href", "")) or page.url
    gathering = Gathering(site, origin)
    for href in hrefs(page.tree, links):
        gathering.add(href)
        if len(gathering.links) + len(gathering.bad) >= MOST_LINKS:
            break
    gathering.links.pop(page.url, None)
    return Found(articles=among(gathering.links, site, shapes=shapes), bad=tuple(gathering.bad))


def among(links: Mapping[str, Link], site: Site, *, shapes: Shapes = NO_SHAPES) -> tuple[Link, ...]:
    """Those of *links*, by their canonical addresses, that lead to articles.

    Where neither the profile says what an article's address looks like nor any link has the general shape, every page
    counts.
    """
    articles = tuple(link for key, link in links.items() if is_article(key, site, shapes=shapes))
    if articles or site.article.url:
        return articles
    return tuple(link for key, link in links.items() if is_page(key) and shape(key) not in shapes.others)


def hrefs(tree: HtmlElement, links: str | None) -> Iterator[str]:
    """The targets of the links in *tree* that could lead to a page, as written."""
    places = CSSSelector(links, translator="html")(tree) if links else [tree]
    for place in places:
        for anchor in place.iter("a", "area"):
            href = (anchor.get("href") or "").strip()
            scheme = href.partition(":")[0].lower()
            if href and not href.startswith("#") and scheme not in NO_PAGE:
                yield href


def is_article(url: str, site: Site, *, shapes: Shapes = NO_SHAPES) -> bool:
    """Whether *url* looks like the site's articles: by its profile, else by the general rule and what was learnt."""
    if site.article.url:
        return bool(re.search(site.article.url, url))
    return shape(url) in shapes.articles or (looks_like_article(url) and shape(url) not in shapes.others)


def is_page(url: str) -> bool:
    """Whether *url* is that of a single page, and no index."""
    name = urlsplit(url).path.rpartition("/")[2]
    return bool(PAGE_SUFFIX.search(name)) and not INDEX.fullmatch(PAGE_SUFFIX.sub("", name))


def looks_like_article(url: str) -> bool:
    """The general rule: a page, no index, with a serial number in its name or under a day."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    stem = PAGE_SUFFIX.sub("", name)
    if INDEX.fullmatch(stem) or (stem == name and FILE_SUFFIX.search(name)):
        return False
    if stem == name and (DAY.fullmatch(name) or (len(name) < len("00000") and not SLUG.search(name))):
        return False  # the index of a month or a day: /2024/10/16/
    return bool(SERIAL.search(stem) or SERIAL.search(parts.query) or (name and DAY.search(folder)))
