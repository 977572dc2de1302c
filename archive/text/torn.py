"""The characters at the two ends of a stretch read out of step: half of each is lost, and inferred from its neighbours.

Evidence is the page itself, which says a word more than once, and a list of words.
"""

import re
from collections.abc import Set as AbstractSet
from functools import cache

from archive.text.cp936 import from_pair
from archive.text.gloss import LETTERS, spelled
from archive.text.neighbours import Neighbours
from archive.text.normalise import fold
from archive.text.script import TRADITIONAL_ONLY
from archive.text.tables import readings, torn_words

MARKS, FULL_WIDTH = 0xA1, 0xA3  # the leads of Chinese punctuation, and of full-width ASCII
UNKNOWN = "\ufffd"
QUOTES = ("“”", "『』", "「」")
ENDINGS = ("。", "！", "？", "!", "?", "…")

# What the evidence weighs. A word of the list counts with its weight there, 0 to 3.4; a word of the page for each time
# it stands there, up to three times. 。 has a weight from what follows (“ or 《 hardly follow anything else) and from
# what it follows. Of 280 torn pages 210 are put right to the letter; with 1.3 before a Chinese character, 205.
COMMON = 1.0
PAGE, NO_MORE = 1.5, 3
STOP_BEFORE_QUOTE, STOP_BEFORE_HAN = 3.5, 1.0
STOP_AFTER_PARTICLE, PARTICLES = 1.5, "了吧呢嘛"  # sentences end in these
NEVER_AFTER_STOP = "、。，·…～"

TAGS = "span|p|br|div|font|a|b|i|u|em|strong|img|td|tr|table|h[1-6]|section|ul|li|center|article|title|head|body|html"
TAG_REST = re.compile(rf"/?(?:{TAGS})(?:\s[^<>]{{0,1000}})?/?>|!--", re.IGNORECASE)
ENTITY_REST = re.compile(r"(?:[a-z]{2,8}|#x?[0-9a-f]{2,6});", re.IGNORECASE)
NUMBER_REST = re.compile("[0-9.%％年月日时時点點]")
GLOSS_REST = re.compile(rf"([{LETTERS}]{{1,7}})[ \u00a0]?[)）]")
RESTS = {"<": TAG_REST, "&": ENTITY_REST, "(": re.compile(r"[^()（）<\n]{1,60}\)"), UNKNOWN: NUMBER_REST}


@cache
def with_trail(trail: int) -> tuple[str, ...]:
    """The Chinese characters whose second byte is *trail*."""
    return tuple(filter(None, (from_pair(bytes((lead, trail))) for lead in (*range(0x81, 0xA1), *range(0xB0, 0xF8)))))


@cache
def with_lead(lead: int) -> tuple[str, ...]:
    """The characters whose first byte is *lead*."""
    return tuple(filter(None, (from_pair(bytes((lead, trail))) for trail in range(0x40, 0xFF))))


def first_character(before: str, after: str, page: Neighbours, foreign: AbstractSet[str]) -> str:
    """The character whose second half is A3, torn off by a comma, between *before* and *after*.

    These are one character each, or empty; *foreign* are the characters that a page in its script does not have.
    """
    words = torn_words()
    behind, ahead = page.of(before), page.of(after)
    folded_before, folded_after = fold(before), fold(after)

    def weight(char: str, folded: str) -> float:
        known = PAGE * min(behind[before + char], NO_MORE) + words.get(folded_before + folded, 0)
        if after.isalpha():
            known += PAGE * min(ahead[char + after], NO_MORE) + words.get(folded + folded_after, 0)
        return known

    weights = {char: weight(char, folded) for char, folded in torn_characters() if char not in foreign}
    if after not in NEVER_AFTER_STOP:
        weights["。"] = PAGE * min(behind[before + "。"], NO_MORE)
        weights["。"] += STOP_BEFORE_HAN if after.isalpha() else STOP_BEFORE_QUOTE
        weights["。"] += STOP_AFTER_PARTICLE * (before in PARTICLES)
    best = max(weights, key=weights.__getitem__)
    return best if weights[best] else UNKNOWN


@cache
def torn_characters() -> tuple[tuple[str, str], ...]:
    """The Chinese characters that a comma can tear, as their second half is A3; as they are, and folded."""
    return tuple((char, fold(char)) for char in with_trail(0xA3))


def is_common_word(neighbours: str) -> bool:
    """Whether two neighbours stand within a common word."""
    return torn_words().get(fold(neighbours), 0) >= COMMON


def last_character(lead: int, before: str, rest: str, page: Neighbours) -> str:
    """The character that begins with *lead* and lost its second half, between *before* and *rest*; or U+FFFD."""
    if lead == MARKS:
        if is_open(before, "《》"):
            return "》"
        quotes = next((pair for pair in QUOTES if is_open(before, pair)), None)
        return quotes[1] if quotes and before.endswith(ENDINGS) else "。"
    if lead == FULL_WIDTH and is_open(before, "（）"):
        return "）"
    words = page.of(before[-1:])
    if gloss := GLOSS_REST.match(rest):
        fitting = set(readings().get(spelled(gloss[1]), "")).intersection(with_lead(lead))
        return max(
            sorted(fitting), key=lambda char: (words[before[-1:] + char], char in TRADITIONAL_ONLY), default=UNKNOWN
        )
    likely = max(with_lead(lead), key=lambda char: words[before[-1:] + char], default=UNKNOWN)
    return likely if words[before[-1:] + likely] else UNKNOWN


def is_open(text: str, brackets: str) -> bool:
    """Whether *text* ends within a pair of *brackets*."""
    return text.rfind(brackets[0]) > text.rfind(brackets[1])


def swallowed(rest: str) -> str:
    """The ASCII character lost together with a half, as far as *rest*, the text behind it, tells.

    U+FFFD where a digit was; empty where nothing is missed: a comma of the mirror's, or white space.
    """
    found = (char for char, pattern in RESTS.items() if pattern.match(rest))
    return next(found, "")


def is_trace(rest: str) -> bool:
    """Whether *rest* is what nobody writes: a tag or a character reference without its beginning, a reading."""
    return any(pattern.match(rest) for pattern in (TAG_REST, ENTITY_REST, GLOSS_REST))
