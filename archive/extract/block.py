"""The densest content block: the element around most of the prose, found from the lines alone.

A line of prose speaks for the element it stands in, and for those around it a little less with each step. An
element that also holds many links loses by their share.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, pairwise

from lxml.html import HtmlElement

from archive.extract.lines import Line
from archive.extract.walk import BLOCKS

DECAY = 0.75  # what a line says for the next element outwards
REACH = 6  # elements outwards
PARAGRAPHS = frozenset(("p", "li", "dd", "dt", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))
LEAVES = frozenset(("div", "section"))  # paragraphs where an editor knows no `<p>`
OPENING = (
    1.0,
    0.4,
    0.35,
    0.25,
)  # what a block counts for that holds the first, second ... line of prose after the headline
SUMMARY = re.compile(r"[\[【(]?(?:核心提示|内容提要|提要|摘要|导读|导语|编者按|简介)")  # may stand outside the body
CANDIDATES = 100  # elements that are weighed, from the highest score; of 614 pages none took one below the 23rd
HEADLINE = 8  # Han of a link that may be one
REMOTE = 0.15  # and one that holds none of these
TEASER = 0.1  # what the first words of another article, under its linked headline, count for
LINKED_HEADING = 0.6  # what each linked headline leaves of a block's weight: it lists other articles


@dataclass(frozen=True, kw_only=True)
class Block:
    """The chosen element with all its lines, and its share of the page's prose."""

    node: HtmlElement
    lines: tuple[Line, ...]
    share: float


def densest(lines: Sequence[Line], headline: Line | None) -> Block | None:
    """The block around most of the prose; None on a page without prose."""
    total = sum(line.prose for line in lines)
    if not total:
        return None
    scores: dict[HtmlElement, float] = defaultdict(float)
    teasers = {line for above, line in pairwise(lines) if line.prose and is_listed(above, line)}
    for line in lines:
        if line.prose:
            weight = line.prose * (TEASER if line in teasers else 1)
            for step, node in enumerate(containers(line)):
                scores[node] += weight * DECAY**step
    below = (line for line in lines if line.prose and headline is not None and line.index > headline.index)
    text = (line for line in below if line not in teasers and not SUMMARY.match(line.label_text))
    best, held = heaviest(scores, lines, openings=list(islice(text, len(OPENING))))
    return Block(node=best, lines=tuple(held), share=sum(line.prose for line in held) / total)


def heaviest(
    scores: Mapping[HtmlElement, float], lines: Sequence[Line], openings: Sequence[Line]
) -> tuple[HtmlElement, list[Line]]:
    """The block that weighs most, and its lines; of equals the upper one. Weighing takes from a score, never adds."""
    candidates = nlargest(CANDIDATES, scores, key=scores.__getitem__)
    best, held, most = candidates[0], [], (-1.0, 0)
    for node in candidates:
        if scores[node] < most[0]:
            break
        inside = lines_inside(lines, node)
        weight = (weigh(scores[node], inside, openings), -inside[0].index)
        if weight > most:
            best, held, most = node, inside, weight
    return best, held


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


def lines_inside(lines: Sequence[Line], node: HtmlElement) -> list[Line]:
    """The lines within an element."""
    inside = set(node.iter())
    return [line for line in lines if line.node in inside]


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
