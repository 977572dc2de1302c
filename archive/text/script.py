"""Which script a text is in."""

import re
from functools import cache, lru_cache

from archive.text.tables import script_characters

# Left out are characters that traditional text has too, as other words or as converters leave them: 后 里 干 系.
SIMPLIFIED_ONLY = script_characters("simplified")
TRADITIONAL_ONLY = script_characters("traditional")

ASCII = bytes(range(128))
BEYOND = "\U00010000-\U0010ffff"
RARE = re.compile(f"[{BEYOND}]")
MIXED = 0.4  # a traditional page with spam in simplified script stays below: 0.25


@lru_cache(maxsize=1)  # a text is asked for twice in a row: when it has been read, and when it is prepared
def script_of(text: str) -> str:
    """`hans`, `hant`, `mixed` (the lesser script has more than 40 %) or `none` (no character tells)."""
    text = beyond_ascii(text)  # of a page's markup little is left to look at
    simplified = number_of(SIMPLIFIED_ONLY, text)
    traditional = number_of(TRADITIONAL_ONLY, text)
    if not simplified + traditional:
        return "none"
    if min(simplified, traditional) > MIXED * (simplified + traditional):
        return "mixed"
    return "hans" if simplified > traditional else "hant"


def beyond_ascii(text: str) -> str:
    """The characters that are not ASCII. As bytes they are found four times as fast as by a pattern."""
    return text.encode(errors="replace").translate(None, ASCII).decode()


def number_of(characters: frozenset[str], text: str) -> int:
    """How often any of *characters* stands in *text*."""
    found = "".join(common_or_rare(characters).findall(text))
    rare = RARE.findall(found)
    return len(found) - len(rare) + sum(map(characters.__contains__, rare))


@cache
def common_or_rare(characters: frozenset[str]) -> re.Pattern[str]:
    """What finds runs of *characters*, and of any that are rare.

    A class of common characters is one look at a table; each of a thousand rare ones would be a comparison of its own.
    """
    common = "".join(sorted(char for char in characters if char <= "\uffff"))
    return re.compile(f"[{re.escape(common)}{BEYOND}]+")
