"""Discovery: from a list page to the addresses of its articles, and from a redirect to its target. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archive.capture import Capture
from archive.errors import ConfigurationError
from archive.outcome import Reason
from archive.page import Page
from archive.site import Site
from archive.urls import canonical_url

MOST_LINKS = 5_000  # a page with more is no page for readers
NO_PAGE = {"javascript", "mailto", "tel", "sms", "data", "about", "blob", "weixin"}  # schemes

# The general rule, for a profile that names none: news sites put the day or a serial number into the address.
PAGE_SUFFIX = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp|do)$", re.IGNORECASE)
FILE_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
INDEX = re.compile(r"(?:index|default|list|home|main|node|more)[-_]?\d{0,4}", re.IGNORECASE)
SERIAL = re.compile(r"\d{5,}")
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-_/]?(?:0[1-9]|1[0-2])(?:[-_/]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
SLUG = re.compile(r"[^\d]")


@dataclass(frozen=True, kw_only=True)
class Links:
    """What a list page names: addresses of articles in page order, each once, and texts that are no address."""

    articles: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def selector(css: str) -> CSSSelector:
    """A compiled CSS selector; a wrong one is a fault of the profile."""
    try:
        return CSSSelector(css, translator="html")
    except SelectorError as error:
        raise ConfigurationError(f"links = {css!r} is no CSS selector: {error}") from error


def article_links(page: Page, site: Site, *, links: str | None = None) -> Links:
    """The articles that a list page of *site* names, within the elements that the CSS selector *links* finds, if given.

    Links to other hosts are not followed. A link that is no address is reported and costs only itself. Where neither
    the profile says what an article's address looks like nor any link has the general shape, every page counts.
    """
    base = page.tree.find(".//base[@href]")
    origin = page.url if base is None else joined(page.url, base.get("href", "")) or page.url
    articles: dict[str, str] = {}
    others: dict[str, str] = {}
    bad: dict[str, None] = {}
    for href in hrefs(page.tree, links):
        if len(articles) + len(others) + len(bad) >= MOST_LINKS:
            break
        url = joined(origin, href)
        try:
            key = canonical_url(url or "")
        except ValueError:
            bad.setdefault(href)
            continue
        if not site.owns(key) or key == page.url:
            continue
        if is_article(key, site):
            articles.setdefault(key, url or key)
        elif not site.article.url and is_page(key):
            others.setdefault(key, url or key)
    return Links(articles=tuple((articles or others).values()), bad=tuple(bad))


def hrefs(tree: HtmlElement, links: str | None) -> Iterator[str]:
    """The targets of the links in *tree* that could lead to a page, as written."""
    places = selector(links)(tree) if links else [tree]
    for place in places:
        for anchor in place.iter("a", "area"):
            href = (anchor.get("href") or "").strip()
            scheme = href.partition(":")[0].lower()
            if href and not href.startswith("#") and scheme not in NO_PAGE:
                yield href


def joined(base: str, href: str) -> str | None:
    """*href* as an absolute address; None if it is none (`http://[bad/`)."""
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def is_article(url: str, site: Site) -> bool:
    """Whether *url* has the shape of the site's articles: as its profile says, else by the general rule."""
    return bool(re.search(site.article.url, url)) if site.article.url else looks_like_article(url)


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


def redirect_target(capture: Capture, reason: Reason | None, detail: str) -> str | None:
    """Where a capture sends its reader, by Location header or by what was read on the page (*detail* of REDIRECT)."""
    redirects = 300 <= capture.status < 400  # noqa: PLR2004 - the class of HTTP's redirects
    target = capture.header("Location") if redirects else detail if reason is Reason.REDIRECT else None
    return (joined(capture.url, target.strip()) or target) if target else None
