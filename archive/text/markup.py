"""Tags shown as text, because a character before them swallowed their < or the mirror cut them short."""

import re

from archive.text.edit import Edit

TAGS = "span|p|br|div|font|a|b|i|u|em|strong|img|td|tr|table|h[1-6]|section|ul|li|center"
LOOKS = "style|class|align|color|face|size|width|height|target|href|src"
VALUE = r"""(?:"[^"<>\n]{0,500}"|'[^'<>\n]{0,500}'|[^\s"'<>]{1,500})"""
ATTRIBUTES = rf"(?:\s{{1,9}}(?:{LOOKS})\s?=\s?{VALUE}){{1,20}}"
SIGNS = ("<", "?", "\ufffd")  # every rest begins with one of them
LEAKED = re.compile(
    # ?span style="…">, ?/p>: a letter and a bracket around a tag's name are no question
    rf"[?\ufffd]/?(?:{TAGS})(?:{ATTRIBUTES})?\s?/?>"
    # <span style="…">: unless it is quoted, in a text about HTML
    rf"|(?<![“‘「『\"'`])<(?:{TAGS}){ATTRIBUTES}\s?/?>"
    # </font<br / at the end of a paragraph
    rf"|</(?:{TAGS})(?:<(?:{TAGS})\s?/?)?$",
    re.IGNORECASE | re.MULTILINE,
)


def drop_leaked_tags(text: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """*text* without the rests of tags; the edits, and no flags: what is no rest of a tag is prose."""
    if not any(sign in text for sign in SIGNS):
        return text, (), ()
    found = list(LEAKED.finditer(text))
    edits = tuple(Edit(step="markup", offset=rest.start(), before=rest[0], after="") for rest in found)
    return LEAKED.sub("", text) if found else text, edits, ()
