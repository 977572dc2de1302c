"""Where an article stands in the search index, so that walking the index backwards is newest first.

FTS5 gives the rows of a match in the order of their numbers and no other order for less than a sort of all of them. So
an article's number follows the day and hour that its page states; within an hour, whoever was entered later stands
higher. One for which no time is known stands at the beginning of its day, one without a date below all others.
"""

from datetime import date, datetime, timedelta

# Close together, because the index stores the distances: an hour of 4096 made it a sixth larger than numbering 1, 2, 3
# did, one of 32768 a quarter. A fuller hour goes on into the next; a day overflows at 131,072 articles.
HOUR = 1 << 12
DAY = 1 << 17
UNDATED = -(1 << 40)


def first_slot(published_at: date | None) -> int:
    """The lowest slot for an article of that time."""
    if published_at is None:
        return UNDATED
    hour = published_at.hour + 1 if isinstance(published_at, datetime) else 0
    return published_at.toordinal() * DAY + hour * HOUR


def belongs(slot: int, published_at: date | None) -> bool:
    """Whether an article that stands in *slot* may stay there if it is of that time."""
    first = first_slot(published_at)
    return slot < 0 if first < 0 else first <= slot < first + HOUR


def span(start: date | None, end: date | None) -> tuple[int | None, int | None]:
    """From which slot on, and below which, the articles of some days stand, both included; None where it is open.

    The days are those the pages state. An end alone leaves out what has no date.
    """
    from_slot = first_slot(day(start)) if start else 0 if end else None
    last = day(end) if end else None
    below = None if last in (None, date.max) else first_slot(last + timedelta(days=1))
    return from_slot, below


def day(value: date) -> date:
    """The day of a date or a datetime."""
    return value.date() if isinstance(value, datetime) else value
