"""Days as people type them: 2026-11-01, 2026-11, 2026, or an age such as 2d."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import click

CHINA = timezone(timedelta(hours=8))  # "today" is the day that the pages of this hour state
AGE = re.compile(r"(\d{1,5})([dw])")
SPAN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
DAYS = {"d": 1, "w": 7}


class Day(click.ParamType[date, str | date]):
    """A day, a month, a year or an age; of a month or year the first day, or with *last* the last one."""

    name = "day"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; what is none is wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(value.strip(), today=datetime.now(UTC).astimezone(CHINA).date(), last=self.last)
        except ValueError:
            self.fail(f"'{value}' is no day such as 2026-11-01, 2026-11, 2026 or 2d (two days ago)", param, ctx)


def parse_day(text: str, *, today: date, last: bool) -> date:
    """The day that *text* means; the first or the *last* one where it means several. Raises ValueError."""
    if age := AGE.fullmatch(text):
        return today - timedelta(days=int(age[1]) * DAYS[age[2]])
    if not (span := SPAN.fullmatch(text)):
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in span.groups())
    month_or_edge = month or (12 if last else 1)
    edge = monthrange(year or 0, month_or_edge)[1] if last else 1
    return date(year or 0, month_or_edge, day or edge)
