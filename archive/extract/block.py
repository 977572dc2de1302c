"""The densest content block: the element around most of the prose, found from the lines alone.

A line of prose speaks for the element it stands in, and for those around it a little less with each step. An
element that also holds many links loses by their share.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.extract.lines import BLOCKS, Line

DECAY = 0.75  # what a line says for the next element outwards
REACH = 6  # elements outwards
PARAGRAPHS = frozenset(("p", "li", "dd", "dt", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))
LEAVES = frozenset(("div", "section"))  # paragraphs where an editor knows no `<p>`
NEVER_FURNITURE = 0.4  # an element with this share of the page's prose is no furniture, whatever its name says ...
OTHERS = ("related", "comments")  # ... but for these, which may hold more text than the article
SMALL, LEFT = 40, 20  # Han of prose: between two articles, and outside such an element
OPENING = (
    1.0,
    0.4,
    0.35,
    0.25,
)  # what a block counts for that holds the first, second ... line of prose after the headline
SUMMARY = re.compile(r"[\[【(]?(?:核心提示|内容提要|提要|摘要|导读|导语|编者按|简介)")  # may stand outside the body
HEADLINE = 8  # Han of a link that may be one
REMOTE = 0.15  # and one that holds none of these
LINKED_HEADING = 0.7  # what each linked headline leaves of a block's weight: it lists other articles


@dataclass(frozen=True, kw_only=True)
class Block:
    """The chosen element with all its lines, and its share of the page's prose."""

    node: HtmlElement
    lines: tuple[Line, ...]
    share: float


def without_furniture(lines: Sequence[Line], headline: Line | None) -> tuple[list[Line], dict[str, int]]:
    """The lines outside furniture, and how many lines each kind took.

    A name is not believed where the element holds the headline, and only half believed where it holds much of the
    page's prose: `related` and `comments` are, if prose is left outside, `bottom` and `tools` are not.
    """
    weight: dict[HtmlElement, int] = defaultdict(int)
    kinds: dict[HtmlElement, str] = {}
    for line in lines:
        for node, kind in line.furniture:
            weight[node] += line.prose
            kinds[node] = kind
    total = sum(line.prose for line in lines)
    around = {node for node, _ in headline.furniture if weight[node]} if headline else set()
    light = {node for node, prose in weight.items() if not total or prose < NEVER_FURNITURE * total} - around
    others = {node for node, kind in kinds.items() if kind in OTHERS} - around
    trusted = light | others
    if sum(line.prose for line in lines if not any(node in trusted for node, _ in line.furniture)) < LEFT:
        trusted = light
    kept: list[Line] = []
    removed: dict[str, int] = defaultdict(int)
    for line in lines:
        named = [kind for node, kind in line.furniture if node in trusted]
        if named:
            removed[named[0]] += 1
        else:
            kept.append(line)
    return kept, dict(removed)


def densest(lines: Sequence[Line], headline: Line | None) -> Block | None:
    """The block around most of the prose; None on a page without prose."""
    total = sum(line.prose for line in lines)
    if not total:
        return None
    scores: dict[HtmlElement, float] = defaultdict(float)
    for line in lines:
        if line.prose:
            for step, node in enumerate(containers(line)):
                scores[node] += line.prose * DECAY**step
    inside = lines_inside(lines, scores)
    below = [line for line in lines if line.prose and headline is not None and line.index > headline.index]
    openings = [line for line in below if not SUMMARY.match(line.label_text)][: len(OPENING)]
    best = max(scores, key=lambda node: (weigh(scores[node], inside[node], openings), -inside[node][0].index))
    held = inside[best]
    return Block(node=best, lines=tuple(held), share=sum(line.prose for line in held) / total)


def containers(line: Line) -> Iterator[HtmlElement]:
    """The elements a line speaks for: the one around its paragraph first."""
    node = line.node
    while (node.tag in PARAGRAPHS or is_leaf(node)) and node.getparent() is not None:
        node = node.getparent()
    for _ in range(REACH):
        if node is None or node.tag == "html":
            return
        yield node
        node = node.getparent()


def is_leaf(node: HtmlElement) -> bool:
    """Whether a `div` is no more than a paragraph: no line breaks, no blocks within."""
    return node.tag in LEAVES and not any(child.tag == "br" or child.tag in BLOCKS for child in node)


def lines_inside(lines: Sequence[Line], nodes: Iterable[HtmlElement]) -> dict[HtmlElement, list[Line]]:
    """The lines within each of *nodes*."""
    inside: dict[HtmlElement, list[Line]] = {node: [] for node in nodes}
    for line in lines:
        node = line.node
        while node is not None:
            if node in inside:
                inside[node].append(line)
            node = node.getparent()
    return inside


def weigh(score: float, held: Sequence[Line], openings: Sequence[Line]) -> float:
    """A block's score, less by its linked text and headings, and much less if the opening stands elsewhere."""
    characters = sum(len(line.text) for line in held)
    linked = sum(min(line.linked, len(line.text)) for line in held)
    below = (*held[1:], None)
    listed = sum(is_listed(line, under) for line, under in zip(held, below, strict=True))
    score *= (1 - linked / max(1, characters)) ** 2 * LINKED_HEADING**listed
    return score * next(
        (share for line, share in zip(openings, OPENING, strict=False) if line in held), REMOTE if openings else 1.0
    )


def is_listed(line: Line, under: Line | None) -> bool:
    """Whether a line is the linked headline of another article: marked as one, or with its first words under it."""
    if line.link_share <= 1 / 2:
        return False
    return bool(line.heading) or (line.han >= HEADLINE and under is not None and under.prose > 0)


def up_to_next_article(lines: Sequence[Line], headline: Line | None) -> list[Line]:
    """The lines before another `h1`, if the headline is one and text stands between them: endless pages.

    An `h1` in the element that holds the text is a subheading.
    """
    others = [line for line in lines if line.heading == "h1" and headline is not None and line.index > headline.index]
    if headline is None or headline.heading != "h1" or all(line.node is headline.node for line in others):
        return list(lines)
    seen = 0
    parents: set[HtmlElement] = set()
    for position, line in enumerate(lines):
        if line.index <= headline.index or line.node is headline.node:
            continue
        parent = next(containers(line), None)
        if line.heading == "h1" and seen >= SMALL and parent not in parents:
            return list(lines[:position])
        if line.prose and parent is not None:
            seen += line.prose
            parents.add(parent)
    return list(lines)
