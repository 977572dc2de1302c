"""What is dropped from the tree before anything reads it: scripts, and what a reader can not see."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree
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
    selectors = hiding_selectors(page.tree)
    named = [node for selector in site.extract.remove for node in page.tree.cssselect(selector)]
    removed = Counter(profile=drop(named))
    silent: list[HtmlElement] = []
    hidden: list[HtmlElement] = []
    for node in page.tree.iter():
        if node.tag in SILENT:
            silent.append(node)
        elif is_hidden(node, selectors) and node.tag not in KEPT_HIDDEN:
            hidden.append(node)
    folded = folded_bodies(hidden)
    removed["hidden"] = drop([node for node in hidden if node not in folded])
    drop(silent)
    return Cleaned(removed=+removed, folded=tuple(folded))


def drop(nodes: Iterable[HtmlElement]) -> int:
    """Drop *nodes* from the tree, and say how many they were. The text behind each stays.

    Neighbours go together: one by one, each would hand on the text behind all before it.
    """
    doomed = {node for node in nodes if node.getparent() is not None}
    for first in doomed:
        above, before = first.getparent(), first.getprevious()
        if above is None or before in doomed:
            continue
        row = [first, *takewhile(doomed.__contains__, first.itersiblings())]
        behind = "".join(node.tail or "" for node in row)
        if before is None:
            above.text = (above.text or "") + behind
        else:
            before.tail = (before.tail or "") + behind
        for node in row:
            above.remove(node)
    return len(doomed)


def folded_bodies(hidden: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Those of the *hidden* elements, given in the order of the page, that hold a text.

    Elements within others are judged on the way through these.
    """
    known, judged = set(hidden), set[HtmlElement]()
    found: set[HtmlElement] = set()
    for outer in hidden:
        if outer not in judged:
            for node, holds in judgements(outer, known):
                judged.add(node)
                if holds:
                    found.add(node)
    return found


def judgements(outer: HtmlElement, hidden: Collection[HtmlElement]) -> Iterator[tuple[HtmlElement, bool]]:
    """Whether *outer*, and each *hidden* element in it, holds a text: enough Han outside links, in sentences."""
    sentences = han = linked = links = 0
    begun: list[tuple[HtmlElement, int, int]] = []
    for event, node in etree.iterwalk(outer, events=("start", "end")):
        if event == "start":
            if node in hidden:
                begun.append((node, sentences, (1 + links) * han - linked))
            links += node.tag == "a"
            text = node.text
        else:
            links -= node.tag == "a"
            if begun and begun[-1][0] is node:
                _, sentences_before, unlinked_before = begun.pop()
                unlinked = (1 + links) * han - linked - unlinked_before
                least, enough = (FADING_HAN, 1) if is_fading(node) else (FOLDED_HAN, FOLDED_SENTENCES)
                yield node, unlinked >= least and sentences - sentences_before >= enough
            text = node.tail
        if text:
            sentences += len(SENTENCE_END.findall(text))
            count = len(HAN.findall(text))
            han += count
            linked += links * count


def is_fading(node: HtmlElement) -> bool:
    """Whether a script is to show the element as soon as it has run: who hides for good takes the room away, too."""
    return FADING.search(node.get("style") or "") is not None
