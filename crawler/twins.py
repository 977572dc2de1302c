"""Twins: the address under which a page says that it really stands (`rel=canonical`). Pure.

A page for telephones names the one for desks. Both would be fetched and stored as two copies; so the address that is
named counts as visited with the page that names it.
"""

import html
import re

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.coding import undo
from archive.site import Site
from archive.urls import canonical_url, joined

HEAD = 100_000  # bytes in which the head of a page ends
LINK = re.compile(rb"<link\b[^>]{0,2000}>", re.IGNORECASE)
CANONICAL = re.compile(rb"""\brel\s{0,9}=\s{0,9}["']?canonical\b""", re.IGNORECASE)
HREF = re.compile(rb"""\bhref\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE)
SERIAL = re.compile(r"\d{4,}")


def twin_of(capture: Capture, site: Site) -> str | None:
    """The other address of the page, if there is one that can be trusted."""
    declared = declared_address(capture)
    return declared if declared and is_twin(capture.url, declared, site) else None


def declared_address(capture: Capture) -> str | None:
    """What the page's head names, as an absolute address."""
    try:
        head = undo(capture.body, capture.header("Content-Encoding"))[0][:HEAD]
    except NotAnArticle:
        return None
    for tag in LINK.findall(head):
        href = HREF.search(tag) if CANONICAL.search(tag) else None
        if href:
            written = next(filter(None, href.groups())).decode("utf-8", "replace")
            return joined(capture.url, html.unescape(written).strip())
    return None


def is_twin(url: str, declared: str, site: Site) -> bool:
    """Whether *declared* may be taken for another address of the page at *url*.

    Only on the same site, and only with the same serial numbers: systems are known to name the home page, the section,
    or one and the same article on every page.
    """
    try:
        one, other = canonical_url(url), canonical_url(declared)
    except ValueError:
        return False
    serials = set(SERIAL.findall(one.partition("://")[2].partition("/")[2]))
    theirs = set(SERIAL.findall(other.partition("://")[2].partition("/")[2]))
    return one != other and site.owns(one) and site.owns(other) and bool(serials) and serials == theirs
