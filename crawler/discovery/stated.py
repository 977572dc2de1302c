"""When a feed or a sitemap says something was published: our own rules for dates, and the forms that machines add."""

import re
from datetime import UTC, date, datetime, timedelta

from archive.extract.clues import read
from archive.extract.dates import plausible

LONGEST = 60  # characters that may hold a date
MONTHS = {name: number for number, name in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
# Java's long form where the server speaks Chinese: `星期五, 16 十月 2026 09:15:00 +0800`.
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s{1,3}(\d{1,2}|十[一二]?|[一二三四五六七八九])月\s{1,3}((?:19|20)\d\d)(?!\d)")
# What `date` prints, and some feeds with it: `Fri Oct 16 09:15:00 CST 2026`.
YEAR_LAST = re.compile(
    r"\b([A-Z][a-z]{2})\s{1,3}(\d{1,2})\s{1,3}([\d:]{5,8})\s{1,3}(?:[A-Z]{1,5}\s{1,3})?((?:19|20)\d\d)\b"
)
SECONDS = re.compile(r"(1\d{9})(?:\d{3})?")  # since 1970, or thousandths of them: the years 2001 to 2033


def stated(text: str | None, now: datetime) -> datetime | date | None:
    """The moment that *text* states, as precisely as it does; None if it states none or one that has not come.

    *now* is the time of the capture in the site's zone: a time without an offset is meant in that zone.
    """
    text = (text or "").strip()[:LONGEST]
    if SECONDS.fullmatch(text):
        at = datetime.fromtimestamp(int(text[:10]), UTC).astimezone(now.tzinfo)
        return at if at <= now + timedelta(days=1) else None
    text = DAY_FIRST.sub(lambda match: f"{match[3]}年{MONTHS.get(match[2], match[2])}月{match[1]}日", text)
    found = read(YEAR_LAST.sub(r"\2 \1 \4 \3", text), "", now)
    return found.moment.value if found and plausible(found.moment, now) else None
