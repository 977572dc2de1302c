"""What a page tells of itself: evidence for what stood at a damaged place."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from archive.text.gloss import HAN, Gloss, read_glosses
from archive.text.neighbours import SCANNED, Neighbours
from archive.text.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, script_of
from archive.text.worth import ALIEN, worth

MARKUP = re.compile(
    r"(?is)<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?"  # to its end, or to the end of the page: each is passed once
    r"|<(script|style)\b[^<]*+(?:<(?!/\1)[^<]*+)*+(?:</\1)?"
    r"|<[a-z/!?][^<>]*>?"
)
FOLDED = re.compile(rf",(?<=[{HAN}],)")  # the comma first: it is found five times as fast


class Context:
    """The HTML of a page, and what it tells of itself: worked out when first asked for, since few pages have a tear."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def neighbours(self) -> Neighbours:
        """The words of the page."""
        return Neighbours(self.html)

    @cached_property
    def glosses(self) -> frozenset[Gloss]:
        """The glosses in the page."""
        return frozenset(read_glosses(self.html))

    @cached_property
    def folded(self) -> bool:
        """Whether full-width ASCII has been made ASCII after the accident, as on all pages that were seen."""
        more = islice(FOLDED.finditer(self.html), self.html.count("，"), None)
        return next(more, None) is not None

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The characters that a page in its script does not have."""
        text = self.neighbours.runs + self.html[SCANNED:]  # most of the markup is gone from these already
        return {"hant": SIMPLIFIED_ONLY, "hans": TRADITIONAL_ONLY}.get(script_of(text), frozenset())

    def worth(self, char: str) -> float:
        """How usual *char* is in a page of this script."""
        return ALIEN if char in self.foreign else worth(char)


def in_text(html: str, anchors: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those of *anchors*, which come in order, that stand in no tag, comment, script or style of *html*."""
    start = stop = 0
    markup = MARKUP.finditer(html)  # asked no further than to the last anchor
    for anchor in anchors:
        position = anchor.start()
        while stop <= position:
            found = next(markup, None)
            start, stop = found.span() if found else (len(html), len(html) + 1)
        if position < start:
            yield anchor
