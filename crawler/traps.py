"""Traps: addresses that a site makes without end. Told by the address alone. Pure."""

import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

MOST_REPEATS = 4  # of one part of a path: a relative link that is taken from its own page grows by one each time
MOST_PARTS = 24  # of a path; the deepest real ones have a dozen
MOST_PARAMETERS = 16  # of a query
AHEAD = timedelta(days=2)  # a page of tomorrow may be written in another time zone
DAY = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-_/](0[1-9]|1[0-2])(?![\d])")


def trap(url: str) -> str | None:
    """Why *url* (canonical) is not followed; None if it may be."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MOST_PARTS:
        return f"a path of {len(segments)} parts"
    if segments and max(Counter(segments).values()) > MOST_REPEATS:
        return "a path that repeats itself"
    if parts.query.count("&") >= MOST_PARAMETERS:
        return f"more than {MOST_PARAMETERS} parameters"
    return None


def not_before(url: str, today: date) -> date | None:
    """The day that *url* names, or the first of its month, if it has not come yet; else None.

    A calendar goes on for ever, and its days wait until they come. So does everything when the clock is wrong.
    """
    parts = urlsplit(url)
    text = f"{parts.path}?{parts.query}"
    found = DAY.search(text) or MONTH.search(text)
    if found is None:
        return None
    year, month, *day = map(int, found.groups())
    try:
        named = date(year, month, day[0] if day else 1)
    except ValueError:
        return None
    return named if named > today + AHEAD else None
