"""Outcomes in the columns that people read: a line for each site, while a run goes on and at its end."""

from collections.abc import Mapping

from archive.cli.output import fitted

# What a person asks first, in this order. The reasons stand in `news-archive status`.
COLUMNS = ("new", "revised", "copies", "unchanged", "rejected", "failed")
COLUMN_OF = {"created": "new", "copied": "copies", "reread": "unchanged"}


def column_of(outcome: str) -> str:
    """The column in which an outcome (`rejected:gone`) is counted."""
    verdict = outcome.partition(":")[0]
    return COLUMN_OF.get(verdict, verdict)


def summed(counts: Mapping[str, int]) -> dict[str, int]:
    """Outcomes of a site by column; list pages are left out."""
    found = dict.fromkeys(COLUMNS, 0)
    for outcome, count in counts.items():
        if outcome != "list":
            found[column_of(outcome)] += count
    return found


def site_line(name: str, counts: Mapping[str, int], *, width: int) -> str:
    """`青屏县融媒网   new 4   revised 0 …`, the name in *width* columns."""
    return "   ".join((f" {fitted(name, width, right=False)}", *(f"{column} {counts[column]}" for column in COLUMNS)))


def clock_text(seconds: float) -> str:
    """`2:07`, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
