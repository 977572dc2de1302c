"""Which script a text is in."""

from functools import lru_cache

from archive.text.tables import script_characters

# Left out are characters that traditional text has too, as other words or as converters leave them: 后 里 干 系.
SIMPLIFIED_ONLY = script_characters("simplified")
TRADITIONAL_ONLY = script_characters("traditional")

BLANKED = bytes.maketrans(bytes(range(128)), b" " * 128)
MIXED = 0.4  # a traditional page with spam in simplified script stays below: 0.25


@lru_cache(maxsize=1)  # a text is asked for twice in a row: when it has been read, and when it is prepared
def script_of(text: str) -> str:
    """`hans`, `hant`, `mixed` (the lesser script has more than 40 %) or `none` (no character tells)."""
    text = "".join(beyond_ascii(text))  # of a page's markup little is left to look at
    simplified = sum(map(SIMPLIFIED_ONLY.__contains__, text))
    traditional = sum(map(TRADITIONAL_ONLY.__contains__, text))
    if not simplified + traditional:
        return "none"
    if min(simplified, traditional) > MIXED * (simplified + traditional):
        return "mixed"
    return "hans" if simplified > traditional else "hant"


def beyond_ascii(text: str) -> list[str]:
    """The runs of characters that are not ASCII. As bytes they are found four times as fast as by a pattern."""
    runs = text.encode(errors="replace").translate(BLANKED).split()
    return b" ".join(runs).decode().split(" ")
