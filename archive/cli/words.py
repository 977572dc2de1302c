"""Numbers, shares, judgements, publishers and links in words."""

import math
from http import HTTPStatus
from typing import TYPE_CHECKING

from archive.inert import flat

if TYPE_CHECKING:
    from archive.history import Gone
    from archive.publisher import Publisher
    from archive.story import Judgement
    from archive.view import Related

MOST_CONFLICTS = 3  # named to a person; --json has all
LINKS = {
    "partial": "shares",
    "template": "same template, shares",
    "contains": "part of this one, shares",
    "contained": "holds this one, shares",
}
TELLS = {"source": "", "time": "prints the earliest time", "day": "prints the earliest day"}


def counted(number: int, one: str, several: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {one if number == 1 else several}"


def percent(share: float) -> str:
    """A share, 0 to 1: never rounded up, so that only the whole is 100 %."""
    return f"{math.floor(round(share * 1000, 6)) / 10:g} %"


def judged(judgement: "Judgement") -> str:
    """Why two wordings are one story, or are not: `same: shared sentences 81 %`."""
    parts = [f"{judgement.relation}: {judgement.reason} {percent(judgement.share)}"]
    if judgement.containment is not None:
        parts.append(f"wording {percent(judgement.containment)}")
    parts += [f"{one.context} {one.one} ≠ {one.other}" for one in judgement.conflicts[:MOST_CONFLICTS]]
    return ", ".join(parts)


def published_first(found: "Publisher") -> str:
    """Who published the article first, and what tells it."""
    if not found.urls:
        return "unknown: no copy prints a source that is among them, or a date"
    credited = f"credited by {counted(found.credits, 'copy', 'copies')}"
    tells = credited if found.basis == "source" else TELLS[found.basis or ""]
    if len(found.urls) > 1:
        return f"not to be told: {len(found.urls)} alike, each {tells}: {' '.join(found.urls)}"
    return f"{found.urls[0]} ({tells})"


def since(gone: "Gone") -> str:
    """How long an address has been gone, and what it answers: `since 2026-11-03, 404`."""
    return f"since {gone.gone_at:%Y-%m-%d}, {answer(gone)}"


def answer(gone: "Gone") -> str:
    """What an address answers that is gone: its status, or that a page says so where the status does not."""
    return str(gone.status) if gone.status >= HTTPStatus.BAD_REQUEST else "by its own word"


def related(one: "Related") -> str:
    """A related article on one line: `#12 title (shares 41 %)`."""
    share = max(one.share, one.containment) if one.kind == "partial" and not one.share else one.share
    return f"#{one.id} {flat(one.title) or '(no title)'} ({LINKS[one.kind]} {percent(share)})"
