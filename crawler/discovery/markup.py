"""Feeds and sitemaps as text that an XML parser understands, however they were broken."""

import html
import re
from html.entities import html5

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.charset import choose
from archive.extract.coding import undo, undo_one
from archive.outcome import Reason
from archive.page import harmless

GZIP = b"\x1f\x8b"
NESTED = 3  # layers of gzip; a server that compresses a .gz file makes two
HEAD = 2_048  # characters or bytes in which the root element is looked for
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}["']([\w.:-]{1,40})""")
ROOT = re.compile(r"<(?:\w{1,20}:)?(rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
END = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf|urlset|sitemapindex)\s{0,100}>|/>\s{0,100}\Z", re.IGNORECASE)
PROLOGUE = re.compile(r"<\?xml[^>]{0,1000}\?>")
# A document type may define entities, and those entities others: a kilobyte that unfolds to gigabytes.
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s{0,100})?>", re.DOTALL | re.IGNORECASE)
BEGINS = {PROLOGUE: re.compile(r"<\?xml"), DOCTYPE: re.compile("<!DOCTYPE", re.IGNORECASE)}
# CDATA is left as it stands; outside it, an ampersand that begins no reference is itself.
AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(#?\w{1,32});)?", re.DOTALL)
XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}


def xml_of(capture: Capture) -> tuple[str, tuple[str, ...]]:
    """The text of a feed or a sitemap without prologue and document type, and warnings of what was lost.

    Compression is told by the bytes, never by the name. Raises NotAnArticle: EMPTY, TOO_BIG, GARBLED, NOT_XML.
    """
    body, whole = undo(capture.body, capture.header("Content-Encoding"))
    for _ in range(NESTED):
        if body.startswith(GZIP):
            body, ended = undo_one(body, "gzip")
            whole = whole and ended
    if not body.strip():
        raise NotAnArticle(Reason.EMPTY)
    label = DECLARED.search(body[:HEAD])
    text = choose(body, capture.header("Content-Type") or (f"charset={label[1].decode()}" if label else None)).text
    content = from_root(text)
    whole = whole and capture.truncated is None and has_end(content)
    losses = {
        "cut off before its end": not whole,
        "entities of its own are not unfolded": "<!ENTITY" in text[: len(text) - len(content)],
    }
    return mended(content), tuple(loss for loss, suffered in losses.items() if suffered)


def has_end(content: str) -> bool:
    """Whether the root element is closed; a list of addresses has none."""
    return root_of(content) is None or END.search(content, max(0, len(content) - HEAD)) is not None


def root_of(text: str) -> str | None:
    """The name of the root element, without its prefix, in lower case."""
    found = ROOT.search(text[:HEAD])
    return found[1].lower() if found else None


def from_root(text: str) -> str:
    """*text* from its root element on: what stands before is a prologue, a document type, or junk.

    A list of addresses, one a line, is a sitemap as well, and is left as it is. Raises NotAnArticle (NOT_XML).
    """
    text = without(DOCTYPE, without(PROLOGUE, text)).lstrip()
    root = ROOT.search(text[:HEAD])
    if root:
        return text[root.start() :]
    if text.startswith(("http://", "https://")):
        return text
    raise NotAnArticle(Reason.NOT_XML, "neither a feed nor a sitemap")


def without(opening: re.Pattern[str], text: str) -> str:
    """*text* without the declaration that *opening* finds near its beginning."""
    begins = BEGINS[opening].search(text[:HEAD])
    whole = opening.match(text, begins.start()) if begins else None
    return text[: whole.start()] + text[whole.end() :] if whole else text


def mended(text: str) -> str:
    """*text* with control characters gone, and every reference one that XML knows."""
    return AMPERSAND.sub(known_reference, harmless(text).decode())


def known_reference(match: re.Match[str]) -> str:
    """What stands for a reference: itself, the character HTML means by it, or an ampersand that is just one."""
    whole, name = match[0], match[1]
    if whole.startswith("<") or (name and (name in XML_ENTITIES or name.startswith("#"))):
        return whole
    if name and f"{name};" in html5:
        return html.escape(html5[f"{name};"])
    return "&amp;" + whole[1:]
