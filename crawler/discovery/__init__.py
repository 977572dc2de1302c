"""Discovery: from a capture of a list page, a feed or a sitemap to the addresses it names. Pure functions."""

from archive.capture import Capture
from archive.offers import Kind
from archive.site import Site
from crawler.discovery.found import Found, Link
from crawler.discovery.shapes import NO_SHAPES, Shapes

__all__ = ["Found", "Link", "discover"]


def discover(
    capture: Capture, kind: Kind, site: Site, *, links: str | None = None, shapes: Shapes = NO_SHAPES
) -> Found:
    """What a page that names articles names. *links* is the profile's CSS selector for a list page.

    Feeds and sitemaps are told apart by what they hold, for either may stand where another source was expected. Raises
    NotAnArticle if the capture can not be read, NOT_XML if it is none of them.
    """
    from crawler.discovery import reader  # noqa: PLC0415 - what parses costs 0.1 s that who has it read need not pay

    return reader.read(capture, kind, site, links=links, shapes=shapes)
