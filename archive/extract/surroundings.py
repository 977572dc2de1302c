"""What stands around an article: furniture by name, and on endless pages the next article."""

from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

from archive.extract.block import containers
from archive.extract.lines import Line

NEVER_FURNITURE = 0.4  # an element with this share of the page's prose is no furniture, whatever its name says ...
OTHERS = ("related", "comments")  # ... but for these, which may hold more text than the article
SMALL, LEFT = 40, 20  # Han of prose: between two articles, and outside such an element


def without_furniture(lines: Sequence[Line], headline: Line | None) -> tuple[list[Line], dict[str, int]]:
    """The lines outside furniture, and how many lines each kind took.

    A name is not believed where the element holds the headline, and only half believed where it holds much of the
    page's prose: `related` and `comments` are, if prose is left outside, `bottom` and `tools` are not.
    """
    trusted = believed(lines, headline)
    kept: list[Line] = []
    removed: dict[str, int] = defaultdict(int)
    for line in lines:
        named = [kind for node, kind in line.furniture if node in trusted]
        if named:
            removed[named[0]] += 1
        else:
            kept.append(line)
    return kept, dict(removed)


def believed(lines: Sequence[Line], headline: Line | None) -> set[HtmlElement]:
    """The elements that are the furniture which their names say they are."""
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
    left = sum(line.prose for line in lines if not any(node in trusted for node, _ in line.furniture))
    return trusted if left >= LEFT else light


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
