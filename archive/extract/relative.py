"""Times counted from the capture: 3小时前, 昨天 14:13."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from archive.extract.forms import RELATIVE, TODAY
from archive.extract.moments import Moment, clock_of

DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
UNITS = {
    "秒": timedelta(seconds=1),
    "秒钟": timedelta(seconds=1),
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
}


def relative(text: str, now: datetime) -> Iterator[Moment]:
    """Moments counted from the capture: 3小时前, 昨天 14:13."""
    for match in RELATIVE.finditer(text):
        if match["unit"] in ("天", "日", "周", "个月"):
            days = int(match["count"]) * {"周": 7, "个月": 30}.get(match["unit"], 1)
            yield Moment(day=(now - timedelta(days=days)).date(), at=None, start=match.start(), end=match.end())
            continue
        ago = timedelta(0) if match["now"] else timedelta(minutes=30 if match["half"] else 5)
        if match["count"]:
            ago = int(match["count"]) * UNITS[match["unit"]]
        at = (now - ago).replace(second=0, microsecond=0)
        yield Moment(day=at.date(), at=at, start=match.start(), end=match.end())
    for match in TODAY.finditer(text):
        day = (now - timedelta(days=DAYS_AGO[match["when"]])).date()
        clock = clock_of(match.groupdict())
        then = datetime.combine(day, clock, now.tzinfo) if clock else None
        yield Moment(day=day, at=then, start=match.start(), end=match.end())
