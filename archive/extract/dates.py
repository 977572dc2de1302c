"""When the page says it was published, in the order of trust; evidence kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from archive.extract.clues import (
    LABEL,
    SIGNED,
    STATED,
    UPDATED,
    Candidate,
    counted,
    dating,
    joined,
    machine_readable,
    printed,
    read,
    time_elements,
    unlabelled,
)
from archive.extract.days import dateline, from_url
from archive.extract.lines import CREDIT
from archive.extract.moments import Moment, in_year
from archive.extract.scene import Scene
from archive.page import Page

META = (
    "weibo: article:create_at", "weibo:article:create_at", "article:create_at", "article:published_time",
    "og:article:published_time", "publishdate", "pubdate", "_pubtime", "firstpublishtime", "og:release_date",
    "datepublished", "publish_time", "publish-date", "publishtime", "pubtime", "date.issued", "dc.date.issued",
    "og:published_time", "article.published", "article:published", "bytedance:published_time", "publish_date",
    "parsely-pub-date", "og:pubdate", "sailthru.date",
)  # fmt: skip
LATE_META = ("apub:time", "dateupdate", "date")  # when a portal took the page over, or last touched it
JSON_KEYS = ("datePublished", "pubDate", "upDate", "dateCreated")
IDS = ("pubtime_baidu", "pubtime", "pubTime", "publish_time", "publishtime", "publishTime", "post-date")
EARLIEST = date(1995, 1, 1)
OTHERS = frozenset(("related", "comments"))  # whose dates are of other texts
BY_MACHINES = ("meta", "json", "time element")
EIGHT_HOURS = timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What the page says: a datetime, a date or None, as printed, and where it stood."""

    value: datetime | date | None
    raw: str | None = None
    where: str = ""


def find_date(page: Page, scene: Scene, now: datetime, selected: str | None = None) -> Dated:
    """The time of publication. *now*: the capture's time in the site's zone; *selected*: what the profile points at."""
    own, after = (
        [line for line in place if not OTHERS & {kind for _, kind in line.furniture}]
        for place in (scene.head, scene.tail)
    )
    near = [*own, *joined(own)]
    dated, into, below = dating(near), dating(scene.into), dating(after)
    bare = list(unlabelled(dated, now))
    steps = (
        [read(selected, "profile", now)] if selected else [],
        machine_readable(page, META, JSON_KEYS, now),
        (read(scene.ids[name], f"#{name}", now) for name in IDS if name in scene.ids),
        time_elements(near, now),
        printed(dated, LABEL, "label", now),
        timed(bare),
        printed(dated, UPDATED, "label", now),
        printed(dated, SIGNED, "label", now),
        machine_readable(page, LATE_META, (), now),
        (found for found in bare if found.moment.at is None),
        printed(into, STATED, "label", now),
        time_elements(scene.into, now),
        timed(unlabelled(into, now)),
        printed(below, STATED, "label", now),
        from_url(page.url, now),
        timed(unlabelled([one for one in below if CREDIT.search(one.line.label_text)], now)),
        counted(near, now),
        dateline(scene.opening[0].text, page.url, now),
    )
    candidates = [found for step in steps for found in step if found is not None and plausible(found.moment, now)]
    return settle(candidates) if candidates else Dated(value=None)


def timed(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those that tell the time of day."""
    return (found for found in candidates if found.moment.at is not None)


def settle(candidates: Sequence[Candidate]) -> Dated:
    """The most trusted candidate, completed by the time of the same day where it has only the day."""
    first = in_known_year(candidates[0], candidates[1:])
    on_page = [
        in_known_year(found, candidates) for found in candidates if not found.where.startswith((*BY_MACHINES, "url"))
    ]
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


def in_known_year(found: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The candidate; without a year, it takes that of the day in the address, or of the same day elsewhere."""
    if not found.moment.yearless:
        return found
    day = found.moment.day
    for other in others:
        same = (other.moment.day.month, other.moment.day.day) == (day.month, day.day)
        if not other.moment.yearless and (same or other.where == "url"):
            return replace(found, moment=in_year(found.moment, other.moment.day.year))
    return found


def is_bare(moment: Moment) -> bool:
    """Whether a moment is no more than a day; midnight in a machine's hands means that too."""
    return moment.at is None or (moment.at.hour, moment.at.minute, moment.at.second) == (0, 0, 0)


def on_page_midnight(found: Candidate) -> bool:
    """Whether midnight was printed for people to read."""
    return found.moment.at is not None and not found.where.startswith(BY_MACHINES)


def plausible(moment: Moment, now: datetime) -> bool:
    """Not in the future, not before there was a web."""
    return EARLIEST <= moment.day <= now.date() + timedelta(days=1)
