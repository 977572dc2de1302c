"""How the archive knows what an article says: the evidence for a reading."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive.cli.article import moment
from archive.cli.output import print_facts, print_table, say

if TYPE_CHECKING:
    from archive.view import ReadingView

# Field, and where what the page prints for it is kept.
FIELDS = {
    "title": None,
    "original_title": None,
    "published_at": "published_raw",
    "source": "source_raw",
    "editor": "editor_raw",
    "authors": "authors_raw",
}
MOST_EDITS = 20  # shown to a person; --json has all


def print_evidence(reading: "ReadingView") -> None:
    """A line for each field, repair and thing left out, and one for each edit of the text."""
    print_facts(("field", "value", "as printed", "where"), list(evidence(reading)))
    edits = reading.fields["edits"] or []
    if edits:
        say()
        print_table(("edit", "after", "before"), [changed(edit) for edit in edits[:MOST_EDITS]], stretch=("before",))
    if len(edits) > MOST_EDITS:
        say(f" and {len(edits) - MOST_EDITS:,} more")


def evidence(reading: "ReadingView") -> "Iterator[tuple[object, ...]]":
    """What was read, as printed on the page, and where; then how often was repaired and left out what."""
    read = reading.fields
    where = read["evidence"] or {}
    for name, raw in FIELDS.items():
        value = read[name]
        shown = moment(value) if name == "published_at" else "、".join(value or ()) if name == "authors" else value
        yield name, shown, read[raw] if raw else None, where.get(name)
    yield "captured_at", moment(reading.captured_at), None, f"WARC-Record-ID {reading.record_id}"
    if reading.place:
        yield "kept", None, None, f"warc/{reading.place.file} @{reading.place.offset}"
    yield "charset", read["charset"], None, where.get("charset")
    yield "reader", read["reader"], None, read["layout"]
    yield "damage", f"{read['damage'] or 0:.2%}", None, None
    for name in ("repairs", "removed"):
        yield name, listed((read[name] or {}).items()), None, None
    yield "flags", "、".join(read["flags"] or ()), None, None


def changed(edit: Mapping[str, Any]) -> tuple[str, ...]:
    """An edit as a line: which step made it and where in the text, then what it made of what."""
    inferred = "" if edit["exact"] else " (inferred)"
    return f"{edit['step']} @{edit['offset']}{inferred}", edit["after"], edit["before"]


def listed(counts: Iterable[tuple[str, int]]) -> str:
    """`gloss 12, slip 3`."""
    return ", ".join(f"{name} {number}" for name, number in counts)
