"""Text made harmless before it is kept: no terminal escape, no lone surrogate, no character that reorders others."""

import re
import unicodedata

# NUL, C0 but TAB and LF, DEL, C1, surrogates, bidi overrides and isolates, BOM, tag characters, and our own soft break.
# ZWJ and ZWNJ stay: emoji and Indic scripts need them.
ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2063\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def inert(text: str) -> str:
    """The text as it may be stored and shown: without active characters, in NFC."""
    return unicodedata.normalize("NFC", ACTIVE.sub("", text))
