"""What stands around an article: furniture by name, and on endless pages the next article."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from lxml.html import HtmlElement

from archive.extract.block import containers, is_listed
from archive.extract.headings import is_above_date
from archive.extract.lines import Line

NEVER_FURNITURE = 0.4  # an element with this share of the page's prose is no furniture, whatever its name says ...
OTHERS = ("related", "comments")  # ... but for these, which may hold more text than the article
BELOW = 3  # lines below a headline in which its date stands
SMALL, LEFT = 40, 20  # Han of prose: between two articles, and outside such an element

DISCUSSION = re.compile(
    r"(?:全部|最新|最热|热门|精彩|网友|用户|文章|读者|查看)?(?:评论|跟帖|跟贴|留言|回帖|回应)(?:区|列表)?\s?[(\[]?\s?\d*\s?条?[)\]]?"
)
DISCUSSION_HAN = re.compile("[评評跟留\uf9cd回迴]")  # one of these is in each of them, before it is folded
# What stands around each of the readers' words.
SAID = re.compile(r"回复|点赞|^赞|举报|\d楼|(?:刚刚|前|昨天|今天)$|\d{1,2}:\d\d|\d月\d{1,2}日$|\d-\d{1,2}$")
SAID_LINES, SAID_LONGEST, SAID_LEAST = 40, 30, 2


def without_furniture(lines: Sequence[Line], headline: Line | None) -> tuple[list[Line], dict[str, int]]:
    """The lines outside furniture, and how many lines each kind took.

    A name is not believed where the element holds the headline, and only half believed where it holds much of the
    page's prose: `related` and `comments` are, if prose is left outside, `bottom` and `tools` are not.
    """
    trusted = believed(lines, headline)
    kept: list[Line] = []
    removed: dict[str, int] = defaultdict(int)
    for line in lines:
        for node, kind in line.furniture:
            if node in trusted:
                removed[kind] += 1
                break
        else:
            kept.append(line)
    return kept, dict(removed)


def believed(lines: Sequence[Line], headline: Line | None) -> set[HtmlElement]:
    """The elements that are the furniture which their names say they are."""
    kinds = dict(chain.from_iterable(line.furniture for line in lines))
    sentences = [line for line in lines if line.prose]
    weight = dict.fromkeys(kinds, 0)
    for line in sentences:
        for node, _ in line.furniture:
            weight[node] += line.prose
    total = sum(line.prose for line in sentences)
    around = {node for node, _ in headline.furniture if weight.get(node)} if headline else set()
    light = {node for node, prose in weight.items() if not total or prose < NEVER_FURNITURE * total} - around
    others = {node for node, kind in kinds.items() if kind in OTHERS} - around
    trusted = light | others
    left = sum(line.prose for line in sentences if not any(node in trusted for node, _ in line.furniture))
    return trusted if left >= LEFT else light


def teasers(lines: Sequence[Line]) -> set[int]:
    """Positions of the first words of other articles: alone in one element with the linked headline above them."""
    found = set()
    prose = [position for position, line in enumerate(lines) if line.prose]
    for before, position, after in zip([None, *prose], prose, [*prose[1:], None], strict=False):
        if len(prose) == 1 or position == 0 or not is_listed(lines[position - 1], lines[position]):
            continue
        around = {lines[position - 1].node, *lines[position - 1].node.iterancestors()}
        box = next((node for node in lines[position].node.iterancestors() if node in around), None)
        beside = (lines[other].node for other in (before, after) if other is not None)
        if not any(box is node or box in node.iterancestors() for node in beside):
            found.add(position)
    return found


def up_to_discussion(lines: Sequence[Line], headline: Line | None) -> list[Line]:
    """The lines before the readers' comments: a heading of these, after a text, and below it who said what and when."""
    seen = 0
    for position, line in enumerate(lines):
        if headline is not None and line.index <= headline.index:
            continue
        if seen >= SMALL and len(line.text) < SAID_LONGEST and is_discussion(line):
            below = [line for line in lines[position + 1 :][:SAID_LINES] if len(line.text) < SAID_LONGEST]
            if sum(SAID.search(line.label_text) is not None for line in below if not line.prose) >= SAID_LEAST:
                return list(lines[:position])
        seen += line.prose
    return list(lines)


def is_discussion(line: Line) -> bool:
    """Whether a line is a heading of the readers' comments. Nearly all are told by what they lack, before any fold."""
    return DISCUSSION_HAN.search(line.text) is not None and DISCUSSION.fullmatch(line.label_text) is not None


def up_to_next_article(lines: Sequence[Line], headline: Line | None) -> list[Line]:
    """The lines before another headline of the same rank, if text stands between them: endless pages.

    An `h1` in the element that holds the text is a subheading; so is a lower heading without a date or credit below.
    """
    rank = headline.heading if headline is not None else ""
    others = {line for line in lines if rank and headline is not None and line.heading == rank}
    if headline is None or all(line.index <= headline.index or line.node is headline.node for line in others):
        return list(lines)
    seen = 0
    parents: set[HtmlElement] = set()
    for position, line in enumerate(lines):
        if line.index <= headline.index or line.node is headline.node:
            continue
        parent = next(containers(line), None)
        is_apart = line in others and seen >= SMALL and parent not in parents
        if is_apart and (rank == "h1" or is_above_date(line, lines[position + 1 : position + 1 + BELOW])):
            return list(lines[:position])
        if line.prose and parent is not None:
            seen += line.prose
            parents.add(parent)
    return list(lines)
