"""Which script a text is in."""

import re

from archive.text.tables import script_characters

# Left out are characters that traditional text has too, as other words or as converters leave them: 后 里 干 系.
SIMPLIFIED_ONLY = script_characters("simplified")
TRADITIONAL_ONLY = script_characters("traditional")

NON_ASCII = re.compile(r"[^\x00-\x7f]+")
MIXED = 0.4  # a traditional page with spam in simplified script stays below: 0.25


def script_of(text: str) -> str:
    """`hans`, `hant`, `mixed` (the lesser script has more than 40 %) or `none` (no character tells)."""
    text = "".join(NON_ASCII.findall(text))  # of a page's markup little is left to look at
    simplified = sum(map(SIMPLIFIED_ONLY.__contains__, text))
    traditional = sum(map(TRADITIONAL_ONLY.__contains__, text))
    if not simplified + traditional:
        return "none"
    if min(simplified, traditional) > MIXED * (simplified + traditional):
        return "mixed"
    return "hans" if simplified > traditional else "hant"
