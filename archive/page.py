"""Page: decoded HTML, parsed once; the tree is shared by every step that reads it."""

import json
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.errors import NotAnArticle
from archive.outcome import Reason

ATTRIBUTES = 2_000  # on one tag; libxml2 is quadratic in them: 100,000 take 12 to 26 s
REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,8})|0*([0-9]{1,10}));?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# libxml2 drops whatever follows an early `</html>`; both end tags may be left out.
DOCUMENT_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
QUOTED = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+"""
TAG = re.compile(rf"<[a-zA-Z](?:[^>=]++|{QUOTED})*+")
# Scripts and comments hold text that only looks like tags. Slower, so only where TAG has found something suspicious.
MARKUP = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<[a-zA-Z](?:[^>=]++|{QUOTED})*+",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(rf"(?:{QUOTED}|[^\s=])+")
DROPPED_TEXT = ("Excessive depth", "Buffer size limit")  # libxml2's words for text it left out


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as parsed. The tree carries no comments; whoever cleans it cleans this one tree.

    `meta` is content by lower-case name, property or itemprop, the first that is not empty. `json_ld` holds every
    object of the page's JSON-LD, lists and `@graph` opened; broken JSON is passed over. `truncated` tells that the
    parser left text out although asked for everything.
    """

    url: str
    html: str
    tree: HtmlElement
    meta: dict[str, str]
    json_ld: list[dict[str, Any]]
    title_tag: str
    truncated: bool = False


def meta_of(tree: HtmlElement) -> dict[str, str]:
    """What `<meta>` says."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def json_ld_of(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects of all JSON-LD scripts."""
    texts = [node.text or "" for node in tree.iter("script") if "ld+json" in (node.get("type") or "").lower()]
    return [thing for text in texts for thing in json_things(text)]


def title_of(tree: HtmlElement) -> str:
    """The first `<title>` that is not empty, white space collapsed. One within an SVG image is none."""
    titles = (" ".join(node.text_content().split()) for node in tree.iter("title") if node.getparent().tag != "svg")
    return next(filter(None, titles), "")


def json_things(text: str) -> list[dict[str, Any]]:
    """The objects at the top of a JSON-LD script. Line breaks within strings are common and forgiven."""
    try:
        whole = json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return []
    things = whole if isinstance(whole, list) else [whole]
    objects = [thing for thing in things if isinstance(thing, dict)]
    graphs = [thing["@graph"] for thing in objects if isinstance(thing.get("@graph"), list)]
    return objects + [thing for graph in graphs for thing in graph if isinstance(thing, dict)]


def parse(html: str, url: str) -> Page:
    """Parse *html* once. Raises NotAnArticle: EMPTY without any content, UNREAD if the markup is an attack."""
    if not html.strip():
        raise NotAnArticle(Reason.EMPTY)
    refuse_attributes(html)
    source = CONTROL.sub(" ", REFERENCE.sub(harmless, html))
    encoded = DOCUMENT_END.sub("", source).encode()
    tree, dropped = parse_bytes(encoded, huge=False)
    if dropped:
        tree, dropped = parse_bytes(encoded, huge=True)
    if tree is None:
        raise NotAnArticle(Reason.EMPTY)
    return Page(
        url=url,
        html=html,
        tree=tree,
        meta=meta_of(tree),
        json_ld=json_ld_of(tree),
        title_tag=title_of(tree),
        truncated=dropped,
    )


def harmless(match: re.Match[str]) -> str:
    """A reference to a control character becomes a space: left in, the extractor drops the whole article."""
    number = int(match[1], 16) if match[1] else int(match[2])
    control = (number < ord(" ") and number not in (0, 9, 10, 13)) or number in (0xFFFE, 0xFFFF)
    return " " if control else match[0]


def refuse_attributes(html: str) -> None:
    """Raise UNREAD if a tag carries more than ATTRIBUTES attributes. One pass; a long `data:` URI is one attribute."""
    longest = 2 * ATTRIBUTES
    if all(match.end() - match.start() < longest for match in TAG.finditer(html)):
        return
    for match in MARKUP.finditer(html):
        tag = match[0]
        if len(tag) < longest or tag.startswith("<!--") or tag[1:7].lower() in ("script", "style>", "style "):
            continue
        if sum(1 for _ in ATTRIBUTE.finditer(tag)) > ATTRIBUTES:
            raise NotAnArticle(Reason.UNREAD, f"a tag with more than {ATTRIBUTES:,} attributes")


def parse_bytes(encoded: bytes, *, huge: bool) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether libxml2 left text out of it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    try:
        tree = document_fromstring(encoded, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, dropped_text(parser)
    return tree, dropped_text(parser)


def dropped_text(parser: HTMLParser) -> bool:
    """Whether the parser's log names text it dropped."""
    return any(words in entry.message for entry in parser.error_log for words in DROPPED_TEXT)
