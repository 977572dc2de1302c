"""Where on a page dates and names are looked for: around the headline, after the text, and under telling ids."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from lxml.html import HtmlElement

from archive.extract.lines import Line
from archive.page import Page
from archive.text.gloss import strip_shapes
from archive.text.repair import Repaired

BEFORE, AFTER = 12, 8  # lines before the headline, and after the text
SKIP = 80  # lines after the text that may be links to other articles
INTO = 3  # lines of the text that may still be bylines
SHORT = 40  # characters of such a line
LINK = 0.9
TELLING = re.compile(
    r"pub_?time|publish|baidu$|^source$|^author$|^editor$|laiyuan|^ly$|media_name|post-date", re.IGNORECASE
)
LONGEST = 80  # characters


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The places of an article's page.

    `head` are the lines around the headline, those below it first, then upwards from it; itself left out: its words
    are the story's. `between` are the first of those that stand between headline and text, `into` short lines of the
    text that may still be bylines, `tail` the lines at and after its end, `opening` its first two and last two lines,
    `ids` the text of short elements by telling id, hidden ones included.
    """

    head: tuple[Line, ...]
    between: tuple[Line, ...]
    into: tuple[Line, ...]
    tail: tuple[Line, ...]
    opening: tuple[Line, ...]
    ids: Mapping[str, str]


def identified(page: Page) -> dict[str, str]:
    """The text of elements by id, for the ids that carry metadata. Ask before cleaning: sites hide them."""
    found: dict[str, str] = {}
    for node in page.tree.xpath("//*[@id]"):
        name = node.get("id")
        if TELLING.search(name):
            text = " ".join("".join(node.itertext()).split())
            if 0 < len(text) < LONGEST:
                found.setdefault(name, text)
    return found


def scene_of(
    lines: Sequence[Line], headline: Line | None, body: Sequence[Line], ids: Mapping[str, str], mend: Repaired
) -> Scene:
    """The scene of an article. *mend* has the glosses that the text proved: they go from every line."""
    first, last = body[0].index, body[-1].index
    start = headline.index if headline is not None and headline.index <= first else first
    into = [line for line in lines[first : min(first + INTO, last + 1)] if not line.prose or len(line.text) < SHORT]
    below = [line for line in lines[start:first] if line is not headline]
    head = [*below, *reversed(lines[max(0, start - BEFORE) : start])]
    between = below[: 2 * AFTER]
    inside = {node for line in (headline, body[0]) if line is not None for node, _ in line.furniture}
    after = [line for line in lines[last + 1 : last + 1 + SKIP] if line.link_share < LINK and not remark(line, inside)]
    closing = sum(
        1 for _ in takewhile(lambda line: not line.prose, reversed(lines[max(first, last - AFTER) : last + 1]))
    )
    tail = [*lines[max(first, last - max(INTO, closing)) : last + 1], *after[:AFTER]]

    @cache  # a line may stand in several places
    def seen(line: Line) -> Line:
        return mended(beside(line, inside), mend)

    return Scene(
        head=tuple(map(seen, head)),
        between=tuple(map(seen, between)),
        into=tuple(map(seen, into)),
        tail=tuple(map(seen, tail)),
        opening=tuple(map(seen, dict.fromkeys((*body[:2], *body[-2:])))),
        ids={name: strip_shapes(text) if mend.glosses else text for name, text in ids.items()},
    )


def remark(line: Line, around: Collection[HtmlElement]) -> bool:
    """Whether a reader wrote the line: who signs it is no author of the article's."""
    return any(kind == "comments" and node not in around for node, kind in line.furniture)


def beside(line: Line, around: Collection[HtmlElement]) -> Line:
    """The line with the furniture that stands beside the article; what stands *around* it says nothing of the line."""
    if not any(node in around for node, _ in line.furniture):
        return line
    return replace(line, furniture=tuple((node, kind) for node, kind in line.furniture if node not in around))


def mended(line: Line, body: Repaired) -> Line:
    """The line without glosses, if the text proved that the page is glossed."""
    if not body.glosses:
        return line
    return replace(line, pieces=tuple(strip_shapes(piece) for piece in line.pieces))
