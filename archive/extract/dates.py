"""When the page says it was published, in the order of trust; evidence kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from archive.extract.lines import Line
from archive.extract.moments import Moment, moments, relative
from archive.extract.scene import Scene
from archive.page import Page
from archive.text.normalise import fold_for_offsets

META = (
    "weibo: article:create_at", "weibo:article:create_at", "article:create_at", "article:published_time",
    "og:article:published_time", "publishdate", "pubdate", "_pubtime", "firstpublishtime", "og:release_date",
    "datepublished", "publish_time", "publish-date", "publishtime", "pubtime", "date.issued", "dc.date.issued",
    "og:published_time", "article.published", "sailthru.date",
)  # fmt: skip
LATE_META = ("apub:time", "dateupdate", "date")  # when a portal took the page over, or last touched it
JSON_KEYS = ("datePublished", "pubDate", "upDate", "dateCreated")
IDS = ("pubtime_baidu", "pubtime", "pubTime", "publish_time", "publishtime", "publishTime", "post-date")
LABEL = re.compile(
    r"(?:发布(?:时间|日期|于)?|发表(?:时间|日期|于)?|发稿(?:时间|日期)?|刊发(?:时间|日期)?|刊登日期|出版日期|上传(?:时间|日期)|添加(?:时间|日期)|录入(?:时间|日期)|上线时间|(?<![\u4e00-\u9fff])日期|(?<![\u4e00-\u9fff])时间"
    r"|published(?: on| at)?)[\s\u2063]{0,4}[:|]?[\s\u2063]{0,4}"
)
UPDATED = re.compile(r"(?:最后)?更新(?:时间|日期|于)?[\s\u2063]{0,4}[:|]?[\s\u2063]{0,4}")
URL_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d|19[89]\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_](?P<y>20\d\d|19[89]\d)[/_-](?P<m>1[0-2]|[1-9])[/_-](?P<d>[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"/(?P<y>\d\d)/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/"),
    re.compile(r"/(?P<y>[012]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/"),
)
DATELINE = re.compile(r"[\u4e00-\u9fff]{2,8}(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日(?:电|讯|消息)")
PIECE = re.compile(r"[\d\s:/.年月日-]{1,10}")
EARLIEST = date(1995, 1, 1)
BEFORE, AFTER, CLOSE = 12, 6, 3  # lines before and after the headline's end in which dates are looked for
CENTURY, LAST_SHORT_YEAR = 2000, 100
EIGHT_HOURS = timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What the page says: a datetime, a date or None, as printed, and where it stood."""

    value: datetime | date | None
    raw: str | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A moment with what it was read from."""

    moment: Moment
    raw: str
    where: str


def find_date(page: Page, scene: Scene, now: datetime, selected: str | None = None) -> Dated:
    """The time of publication. *now*: the capture's time in the site's zone; *selected*: what the profile points at."""
    near = [*scene.head, *joined(scene.head)]
    steps = (
        [read(selected, "profile", now)] if selected else [],
        machine_readable(page, META, JSON_KEYS, now),
        (read(scene.ids[name], f"#{name}", now) for name in IDS if name in scene.ids),
        printed(near, LABEL, "label", now),
        unlabelled(near, now, timed=True),
        printed(near, UPDATED, "label", now),
        machine_readable(page, LATE_META, (), now),
        unlabelled(near, now, timed=False),
        from_url(page.url, now),
        counted(near, now),
        dateline(scene.opening[0].text, page.url, now),
    )
    candidates = [found for step in steps for found in step if found is not None and plausible(found.moment, now)]
    return settle(candidates) if candidates else Dated(value=None)


def joined(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold a piece of a date each (2020, 02/22, 14:13), as one line per run."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if PIECE.fullmatch(line.text):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [replace(run[0], pieces=tuple(f" {line.text} " for line in run)) for run in runs if len(run) > 1]


def settle(candidates: Sequence[Candidate]) -> Dated:
    """The most trusted candidate, completed by the time of the same day where it has only the day."""
    first = candidates[0]
    on_page = [found for found in candidates if not found.where.startswith(("meta", "json", "url"))]
    timed = next((found for found in on_page if found.moment.at and found.moment.day == first.moment.day), None)
    if is_bare(first.moment) and timed is not None:
        return Dated(value=timed.moment.value, raw=timed.raw, where=f"{timed.where}, day confirmed by {first.where}")
    if first.moment.zoned and first.moment.at is not None:
        for found in on_page:
            if found.moment.at and abs(found.moment.at - first.moment.at) == EIGHT_HOURS:
                return Dated(
                    value=found.moment.value, raw=found.raw, where=f"{found.where}, {first.where} means local time"
                )
    value = first.moment.day if is_bare(first.moment) and not on_page_midnight(first) else first.moment.value
    return Dated(value=value, raw=first.raw, where=first.where)


def is_bare(moment: Moment) -> bool:
    """Whether a moment is no more than a day; midnight in a machine's hands means that too."""
    return moment.at is None or (moment.at.hour, moment.at.minute, moment.at.second) == (0, 0, 0)


def on_page_midnight(found: Candidate) -> bool:
    """Whether midnight was printed for people to read."""
    return found.moment.at is not None and not found.where.startswith(("meta", "json"))


def read(text: str, where: str, now: datetime) -> Candidate | None:
    """The first date of a text that is known to hold one."""
    folded = fold_for_offsets(text)
    found = next(iter(moments(folded, now, labelled=True)), None)
    return Candidate(moment=found, raw=text[found.start : found.end], where=where) if found else None


def machine_readable(
    page: Page, names: Sequence[str], keys: Sequence[str], now: datetime
) -> Iterator[Candidate | None]:
    """Dates for machines: meta, then JSON-LD."""
    for name in names:
        if name in page.meta:
            yield read(page.meta[name], f"meta {name}", now)
    for name in keys:
        for thing in page.json_ld:
            value: Any = thing.get(name)
            if isinstance(value, str):
                yield read(value[:40], f"json-ld {name}", now)


def printed(lines: Sequence[Line], label: re.Pattern[str], where: str, now: datetime) -> Iterator[Candidate]:
    """Dates behind a label."""
    for line in lines:
        folded = fold_for_offsets(line.soft_text)
        for match in label.finditer(folded):
            for moment in moments(folded[match.end() : match.end() + 40], now, labelled=True):
                if moment.start <= CLOSE:
                    raw = line.soft_text[match.end() :][moment.start : moment.end]
                    yield Candidate(moment=moment, raw=raw, where=f"{where} {match[0].strip(' :|')}")
                break


def unlabelled(lines: Sequence[Line], now: datetime, *, timed: bool) -> Iterator[Candidate]:
    """Dates that stand alone near the headline."""
    for line in lines:
        folded = fold_for_offsets(line.soft_text)
        for moment in moments(folded, now, labelled=False):
            if (moment.at is not None) == timed:
                yield Candidate(moment=moment, raw=line.soft_text[moment.start : moment.end], where="near the headline")


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


def counted(lines: Sequence[Line], now: datetime) -> Iterator[Candidate]:
    """Dates counted from the capture."""
    for line in lines:
        for moment in relative(fold_for_offsets(line.text), now):
            yield Candidate(moment=moment, raw=line.text[moment.start : moment.end], where="relative to the capture")


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


def plausible(moment: Moment, now: datetime) -> bool:
    """Not in the future, not before there was a web."""
    return EARLIEST <= moment.day <= now.date() + timedelta(days=1)
