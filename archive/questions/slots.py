"""Where an article stands in the search index, so that walking the index is newest first.

FTS5 gives the rows of a match in the order of their numbers and no other order for less than a sort of all of them; and
upwards, the way its lists are written, it finds a phrase in half the time it takes downwards. So the numbers fall as
time goes on: an article's follows the day and hour that its page states, and within an hour whoever was entered later
stands lower. One for which no time is known stands at the beginning of its day, one without a date above all others.
"""

from datetime import date, datetime, timedelta

# Close together, because the index stores the distances: an hour of 4096 made it a sixth larger than numbering 1, 2, 3
# did, one of 32768 a quarter. A fuller hour goes on into the next; a day overflows at 131,072 articles.
HOUR = 1 << 12
DAY = 1 << 17
BEGINNING = 1 << 39  # what has a date stands below; the last day of the calendar still above zero
UNDATED = 1 << 40


def first_slot(published_at: date | None) -> int:
    """The highest slot for an article of that time, which is the first to be given away."""
    if published_at is None:
        return UNDATED
    hour = published_at.hour + 1 if isinstance(published_at, datetime) else 0
    return BEGINNING - published_at.toordinal() * DAY - hour * HOUR


def end(first: int) -> int:
    """Above which slot the articles stand whose first slot is *first*."""
    return BEGINNING if first == UNDATED else first - HOUR


def belongs(slot: int, published_at: date | None) -> bool:
    """Whether an article that stands in *slot* may stay there if it is of that time."""
    first = first_slot(published_at)
    return end(first) < slot <= first


def span(start: date | None, last: date | None) -> tuple[int | None, int | None]:
    """Up to which slot, and above which, the articles of some days stand, both included; None where it is open.

    The days are those the pages state. A last day alone leaves out what has no date.
    """
    highest = first_slot(day(start)) if start else BEGINNING if last else None
    end_day = day(last) if last else None
    above = None if end_day in (None, date.max) else first_slot(end_day + timedelta(days=1))
    return highest, above


def day(value: date) -> date:
    """The day of a date or a datetime."""
    return value.date() if isinstance(value, datetime) else value
