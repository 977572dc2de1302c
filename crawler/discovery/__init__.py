"""Discovery: from a capture of a list page, a feed or a sitemap to the addresses it names. Pure functions."""

from archive.capture import Capture
from archive.extract.decode import decode
from archive.offers import Kind
from archive.page import parse
from archive.site import Site
from crawler.discovery.feeds import read_feed
from crawler.discovery.found import Found, Link
from crawler.discovery.lists import article_links
from crawler.discovery.markup import root_of, xml_of
from crawler.discovery.shapes import NO_SHAPES, Shapes
from crawler.discovery.sitemaps import read_sitemap

__all__ = ["Found", "Link", "discover"]


def discover(
    capture: Capture, kind: Kind, site: Site, *, links: str | None = None, shapes: Shapes = NO_SHAPES
) -> Found:
    """What a page that names articles names. *links* is the profile's CSS selector for a list page.

    A feed and a sitemap are told apart by what they hold, for either may stand where the other was expected. Raises
    NotAnArticle if the capture can not be read, NOT_XML if it is neither.
    """
    if kind is Kind.LIST:
        return article_links(parse(decode(capture).html, capture.url), site, links=links, shapes=shapes)
    text, warnings = xml_of(capture)
    if root_of(text) in ("rss", "feed", "rdf"):
        return read_feed(text, capture, site, warnings=warnings)
    return read_sitemap(text, capture, site, shapes=shapes, warnings=warnings)
