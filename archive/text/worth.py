"""How usual a character is in Chinese news: tells text in step from text one byte out of step."""

from functools import lru_cache

from archive.text.cp936 import to_pair
from archive.text.normalise import fold

COMMON, RARE, ALIEN = 0.0, -1.5, -3.0

LEVEL_ONE, LEVEL_TWO = (
    range(0xB0, 0xD8),
    range(0xD8, 0xF8),
)  # leads of GB2312: common characters, rarer
MARKS = frozenset("０１２３４５６７８９，。、；：！？“”‘’（）《》〈〉【】「」『』—…·～％")
RARE_ASCII = frozenset("?@[\\]^_`{|}~")


@lru_cache(maxsize=10_000)
def worth(char: str) -> float:
    """COMMON, RARE or ALIEN, in either script."""
    if char < "\x80":
        return RARE if char in RARE_ASCII else COMMON
    lead, trail = to_pair(fold(char)) or (0, 0)
    if char in MARKS or (lead in LEVEL_ONE and trail > 0xA0):  # noqa: PLR2004 - GB2312 begins at A1
        return COMMON
    if char.isnumeric() or (lead in LEVEL_TWO and trail > 0xA0) or char == "\ufffd":  # noqa: PLR2004
        return RARE
    return RARE if "Ａ" <= char <= "ｚ" else ALIEN
