"""Text that does nothing: what a page says, written so that no terminal, spreadsheet or parser obeys it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date

# Control characters but TAB and LF, C1 (a terminal may take 0x9B for ESC [), line separators, direction overrides and
# halves of surrogate pairs: all may stand in a title.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# What a spreadsheet takes for a formula or leads to one; the wide forms where its locale is Chinese or Japanese.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page


def inert(text: str) -> str:
    """*text* with � for each character that is not printed but obeyed."""
    return UNSAFE.sub("\ufffd", text)


def flat(text: str | None) -> str:
    """*text* on one line; empty if there is none."""
    return " ".join(inert(text or "").split())


def dumped(value: object, *, indent: int | None = None) -> str:
    """JSON with readable Chinese. What a terminal would obey is escaped, which means the same."""
    text = SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=indent, default=plain))
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(value: object) -> object:
    """What JSON has no word for: a date as ISO text, a dataclass as an object, a set as a sorted list."""
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def cell(value: object, *, guard: bool) -> object:
    """A value in a table: lists joined by ；, dates in ISO form. With *guard* what may be a formula begins with '."""
    if isinstance(value, tuple | list):
        value = "；".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return ("'" if guard and value.startswith(FORMULA) else "") + inert(value.replace("\r", "\n"))
    return value
