"""Forms of a text for comparing, finding and matching. None of them is ever shown."""

import re
import unicodedata
from functools import cache, lru_cache

from archive.text.gloss import strip_shapes
from archive.text.tables import fold_table

# The version of `data/fold.txt`. A change invalidates every key and the search index.
FOLD = 1

# Unified and compatibility ideographs, 々 and 〇.
NOT_KEY = re.compile(r"[^0-9a-z\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def fold(text: str) -> str:
    """One script for all: traditional, simplified and variant forms of a character become one. Keeps the length."""
    return text.translate(fold_table())


def fold_for_offsets(text: str) -> str:
    """Fold script, width and the case of A-Z, one character to one: an offset in the result is an offset in *text*."""
    return text.translate(offset_table())


@lru_cache(maxsize=1)  # a text is asked for twice in a row: for its keys, and for the index
def normalise(text: str) -> str:
    """What the search index sees: NFKC, folded, lower case; punctuation kept. Lengths change: … becomes three."""
    return fold(unicodedata.normalize("NFKC", text)).lower()


def in_any_script(folded: str) -> re.Pattern[str]:
    """What finds *folded* in a text that is not folded."""
    return re.compile("".join(f"[{re.escape(character + forms().get(character, ''))}]" for character in folded))


def key_form(text: str) -> str:
    """What keys are made of: glosses stripped, normalised, and only 0-9, a-z and Chinese characters kept."""
    return key_characters(normalise(strip_shapes(text)))


def key_characters(normalised: str) -> str:
    """Of a normalised text only what counts in keys: 0-9, a-z and Chinese characters."""
    return NOT_KEY.sub("", normalised)


def label_form(text: str) -> str:
    """What labels are matched on: glosses stripped, NFKC, folded; punctuation and case kept."""
    return fold(unicodedata.normalize("NFKC", strip_shapes(text)))


@cache
def forms() -> dict[str, str]:
    """The characters that are folded to another, by that one."""
    found: dict[str, str] = {}
    for code, folded in fold_table().items():
        found[folded] = found.get(folded, "") + chr(code)
    return found


@cache
def offset_table() -> dict[int, str]:
    """The fold, full width to ASCII, the ideographic space to a space, and A-Z to a-z."""
    narrow = {0xFF01 + offset: chr(0x21 + offset).lower() for offset in range(94)}
    lower = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    return fold_table() | narrow | lower | {0x3000: " "}
