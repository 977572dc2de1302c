"""The walk from a capture to the addresses it names."""

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.decode import decode
from archive.offers import Kind
from archive.outcome import Reason
from archive.page import parse
from archive.site import Site
from crawler.discovery.feeds import read_feed
from crawler.discovery.found import Found
from crawler.discovery.lists import article_links
from crawler.discovery.markup import root_of, xml_of
from crawler.discovery.shapes import Shapes
from crawler.discovery.sitemaps import read_sitemap


def read(capture: Capture, kind: Kind, site: Site, *, links: str | None, shapes: Shapes) -> Found:
    """What a page that names articles names. Raises NotAnArticle if it is none of them, or can not be read."""
    if kind is Kind.LIST and (html := html_of(capture)) is not None:
        return article_links(parse(html, capture.url), site, links=links, shapes=shapes)
    text, warnings = xml_of(capture)
    if root_of(text) in ("rss", "feed", "rdf"):
        return read_feed(text, capture, site, warnings=warnings)
    return read_sitemap(text, capture, site, shapes=shapes, warnings=warnings)


def html_of(capture: Capture) -> str | None:
    """The text of a page; None if it is a feed or a sitemap. Raises NotAnArticle as `decode` does."""
    try:
        return decode(capture).html
    except NotAnArticle as no:
        if no.reason is not Reason.NOT_HTML or root_of(xml_of(capture)[0]) is None:
            raise
        return None
