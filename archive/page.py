"""Page: decoded HTML, parsed once; the tree is shared by every step that reads it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from archive.errors import NotAnArticle
from archive.outcome import Reason

ELEMENTS = 200_000  # a long article with all its furniture has 10,000
COUNT = etree.XPath("count(//*)")
ATTRIBUTES = 2_000  # on one tag; libxml2 is quadratic in them: 100,000 take 12 to 26 s
# Control characters, as references and in UTF-8: the extractor drops the whole article for one of them.
REFERENCE = re.compile(
    rb"&#(?:[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb"|0*(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d));?"
)
CONTROLS = bytes(code for code in range(ord(" ")) if code not in b"\t\n\r")
SPACED = bytes.maketrans(CONTROLS, b" " * len(CONTROLS))
# libxml2 drops whatever follows an early `</html>`; both end tags may be left out.
DOCUMENT_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
QUOTED = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+"""
BEGUN = rf"<[a-zA-Z][^>=]*+(?:{QUOTED}[^>=]*+)*+"
TAG = re.compile(BEGUN)
# Scripts and comments hold text that only looks like tags. Slower, so only where TAG has found something suspicious.
MARKUP = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|{BEGUN}",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(rf"(?:{QUOTED}|[^\s=])+")
# Else lxml asks a function in Python for the class of each element, as often as it is come upon.
CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
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


def meta_of(nodes: Iterable[HtmlElement]) -> dict[str, str]:
    """What `<meta>` says."""
    found: dict[str, str] = {}
    for node in nodes:
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def json_ld_of(scripts: Iterable[HtmlElement]) -> list[dict[str, Any]]:
    """The objects of all JSON-LD scripts."""
    texts = [node.text or "" for node in scripts if "ld+json" in (node.get("type") or "").lower()]
    return [thing for text in texts for thing in json_things(text)]


def title_of(nodes: Iterable[HtmlElement]) -> str:
    """The first `<title>` that is not empty, white space collapsed. One within an SVG image is none."""
    titles = (" ".join(node.text_content().split()) for node in nodes if node.getparent().tag != "svg")
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
    encoded = DOCUMENT_END.sub(b"", harmless(html))
    tree, dropped = parse_bytes(encoded, huge=False)
    if dropped:
        tree, dropped = parse_bytes(encoded, huge=True)
    if tree is None:
        raise NotAnArticle(Reason.EMPTY)
    if COUNT(tree) > ELEMENTS:
        raise NotAnArticle(Reason.UNREAD, f"more than {ELEMENTS:,} elements")
    named: dict[str, list[HtmlElement]] = {"meta": [], "script": [], "title": []}
    for node in tree.iter(*named):
        named[node.tag].append(node)
    return Page(
        url=url,
        html=html,
        tree=tree,
        meta=meta_of(named["meta"]),
        json_ld=json_ld_of(named["script"]),
        title_tag=title_of(named["title"]),
        truncated=dropped,
    )


def harmless(html: str) -> bytes:
    """The page in UTF-8, with a space for each control character."""
    encoded = html.replace("\ufffe", " ").replace("\uffff", " ").encode(errors="replace")
    return REFERENCE.sub(b" ", encoded).translate(SPACED)


def refuse_attributes(html: str) -> None:
    """Raise UNREAD if a tag carries more than ATTRIBUTES attributes. One pass; a long `data:` URI is one attribute."""
    longest = 2 * ATTRIBUTES
    if max(map(len, TAG.findall(html)), default=0) < longest:
        return
    for match in MARKUP.finditer(html):
        tag = match[0]
        if len(tag) < longest or tag.startswith("<!--") or tag[1:7].lower() in ("script", "style>", "style "):
            continue
        if sum(1 for _ in ATTRIBUTE.finditer(tag)) > ATTRIBUTES:
            raise NotAnArticle(Reason.UNREAD, f"a tag with more than {ATTRIBUTES:,} attributes")


def html_parser(*, huge: bool = False) -> etree.HTMLParser:
    """A parser of UTF-8 for pages."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    parser.set_element_class_lookup(CLASSES)
    return parser


def parse_bytes(encoded: bytes, *, huge: bool) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether libxml2 left text out of it."""
    parser = html_parser(huge=huge)
    try:
        tree = document_fromstring(encoded, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, dropped_text(parser)
    return tree, dropped_text(parser)


def dropped_text(parser: etree.HTMLParser) -> bool:
    """Whether the parser's log names text it dropped."""
    return any(words in entry.message for entry in parser.error_log for words in DROPPED_TEXT)
