"""What a page tells of itself: evidence for what stood at a damaged place."""

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import pairwise

from archive.text.gloss import HAN, Gloss, read_glosses
from archive.text.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, beyond_ascii, script_of
from archive.text.worth import ALIEN, worth

MARKUP = re.compile(
    r"(?is)<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?"  # to its end, or to the end of the page: each is passed once
    r"|<(script|style)\b[^<]*+(?:<(?!/\1)[^<]*+)*+(?:</\1)?"
    r"|<[a-z/!?][^<>]*>?"
)
FOLDED = re.compile(rf"[{HAN}],")
SCANNED = 200_000  # characters of a page that are searched for its words


class Context:
    """The HTML of a page, and what it tells of itself: worked out when first asked for, since few pages have a tear."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def neighbours(self) -> Counter[str]:
        """Every two neighbours that are not ASCII, with their number: a page says a word more than once."""
        runs = beyond_ascii(self.html[:SCANNED])
        return Counter(one + other for run in runs for one, other in pairwise(run))

    @cached_property
    def glosses(self) -> frozenset[Gloss]:
        """The glosses in the page."""
        return frozenset(read_glosses(self.html))

    @cached_property
    def folded(self) -> bool:
        """Whether full-width ASCII has been made ASCII after the accident, as on all pages that were seen."""
        return self.html.count("，") < len(FOLDED.findall(self.html))

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The characters that a page in its script does not have."""
        return {"hant": SIMPLIFIED_ONLY, "hans": TRADITIONAL_ONLY}.get(script_of(self.html), frozenset())

    @cached_property
    def markup(self) -> tuple[list[int], list[int]]:
        """Where tags, comments, scripts and styles begin, and where they end."""
        spans = [match.span() for match in MARKUP.finditer(self.html)]
        return [start for start, _ in spans], [stop for _, stop in spans]

    def in_markup(self, position: int) -> bool:
        """Whether *position* is no text."""
        starts, stops = self.markup
        before = bisect_right(starts, position) - 1
        return before >= 0 and position < stops[before]

    def worth(self, char: str) -> float:
        """How usual *char* is in a page of this script."""
        return ALIEN if char in self.foreign else worth(char)
