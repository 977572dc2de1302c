"""Days that no date tells: in the address of the page, in the dateline of its text."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from archive.extract.clues import Candidate
from archive.extract.moments import Moment
from archive.text.normalise import fold_for_offsets

URL_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d|19[89]\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_](?P<y>20\d\d|19[89]\d)[/_-](?P<m>1[0-2]|[1-9])[/_-](?P<d>[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"/(?P<y>\d\d)/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/"),
    re.compile(r"/(?P<y>[012]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/"),
)
DATELINE = re.compile(r"[\u4e00-\u9fff]{2,8}(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日(?:电|讯|消息)")
CENTURY, LAST_SHORT_YEAR = 2000, 100


def from_url(url: str, now: datetime) -> Iterator[Candidate]:
    """A day in the address."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    for pattern in URL_DATES:
        for match in pattern.finditer(f"/{path}"):
            year = int(match["y"])
            year += CENTURY if year < LAST_SHORT_YEAR else 0
            try:
                day = date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            if day <= now.date() + timedelta(days=1):
                moment = Moment(day=day, at=None, start=match.start(), end=match.end())
                yield Candidate(moment=moment, raw=match[0], where="url")


def dateline(opening: str, url: str, now: datetime) -> Iterator[Candidate]:
    """The day of `新华社北京2月3日电`; its year is the address's, else the capture's."""
    match = DATELINE.search(fold_for_offsets(opening[:120]))
    if match is None:
        return
    year_in_url = re.search(r"(?<!\d)(20\d\d)(?!\d)", url)
    year = int(year_in_url[1]) if year_in_url else now.year
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return
    if day > now.date() + timedelta(days=1):
        day = day.replace(year=year - 1)
    yield Candidate(
        moment=Moment(day=day, at=None, start=match.start(), end=match.end()), raw=match[0], where="dateline"
    )
