"""Functions of short strings that come again on every page of a site: menus, labels, classes, styles."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
# Characters of a string, and strings of each function: 2 MB at most, whatever pages hold.
SHORT, REMEMBERED = 80, 4_000


def remembering(function: Callable[[str], T]) -> Callable[[str], T]:
    """*function*, with what it made of short strings kept. Long ones seldom come again, and may be very long."""
    known = lru_cache(maxsize=REMEMBERED)(function)

    @wraps(function)
    def remembered(text: str) -> T:
        return known(text) if len(text) <= SHORT else function(text)

    return remembered
