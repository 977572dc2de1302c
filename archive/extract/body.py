"""The article's text: trafilatura's reading of the cleaned tree and the densest block, compared line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml.html import HtmlElement

from archive.extract.block import Block, densest
from archive.extract.lines import Line
from archive.extract.rules import (
    BYLINE,
    TIME,
    dated_list,
    foreign_script,
    is_credit,
    is_junk,
    links,
    shown,
    tail_start,
)
from archive.extract.second import letters, second_reading
from archive.extract.surroundings import teasers, up_to_discussion, up_to_next_article, without_furniture

SENTENCE_ENDS = tuple("。！？；…")
HEAD = 6  # lines of the block that may be its byline
ENDLESS = 5_000  # lines that are not worth a second reading: no article has them


@dataclass(frozen=True, kw_only=True)
class Body:
    """The article's text, its lines, the element they stand in, how it was found, and what was removed."""

    text: str
    lines: tuple[Line, ...]
    node: HtmlElement
    where: str
    removed: Mapping[str, int]


def find_body(tree: HtmlElement, lines: Sequence[Line], headline: Line | None, selected: HtmlElement | None) -> Body:
    """The body: what the profile *selected*, else the densest block, else what trafilatura finds. It may be empty."""
    outside, removed = without_furniture(up_to_discussion(up_to_next_article(lines, headline), headline), headline)
    if selected is not None:
        return within(selected, [line for line in lines if is_inside(line, selected)], removed, "profile")
    block = densest(outside, headline)
    if block is not None:
        held = [line for line in block.lines if headline is None or line.index > headline.index] or list(block.lines)
        return within(block.node, lead(outside, headline, block) + held, removed, "densest block")
    second = (second_reading(tree, whole=True) if len(outside) < ENDLESS else None) or ""
    found = [
        line for line in outside if line is not headline and line.link_share < 1 / 2 and letters(line.text) in second
    ]
    return within(tree, found, removed, "trafilatura")


def within(node: HtmlElement, held: list[Line], removed: Mapping[str, int], where: str) -> Body:
    """The body made of the lines *held* in an element, without what is no part of the text."""
    held = after_byline(held)
    junk = {position for position, line in enumerate(held) if is_junk(line)}
    junk |= dated_list(held) | foreign_script(held) | teasers(held)
    rest = [line for position, line in enumerate(held) if position not in junk]
    end = tail_start(rest)
    linked = links(rest[:end])  # not before: 相关新闻 may be a link, and closes the text
    unlinked = [line for position, line in enumerate(rest[:end]) if position not in linked]
    kept = without_doubtful(unlinked, node, ask=len(held) < ENDLESS)
    while kept and kept[-1].heading and not kept[-1].prose:
        kept.pop()
    return Body(
        text="\n".join(filter(None, map(shown, kept))),
        lines=tuple(kept),
        node=node,
        where=where,
        removed={**removed, "rules": len(junk) + len(linked), "tail": len(rest) - end},
    )


def is_inside(line: Line, node: HtmlElement) -> bool:
    """Whether a line stands in an element."""
    return line.node is node or node in line.node.iterancestors()


def without_doubtful(lines: Sequence[Line], node: HtmlElement, *, ask: bool) -> list[Line]:
    """Prose, sentences and headings stay. Any other line (a caption, a cell) stays if trafilatura keeps it too.

    Where no line is doubtful, trafilatura is not asked.
    """
    doubtful = {line for line in lines if not is_sure(line)}
    credit = {line for line in doubtful if is_credit(line.label_text)}
    second = second_reading(node) if ask and doubtful - credit else None
    dropped = credit | {line for line in doubtful if second is not None and letters(shown(line)) not in second}
    return [line for line in lines if line not in dropped]


def is_sure(line: Line) -> bool:
    """Whether a line is prose, a sentence or a heading."""
    return bool(line.prose) or (not line.linked and bool(line.heading or line.text.endswith(SENTENCE_ENDS)))


def lead(lines: Sequence[Line], headline: Line | None, block: Block) -> list[Line]:
    """Prose between the headline and the block: a summary or a first paragraph set apart."""
    if headline is None or not block.lines:
        return []
    return [line for line in lines if headline.index < line.index < block.lines[0].index and line.prose]


def after_byline(lines: list[Line]) -> list[Line]:
    """The lines after those at the head of the block that say who and when, and whatever stands among these."""
    above = list(takewhile(lambda line: not line.prose, lines[:HEAD]))
    times = [line for line in lines[: 2 * HEAD] if TIME.search(line.label_text) and not BYLINE.search(line.label_text)]
    telling = [position for position, line in enumerate(above) if is_byline(line) or [line] == times]
    return lines[telling[-1] + 1 :] or lines if telling else lines


def is_byline(line: Line) -> bool:
    """Whether a line says who and when, or nothing. A time alone does so once: more are those of a live report."""
    return not line.prose and bool(BYLINE.search(line.label_text))
