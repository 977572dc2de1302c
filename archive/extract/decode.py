"""From a capture's bytes to text: status and content checked, coding undone, charset chosen."""

import re
from dataclasses import dataclass

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.charset import choose
from archive.extract.coding import undo
from archive.outcome import Reason

SNIFF = 1_024
MAGIC = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\xd0\xcf\x11\xe0", b"Rar!",
    b"7z\xbc\xaf", b"OggS", b"ID3", b"\x00\x00\x00", b"\x7fELF", b"MZ", b"wOF", b"FWS", b"CWS",
)  # fmt: skip
FEED = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|rdf:rdf|svg)\b", re.IGNORECASE)
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|h[1-6]|script|link|center|font)\b",
    re.IGNORECASE,
)
OTHER_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/json")


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """A page as text. `charset` is the codec that was right, `label` what the page said, `damage` lost characters.

    `truncated` tells that the compressed body breaks off.
    """

    html: str
    charset: str
    label: str | None
    damage: int
    truncated: bool = False


def decode(capture: Capture) -> Decoded:
    """The text of a capture. Raises NotAnArticle: EMPTY, NOT_HTML, GARBLED or TOO_BIG."""
    if not capture.body.strip():
        raise NotAnArticle(Reason.EMPTY)
    body, whole = undo(capture.body, capture.header("Content-Encoding"))
    content_type = capture.header("Content-Type")
    refuse_other_content(body, content_type)
    found = choose(body, content_type)
    return Decoded(
        html=found.text,
        charset=found.name,
        label=found.label,
        damage=found.damage,
        truncated=not whole or capture.truncated is not None,
    )


def refuse_other_content(body: bytes, content_type: str | None) -> None:
    """Raise EMPTY or NOT_HTML. The bytes are asked before the header, which calls PDF `text/html`."""
    head = body[: 2 * SNIFF].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:SNIFF]
    if not body.strip(b"\0 \t\r\n"):
        raise NotAnArticle(Reason.EMPTY)
    markup, feed = MARKUP.search(head), FEED.search(head)
    # Whichever comes first: a page may begin with an image in its own markup.
    if body.startswith(MAGIC) or (feed and (markup is None or feed.start() < markup.start())):
        raise NotAnArticle(Reason.NOT_HTML, head[:8].decode("ascii", "replace"))
    if markup or MARKUP.search(body):
        return
    if (content_type or "").lower().startswith(OTHER_TYPES) or not head.startswith(b"<"):
        raise NotAnArticle(Reason.NOT_HTML, content_type or "no markup")
