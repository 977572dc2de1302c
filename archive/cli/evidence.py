"""How the archive knows what an article says: the evidence for a reading."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archive.cli.article import moment
from archive.cli.output import print_table

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
    """A line for each field, repair and thing left out."""
    print_table(("field", "value", "as printed", "where"), list(evidence(reading)), stretch="as printed")


def evidence(reading: "ReadingView") -> "Iterator[tuple[object, ...]]":
    """What was read, as printed on the page, and where; then what was repaired and left out."""
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
    edits = read["edits"] or []
    for edit in edits[:MOST_EDITS]:
        yield (
            "edit",
            edit["after"],
            edit["before"],
            f"{edit['step']} @{edit['offset']}{'' if edit['exact'] else ' (inferred)'}",
        )
    if len(edits) > MOST_EDITS:
        yield "edit", f"and {len(edits) - MOST_EDITS} more", None, None


def listed(counts: Iterable[tuple[str, int]]) -> str:
    """`gloss 12, slip 3`."""
    return ", ".join(f"{name} {number}" for name, number in counts)
