"""CP936 as the mirrors of news pages read and write it: PHP's mbstring, pair by pair.

Python's `gbk` has no private use area, and keeps the ASCII half of a pair that is no character; `gb18030` has other
characters than CP936 in a few places, where the mirrors show private use.
"""

from functools import cache

EURO = "€"  # the single byte 80, and so the second half of a pair that has come loose

# Pairs that CP936 leaves unassigned and GB18030 has since filled: a mirror shows them as these private-use characters.
PRIVATE = {"\ue76c": b"\xa2\xe3", "\ue7c8": b"\xa8\xbf"}
PRIVATE |= {chr(0xE7E7 + step): bytes((0xA9, 0x89 + step)) for step in range(13)}
PRIVATE |= {chr(0xE815 + step): bytes((0xFE, 0x50 + step)) for step in range(0x2F)}
PRIVATE |= {chr(0xE844 + step): bytes((0xFE, 0x80 + step)) for step in range(0x20)}


@cache
def to_pair(char: str) -> bytes:
    """The two bytes of *char*; empty for one that has not two."""
    if char in PRIVATE:
        return PRIVATE[char]
    try:
        pair = char.encode("gb18030")
    except UnicodeEncodeError:  # half a surrogate pair
        return b""
    return pair if len(pair) == 2 else b""  # noqa: PLR2004 - a pair


@cache
def from_pair(pair: bytes) -> str:
    """The character of two bytes; empty if they are none."""
    try:
        text = pair.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 else ""
