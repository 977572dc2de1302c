"""Times as Chinese pages print them: read from a text that is folded to ASCII digits and one script, offsets kept."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from archive.extract.forms import FULL, LABELLED, MONTHS, NO_YEAR_TIME

NUMERALS = {character: digit for digit, same in enumerate(("〇○零", *"一二三四五六七八九")) for character in same}
AFTERNOON = ("下午", "晚上", "晚间", "傍晚", "pm")
MORNING = ("上午", "早上", "凌晨", "清晨", "am")
NOON = 12
MINGUO = 1911
YEARS = ("year", "short", "minguo", "numerals")  # groups of the forms
SECONDS_DIGITS = 10  # of a Unix time since 2001
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day, a time if one is printed, and where in the text it stands. `at` is aware if there is a time.

    The year of a `yearless` one is that of the capture, or the year before.
    """

    day: date
    at: datetime | None
    start: int
    end: int
    zoned: bool = False
    yearless: bool = False

    @property
    def value(self) -> datetime | date:
        """The most the page prints."""
        return self.at or self.day


def moments(text: str, now: datetime, *, labelled: bool) -> list[Moment]:
    """All dates in a folded text, in order. *now* is in the site's zone; *labelled* admits forms that need a label."""
    found = [
        moment
        for pattern in (LABELLED if labelled else (*FULL, NO_YEAR_TIME))
        for match in pattern.finditer(text)
        if (moment := to_moment(match, now))
    ]
    found.sort(key=lambda moment: (moment.start, -moment.end))
    apart: list[Moment] = []
    for moment in found:
        if not apart or moment.start >= apart[-1].end:
            apart.append(moment)
    return apart


def to_moment(match: re.Match[str], now: datetime) -> Moment | None:
    """The moment a match means; None if there is no such day."""
    groups = match.groupdict()
    try:
        day = day_of(groups, now.date())
        clock = clock_of(groups)
    except ValueError:
        return None
    zone, zoned = zone_of(groups.get("zone"), now.tzinfo)
    at = None
    if clock is not None:
        at = datetime.combine(day, clock, zone)
        at = at.astimezone(now.tzinfo) if zoned else at
        day = at.date()
    yearless = not any(groups.get(name) for name in YEARS)
    return Moment(day=day, at=at, start=match.start(), end=match.end(), zoned=zoned, yearless=yearless)


def epoch(digits: str, zone: tzinfo | None) -> Moment:
    """The moment of a Unix time in seconds or milliseconds."""
    at = datetime.fromtimestamp(int(digits[:SECONDS_DIGITS]), zone)
    return Moment(day=at.date(), at=at, start=0, end=len(digits))


def in_year(moment: Moment, year: int) -> Moment:
    """The same day and time in another year; unchanged if that year has no such day."""
    try:
        day = moment.day.replace(year=year)
    except ValueError:
        return moment
    return replace(moment, day=day, at=moment.at and moment.at.replace(year=year), yearless=False)


def day_of(groups: dict[str, str | None], today: date) -> date:
    """The day a match names. Raises ValueError if there is none."""
    if numerals := groups.get("numerals"):
        year, _, rest = numerals.partition("年")
        month, _, day = rest.removesuffix("日").partition("月")
        return date(int("".join(str(NUMERALS[numeral]) for numeral in year)), number(month), number(day))
    name = groups.get("name")
    month_day = MONTHS.index(name) + 1 if name else int(groups["month"] or 0), int(groups["day"] or 0)
    if groups.get("minguo"):
        return date(int(groups["minguo"] or 0) + MINGUO, *month_day)
    if groups.get("short"):
        return date(2000 + int(groups["short"] or 0), *month_day)
    if groups.get("year"):
        return date(int(groups["year"] or 0), *month_day)
    this_year = date(today.year, *month_day)
    return this_year if this_year <= today + timedelta(days=1) else date(today.year - 1, *month_day)


def number(numerals: str) -> int:
    """A Chinese numeral below 100: 二十二, 十, 九."""
    tens, ten, ones = numerals.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + (NUMERALS[ones] if ones else 0)


def clock_of(groups: dict[str, str | None]) -> time | None:
    """The time of day a match names, None if it names none."""
    if groups.get("hour") is None:
        return None
    hour = int(groups["hour"] or 0)
    half = (groups.get("half") or groups.get("half_after") or "").lower()
    if (half in AFTERNOON and hour < NOON) or (half == "中午" and hour < NOON // 4):
        hour += NOON
    elif half in MORNING and hour == NOON:
        hour = 0
    second = groups.get("second") or groups.get("second_worded") or 0
    return time(hour % 24, int(groups.get("minute") or 0), int(second))


def zone_of(printed: str | None, own: tzinfo | None) -> tuple[tzinfo | None, bool]:
    """The zone of a printed offset, else the site's; and whether one was printed."""
    if not printed:
        return own, False
    offset = OFFSET.search(printed)
    if offset is None:
        return UTC, True
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
    return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes)), True
