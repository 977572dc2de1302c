"""What is dropped from the tree before anything reads it: scripts, and what a reader can not see."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.extract.hidden import hiding_selectors, is_hidden
from archive.page import Page
from archive.site import Site

SILENT = frozenset((
    "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet",
    "video", "audio", "canvas", "svg", "math", "select", "option", "button", "input", "textarea", "datalist",
    "map", "area", "link", "meta", "title", "base", "head", "rp", "rt",
))  # fmt: skip
KEPT_HIDDEN = frozenset(("html", "body"))
FOLDED_HAN, FOLDED_SENTENCES = 200, 3  # a hidden node with this much is a body that a script unfolds
FADING = re.compile(r"(?:^|;)\s*(?:visibility\s*:\s*hidden|opacity\s*:\s*0)", re.IGNORECASE)  # until a script has run
FADING_HAN = 40
HAN = re.compile(r"[\u3400-\u9fff]")
SENTENCE_END = re.compile(r"[。！？]")


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What cleaning did: `removed` counts elements per kind; `folded` hidden nodes stay, they hold a whole text."""

    removed: Counter[str]
    folded: tuple[HtmlElement, ...]


def clean(page: Page, site: Site) -> Cleaned:
    """Drop from the page's tree what no reader sees, and what the profile names. Hidden bodies stay, and are named."""
    removed: Counter[str] = Counter()
    selectors = hiding_selectors(page.tree)
    doomed = [(node, "profile") for selector in site.extract.remove for node in page.tree.cssselect(selector)]
    for node in page.tree.iter():
        if node.tag in SILENT or not isinstance(node.tag, str):
            doomed.append((node, "silent"))
        elif node.tag not in KEPT_HIDDEN and is_hidden(node, selectors):
            doomed.append((node, "hidden"))
    folded = []
    for node, kind in doomed:
        if kind == "hidden" and is_folded_body(node):
            folded.append(node)
        elif node.getparent() is not None:
            node.drop_tree()
            removed[kind] += kind != "silent"
    return Cleaned(removed=+removed, folded=tuple(folded))


def is_folded_body(node: HtmlElement) -> bool:
    """Whether a hidden element holds a text: enough Han outside links, in sentences."""
    text = "".join(node.itertext())
    fading = FADING.search(node.get("style") or "") is not None
    least, sentences = (FADING_HAN, 1) if fading else (FOLDED_HAN, FOLDED_SENTENCES)
    if len(text) < least or len(SENTENCE_END.findall(text)) < sentences:
        return False
    linked = sum(len(HAN.findall("".join(link.itertext()))) for link in node.iter("a"))
    return len(HAN.findall(text)) - linked >= least
