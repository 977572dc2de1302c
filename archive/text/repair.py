"""Undo what mirrors do to a page's text, and log it.

Each step asks the whole page for evidence and is idempotent. The order matters: byte slips hide glosses and swallow
the < of tags, and a gloss breaks a watermark.
"""

from collections.abc import Callable
from dataclasses import dataclass

from archive.text.edit import Edit
from archive.text.gloss import Gloss, drop_glosses, glosses_of
from archive.text.markup import drop_leaked_tags
from archive.text.punctuation import drop_doubled_commas
from archive.text.slip import realign_bytes
from archive.text.watermark import drop_watermark

Step = Callable[[str], tuple[str, tuple[Edit, ...], tuple[str, ...]]]

STEPS: tuple[Step, ...] = (drop_glosses, drop_watermark, drop_doubled_commas, drop_leaked_tags)


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """A text after repair.

    The offset of each edit counts in the text that its step saw. `flags` name steps that saw damage and lacked evidence
    to undo it. `glosses` are the characters, with their readings, that the text proved to be glossed by a mirror.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()
    glosses: frozenset[Gloss] = frozenset()


def repair_html(html: str) -> Repaired:
    """Put right what was read one byte out of step: in decoded HTML, before it is parsed or anything is folded."""
    text, edits, flags = realign_bytes(html)
    return Repaired(text=text, edits=edits, flags=flags)


def repair_text(text: str) -> Repaired:
    """Repair a body, its paragraphs separated by newlines: glosses, watermark, doubled commas, leaked markup."""
    _, glosses = glosses_of(text)
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()
    for step in STEPS:
        text, more, doubts = step(text)
        edits += more
        flags += doubts
    return Repaired(text=text, edits=edits, flags=flags, glosses=glosses)
