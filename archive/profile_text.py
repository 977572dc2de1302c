"""A site's profile as the TOML that a person would write."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from archive.inert import UNSAFE, dumped
from archive.site import UNITS, Site

PARTS = ("discover", "article", "extract")


def profile_text(site: Site, *, defaults: bool = False) -> str:
    """*site* as a file that reads back as the same profile; with *defaults* what it leaves unsaid is said too."""
    table = site.model_dump(exclude_defaults=not defaults, exclude_none=True)
    blocks = [
        "\n".join(lines_of({key: value for key, value in table.items() if key not in PARTS})),
        *("\n".join(("[[discover]]", *lines_of(page))) for page in table.get("discover", ())),
        *("\n".join((f"[{part}]", *lines_of(table[part]))) for part in PARTS[1:] if table.get(part)),
    ]
    return "\n\n".join(blocks) + "\n"


def lines_of(table: Mapping[str, Any]) -> Iterator[str]:
    """`key = value`, a line each."""
    for key, value in table.items():
        yield f"{key} = {toml(value)}"


def toml(value: Any) -> str:
    """A value as TOML writes it: JSON's texts, numbers and lists are TOML's too. What a terminal obeys is escaped."""
    if isinstance(value, timedelta):
        return toml(duration_text(value))
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str) and "\\" in value and "'" not in value and not UNSAFE.search(value) and "\n" not in value:
        return f"'{value}'"  # an expression reads better without doubled backslashes
    return dumped(value, indent=None)


def duration_text(value: timedelta) -> str:
    """`90m`, `2h`, `7d`: in the largest unit of which it is a whole number."""
    seconds = round(value.total_seconds())
    for unit, name in reversed(UNITS.items()):
        one = round(timedelta(**{name: 1}).total_seconds())
        if seconds % one == 0 and seconds:
            return f"{seconds // one}{unit}"
    return "0s"
