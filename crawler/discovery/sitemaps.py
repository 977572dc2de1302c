"""Sitemaps, indexes of sitemaps, and news sitemaps, read so that what is broken costs as little as it can."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.offers import Kind
from archive.outcome import Reason
from archive.site import Site
from crawler.discovery.found import Found, Gathering
from crawler.discovery.lists import among
from crawler.discovery.markup import root_of
from crawler.discovery.shapes import NO_SHAPES, Shapes
from crawler.discovery.stated import stated

MOST_ADDRESSES = 50_000  # the protocol's own limit for a file
MOST_SITEMAPS = 500
LOC = re.compile(r"<(?:\w{1,20}:)?loc\b", re.IGNORECASE)
LOC_TEXT = re.compile(r"<(?:\w{1,20}:)?loc\b[^>]{0,200}>\s*([^<]{1,4000})", re.IGNORECASE)
OTHERS = re.compile(r"<(?:image|video|xhtml):", re.IGNORECASE)  # whose `loc` is no page's


def read_sitemap(
    text: str, capture: Capture, site: Site, *, shapes: Shapes = NO_SHAPES, warnings: tuple[str, ...] = ()
) -> Found:
    """The pages or the further sitemaps that a sitemap names. Those on other hosts are ignored.

    The addresses found are counted against those that stand in the text: a parser that gives up says nothing of it.
    """
    now = capture.captured_at.astimezone(site.zone)
    if root_of(text) is None:
        return read_lines(text, capture, site, shapes=shapes, warnings=warnings)
    is_index = root_of(text) == "sitemapindex"
    most = MOST_SITEMAPS if is_index else MOST_ADDRESSES
    gathering, news, count = Gathering(site, capture.url), False, 0
    for entry in entries(text):
        address = said(entry, "loc")
        if address is None:
            continue
        count += 1
        if count > most:
            continue
        published = said(entry, "news", "publication_date")
        news = news or published is not None
        gathering.add(
            address, title=said(entry, "news", "title"), dated=date_of(published, said(entry, "lastmod"), now)
        )
    if count > most:
        warnings += (f"only the first {most:,} of {count:,} addresses are read",)
    astray = astray_addresses(text, count)
    for address in astray[:most]:
        gathering.add(address)
    if astray:
        warnings += (f"broken XML: {len(astray) - count:,} of {len(astray):,} addresses had to be picked out of it",)
    warnings += gathering.warnings()
    links = gathering.links
    if is_index:
        return Found(kind=Kind.SITEMAP, sources=tuple(links.values()), bad=tuple(gathering.bad), warnings=warnings)
    articles = tuple(links.values()) if news and not site.article.url else among(links, site, shapes=shapes)
    kind = Kind.NEWS_SITEMAP if news else Kind.SITEMAP
    return Found(kind=kind, articles=articles, bad=tuple(gathering.bad), warnings=warnings)


def read_lines(text: str, capture: Capture, site: Site, *, shapes: Shapes, warnings: tuple[str, ...]) -> Found:
    """A sitemap that is a list of addresses, one a line."""
    gathering = Gathering(site, capture.url)
    for line in text.splitlines()[:MOST_ADDRESSES]:
        if line.strip():
            gathering.add(line.replace("&amp;", "&"))
    found = among(gathering.links, site, shapes=shapes)
    warnings += gathering.warnings()
    return Found(kind=Kind.SITEMAP, articles=found, bad=tuple(gathering.bad), warnings=warnings)


def entries(text: str) -> Iterator[etree._Element]:
    """The `url` and `sitemap` elements, as far as the parser gets."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAnArticle(Reason.NOT_XML, str(error)[:200]) from error
    if tree is not None:
        yield from (node for node in tree.iter("{*}url", "{*}sitemap"))


def said(entry: etree._Element, *names: str) -> str | None:
    """The text of a child, or of a child's child, by their names without a prefix; None if there is none."""
    node = entry.find("/".join(f"{{*}}{name}" for name in names))
    return (node.text or "").strip() or None if node is not None else None


def astray_addresses(text: str, count: int) -> list[str]:
    """All addresses that stand in the text of a sitemap, if the parser has found fewer; else none."""
    text = OTHERS.sub("<x", text)
    if len(LOC.findall(text)) <= count:
        return []
    return [match[1].strip().replace("&amp;", "&") for match in LOC_TEXT.finditer(text)]


def date_of(published: str | None, changed: str | None, now: datetime) -> datetime | date | None:
    """The date of publication where it is told, else that of the last change."""
    return stated(published, now) or stated(changed, now)
