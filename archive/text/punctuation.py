"""Commas that a mirror has put before punctuation marks: `社区,、乡村,。`."""

import re

from archive.text.edit import Edit

DOUBLED = re.compile(r"[,，]+(?=[，。、；：！？,;:!?])")
PLACES = 5  # typing errors make at most three in a clean text; damaged ones have dozens


def drop_doubled_commas(text: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """*text* without commas before marks, if there are too many for typing errors; the edits and the flags."""
    places = list(DOUBLED.finditer(text))
    if len(places) < PLACES:
        return text, (), ("punctuation",) if places else ()
    edits = tuple(Edit(step="punctuation", offset=place.start(), before=place[0], after="") for place in places)
    return DOUBLED.sub("", text), edits, ()
