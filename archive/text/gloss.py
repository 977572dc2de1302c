"""Pinyin readings that a mirror has put after characters: 網(wǎng)站.

A mirror has a fixed table: it glosses some traditional characters at every occurrence and any other at none. An author
glosses the rare character he is speaking of, once: 彧(yù).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Set as AbstractSet
from functools import lru_cache

from archive.text.edit import Edit
from archive.text.script import TRADITIONAL_ONLY
from archive.text.tables import readings

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
LETTERS = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêếềɑɡ\u0300-\u0304\u0308\u030c"
READING = rf"[{LETTERS}]{{1,7}}"
SHAPE = re.compile(rf"([{HAN}])[(（]({READING})[ \u00a0]?[)）]")
TONED = re.compile("[^a-züêɑɡ]")
LATIN = str.maketrans("ɑɡ", "ag")  # CP936 has these for a and g

# The evidence asked of the whole text. No clean text comes near: 8 of 23,000 held a gloss at all.
CHARACTERS = 3  # different ones glossed
GLOSSES = 4
MOST = 20_000  # a long article in which every other character is glossed has fewer; more would only cost time
GLOSSED = 0.9  # of the occurrences of the glossed characters
OWN = 0.5  # of one character's own, or it is no entry of the table: 重(chóng)新 stands among many bare 重
OTHERS = 0.75  # of the glossed characters are entries of the table
TRADITIONAL = 0.5  # of the different characters; a lesson in simplified script glosses simplified ones

Gloss = tuple[str, str]  # a character and its reading


@lru_cache(maxsize=10_000)
def spelled(reading: str) -> str:
    """A reading as the table spells it: composed, in plain Latin letters."""
    return unicodedata.normalize("NFC", reading).translate(LATIN)


def is_reading(char: str, reading: str) -> bool:
    """Whether *char* may be read so."""
    return char in readings().get(reading, "")


def read_glosses(text: str) -> Counter[Gloss]:
    """The glosses in *text* whose reading fits their character, each with its number."""
    found = Counter((char, spelled(reading)) for char, reading in SHAPE.findall(text))
    return Counter({gloss: number for gloss, number in found.items() if is_reading(*gloss)})


@lru_cache(maxsize=1)  # a text is asked for twice in a row: for what its mirror glosses, and to be freed of it
def glosses_of(text: str) -> tuple[int, frozenset[Gloss]]:
    """How many glosses *text* has, and those that are a mirror's doing."""
    found = read_glosses(text)
    return found.total(), established(text, found)


def established(text: str, glosses: Counter[Gloss]) -> frozenset[Gloss]:
    """Those of *glosses* that are a mirror's doing; none, if the text as a whole does not look it."""
    if not glosses:
        return frozenset()
    present = Counter(text)
    glossed: Counter[str] = Counter()
    for (char, _), number in glosses.items():
        glossed[char] += number
    table = Counter({char: number for char, number in glossed.items() if number >= OWN * present[char]})
    evident = (
        len(table) >= CHARACTERS
        and len(table) >= OTHERS * len(glossed)
        and table.total() >= GLOSSES
        and table.total() >= GLOSSED * sum(present[char] for char in table)
        and len(table.keys() & TRADITIONAL_ONLY) >= TRADITIONAL * len(table)
        and any(TONED.search(reading) for _, reading in glosses)
    )
    return frozenset(gloss for gloss in glosses if evident and gloss[0] in table)


def drop_glosses(text: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """*text* without its mirror's glosses; the edits and the flags."""
    number, known = glosses_of(text)
    if not known or number > MOST:
        return text, (), ("gloss",) if number >= GLOSSES else ()
    edits = tuple(
        Edit(step="gloss", offset=match.start(), before=match[0], after=match[1])
        for match in SHAPE.finditer(text)
        if (match[1], spelled(match[2])) in known
    )
    return strip(text, known), edits, ()


def strip(text: str, glosses: AbstractSet[Gloss]) -> str:
    """*text* without these glosses, wherever they stand."""
    return SHAPE.sub(lambda match: match[1] if (match[1], spelled(match[2])) in glosses else match[0], text)


def strip_shapes(text: str) -> str:
    """*text* without anything that looks like a gloss: for keys and labels, never for what is shown."""
    if "(" not in text and "（" not in text:
        return text
    return SHAPE.sub(lambda match: match[1] if looks_like_gloss(*match.group(1, 2)) else match[0], text)


@lru_cache(maxsize=10_000)
def looks_like_gloss(char: str, reading: str) -> bool:
    """A reading with a tone, or one without that fits: 們(men), but not 米(km)."""
    return bool(TONED.search(reading)) or is_reading(char, spelled(reading))
