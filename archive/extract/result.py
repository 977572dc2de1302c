"""Extraction: what a page says, raw kept beside parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from archive.text.edit import Edit


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value read from a page.

    `raw` is the string as printed, `value` what it means (None where it means nothing: an empty label, 佚名), `where`
    tells a person where it stood: `meta publishdate`, `label 来源`, `url`.
    """

    value: str | None
    raw: str | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """An article as read from one capture. Pure data: no tree, no bytes; can be pickled.

    `published_at` is an aware datetime where the page prints a time, a date where it prints only a day, else None.
    `text` is paragraphs separated by newlines, repaired, in the page's own script. `source`, `editor`, `authors`
    are as printed (repaired); an empty label gives None. `repairs` counts edits per repair step, `edits` holds
    them. `flags` names damage seen but not undone. `damage` is the share of the page's characters that was damaged,
    0 to 1. `removed` counts what cleaning dropped, per kind. `evidence` says in words where each field was found.
    `layout` is the path of the element that holds the body. `next_page` is the address of the article's next part, and
    `part_of` that of an earlier one; a page with `part_of` is a later part and no article of its own.
    """

    text: str
    title: str | None = None
    original_title: str | None = None
    published_at: datetime | date | None = None
    published_raw: str | None = None
    source: str | None = None
    source_raw: str | None = None
    editor: str | None = None
    editor_raw: str | None = None
    authors: tuple[str, ...] = ()
    authors_raw: str | None = None
    language: str = "zh"
    script: str = "hans"
    layout: str = ""
    next_page: str | None = None
    part_of: str | None = None
    charset: str = "utf-8"
    repairs: Mapping[str, int] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    damage: float = 0.0
    evidence: Mapping[str, str] = field(default_factory=dict)
