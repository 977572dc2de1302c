"""Forms of a text for comparing, finding and matching. None of them is ever shown."""

import re
import unicodedata
from functools import cache, lru_cache

from archive.text.gloss import strip_shapes
from archive.text.remembering import remembering
from archive.text.tables import fold_table

# The version of `data/fold.txt`. A change invalidates every key and the search index.
FOLD = 1

# Digits, letters, unified and compatibility ideographs, 々 and 〇.
KEY = r"0-9a-z\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NOT_KEY = re.compile(rf"[^{KEY}]+")

# NFKC takes these characters one by one: none joins the one before it. Latin letters, marks and symbols, full-width
# ASCII; and ideographs, which it leaves alone. Most texts and nearly all lines of news pages are made of these.
SEPARATE = (range(0x250), range(0x2000, 0x20D0), range(0x2100, 0x27C0), range(0x3000, 0x302A), range(0xFF01, 0xFF5F))
IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def fold(text: str) -> str:
    """One script for all: traditional, simplified and variant forms of a character become one. Keeps the length."""
    return text.translate(fold_table())


@remembering
def fold_for_offsets(text: str) -> str:
    """Fold script, width and the case of A-Z, one character to one: an offset in the result is an offset in *text*."""
    return text.translate(offset_table())


@lru_cache(maxsize=1)  # a text is asked for twice in a row: for its keys, and for the index
def normalise(text: str) -> str:
    """What the search index sees: NFKC, folded, lower case; punctuation kept. Lengths change: … becomes three."""
    return unify(text).lower()


def unify(text: str) -> str:
    """NFKC, folded: for most texts in one step, which takes a third of the time."""
    if others().search(text):
        return fold(unicodedata.normalize("NFKC", text))
    return text.translate(unified())


def in_any_script(folded: str) -> re.Pattern[str]:
    """What finds *folded* in a text that is not folded."""
    return re.compile("".join(f"[{re.escape(character + forms().get(character, ''))}]" for character in folded))


@remembering
def key_form(text: str) -> str:
    """What keys are made of: glosses stripped, normalised, and only 0-9, a-z and Chinese characters kept."""
    return key_characters(normalise(strip_shapes(text)))


def key_characters(normalised: str) -> str:
    """Of a normalised text only what counts in keys: 0-9, a-z and Chinese characters."""
    return NOT_KEY.sub("", normalised)


@remembering
def label_form(text: str) -> str:
    """What labels are matched on: glosses stripped, NFKC, folded; punctuation and case kept."""
    return unify(strip_shapes(text))


@cache
def others() -> re.Pattern[str]:
    """What finds a character that is neither `SEPARATE` nor one of the `IDEOGRAPHS`."""
    ranges = (f"{chr(codes[0])}-{chr(codes[-1])}" for codes in (*SEPARATE, *IDEOGRAPHS))
    return re.compile("[^{}]".format("".join(ranges)))


@cache
def unified() -> list[str | int]:
    """For `str.translate`: what NFKC and the fold make of the `SEPARATE` characters and the `IDEOGRAPHS`, by code.

    A list: for a character that a dictionary does not hold, an error is raised and caught.
    """
    table: list[str | int] = list(range(SEPARATE[-1].stop))
    for codes in SEPARATE:
        table[codes.start : codes.stop] = [unicodedata.normalize("NFKC", chr(code)) for code in codes]
    for code, folded in fold_table().items():
        if code < len(table):
            table[code] = folded
    return table


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
