"""What the demo's sites do to a text: hiding a watermark, converting the script, leaving glosses, working on bytes.

The mirror's accidents are made the way real ones come about, not drawn afterwards: the text is encoded in GBK, bytes
are replaced without regard to where characters begin, and the result is read back two bytes at a time.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from crawler.demo.stories import PAGES, Story

ASCII_END = 0x80
MARKS = re.compile(r"[，。、？]")
SPARED = 3  # every third mark; on a real page two of three were doubled

HIDING = {
    "display": '<span style="display:none">{}</span>',
    "attribute": "<span hidden>{}</span>",
    "size": '<span style="font-size:0">{}</span>',
    "class": '<span class="kx9">{}</span>',  # the page's own style sheet hides it
    "place": '<span style="position:absolute;left:-9999px">{}</span>',
}


@dataclass(frozen=True, kw_only=True)
class Habits:
    """The mirror's tables: characters it converts one for one, readings it leaves behind a character, its spam."""

    traditional: dict[int, str]
    readings: dict[str, str]
    spam: str
    farm: tuple[str, ...]


@cache
def habits() -> Habits:
    """The tables, from `pages/mirror.toml`."""
    table = tomllib.loads((PAGES / "mirror.toml").read_text(encoding="utf-8"))
    simplified, traditional = ("".join(table[script].split()) for script in ("simplified", "traditional"))
    pairs = zip(map(ord, simplified), traditional, strict=True)
    return Habits(traditional=dict(pairs), readings=table["readings"], spam=table["spam"], farm=tuple(table["farm"]))


def watermark(story: Story, mark: str, *, way: str) -> tuple[str, ...]:
    """The paragraphs of *story*, each ending in *mark*, which `HIDING[way]` keeps from the reader's eyes."""
    return tuple(paragraph + HIDING[way].format(mark) for paragraph in story.paragraphs)


def convert(text: str) -> str:
    """Traditional script, character for character."""
    return text.translate(habits().traditional)


def gloss(text: str) -> str:
    """A reading in brackets behind every occurrence of the characters in the table."""
    readings = habits().readings
    return "".join(f"{char}({readings[char]})" if char in readings else char for char in text)


def double_marks(text: str) -> str:
    """An ASCII comma before two of three punctuation marks."""
    count = 0

    def double(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if count % SPARED == 0 else "," + match[0]

    return MARKS.sub(double, text)


def comma_bytes(data: bytes) -> bytes:
    """An ASCII comma before the bytes of ！ and ？, also where they are halves of two neighbours.

    In 。” (A1 A3 A1 B1) the middle two are an exclamation mark.
    """
    return re.sub(rb"\xa3[\xa1\xbf]", rb",\g<0>", data)


def read_pairs(data: bytes) -> str:
    """CP936 as PHP's mbstring reads it: two bytes that are no character become one question mark, and *both* are gone.

    So after A1 2C the text is read one byte out of step, until an ASCII byte ends it; that may be the < of a tag.
    """
    chars = []
    position = 0
    while position < len(data):
        width = 1 if data[position] < ASCII_END else 2
        char = data[position : position + width].decode("gb18030", "replace")
        chars.append(char if len(char) == 1 and char != "\ufffd" else "?")
        position += width
    return "".join(chars)


def slip(text: str) -> str:
    """*text* after a mirror has put its commas before what looks like ！ or ？."""
    return read_pairs(comma_bytes(text.encode("gb18030")))
