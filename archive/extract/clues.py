"""Dates found on a page, each with what it was read from: meta, labels, print, address, dateline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archive.extract.lines import Line
from archive.extract.moments import Moment, epoch, moments
from archive.extract.relative import relative
from archive.page import Page
from archive.text.normalise import fold_for_offsets, key_form

AFTER_LABEL = r"[\s\u2063]{0,4}[:|/]?[\s\u2063]{0,4}"
STATED = re.compile(
    r"(?:(?:发布|发表|发稿|刊发)(?:时间|日期|于)?|(?<![\u4e00-\u9fff])出版(?:时间|日期|于)?"
    r"|(?:刊登|公布|上传|添加|录入|上线)(?:时间|日期)|published(?: on| at)?)" + AFTER_LABEL
)
LABEL = re.compile(rf"(?:{STATED.pattern}|(?<![\u4e00-\u9fff])(?:日期|时间){AFTER_LABEL})")
UPDATED = re.compile(rf"(?:最后)?更新(?:时间|日期|于)?{AFTER_LABEL}")
# Not yet published then.
SIGNED = re.compile(rf"(?:成文|生成|发文|印发)(?:时间|日期){AFTER_LABEL}")
OTHER = re.compile(rf"(?:{UPDATED.pattern}|{SIGNED.pattern})$")
# What a page's top bar tells is the reader's day.
NOW = re.compile(r"今天是|当前(?:时间|日期)|现在(?:时间|是)|北京时间:")
PIECE = re.compile(r"[\d\s:/.年月日-]{1,10}")
# One of these is in every date that is printed, and in few lines; 年 where the numbers are words: 二〇二四年五月.
DATING = re.compile(r"[\d年]")
COUNTING = re.compile("[刚剛前今昨]")  # and one of these in every time counted from the capture
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # a Unix time, 2001 to 2033
BYLINE = 2_000  # characters of a line in which its date is looked for
CREDIT = 200  # characters of a line that may be a byline
CLOSE = 3  # characters between a label and its date


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A moment with what it was read from."""

    moment: Moment
    raw: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Dating:
    """A line that may hold a date, and its `soft_text` folded: cut after BYLINE, the offsets kept."""

    line: Line
    folded: str


def dating(lines: Iterable[Line]) -> list[Dating]:
    """Those of the lines that may hold a date."""
    folded = ((line, fold_for_offsets(line.soft_text[:BYLINE])) for line in lines)
    return [Dating(line=line, folded=text) for line, text in folded if DATING.search(text)]


def joined(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold a piece of a date each (2020, 02/22, 14:13), as one line per run."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if PIECE.fullmatch(line.text):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [replace(run[0], pieces=tuple(f" {line.text} " for line in run)) for run in runs if len(run) > 1]


def read(text: str, where: str, now: datetime) -> Candidate | None:
    """The first date of a text that is known to hold one."""
    if EPOCH.fullmatch(text):
        return Candidate(moment=epoch(text, now.tzinfo), raw=text, where=where)
    folded = fold_for_offsets(text)
    found = next(iter(moments(folded, now, labelled=True)), None)
    return Candidate(moment=found, raw=text[found.start : found.end], where=where) if found else None


def machine_readable(
    page: Page, names: Sequence[str], keys: Sequence[str], now: datetime
) -> Iterator[Candidate | None]:
    """Dates for machines: meta, then JSON-LD, where the object that bears the page's headline comes first."""
    for name in names:
        if name in page.meta:
            yield read(page.meta[name], f"meta {name}", now)
    things = sorted(page.json_ld, key=lambda thing: not is_headline(thing.get("headline"), page.title_tag))
    for name in keys:
        for thing in things:
            value = thing.get(name)
            if isinstance(value, str | int):
                yield read(str(value)[:40], f"json-ld {name}", now)


def is_headline(value: object, title_tag: str) -> bool:
    """Whether an object's headline is the page's."""
    return isinstance(value, str) and bool(value.strip()) and key_form(value) in key_form(title_tag)


def time_elements(lines: Sequence[Line], now: datetime) -> Iterator[Candidate | None]:
    """`<time datetime>` in the line, but not the one that tells of an update."""
    for line in lines:
        for node in line.node.iter("time") if len(line.text) < CREDIT else ():
            names = f"{node.get('class') or ''} {node.get('itemprop') or ''}"
            shown = " ".join("".join(node.itertext()).split())
            if node.get("datetime") and shown in line.text and not re.search("updat|modif", names, re.IGNORECASE):
                yield read(node.get("datetime")[:40], "time element", now)


def printed(lines: Sequence[Dating], label: re.Pattern[str], where: str, now: datetime) -> Iterator[Candidate]:
    """Dates behind a label."""
    for one in lines:
        for match in label.finditer(one.folded):
            for moment in moments(one.folded[match.end() : match.end() + 40], now, labelled=True):
                if moment.start <= CLOSE:
                    raw = one.line.soft_text[match.end() :][moment.start : moment.end]
                    yield Candidate(moment=moment, raw=raw, where=f"{where} {match[0].strip(' :|')}")
                break


def unlabelled(lines: Sequence[Dating], now: datetime) -> Iterator[Candidate]:
    """Dates that stand alone near the headline."""
    for one in lines:
        for moment in moments(one.folded, now, labelled=False) if not NOW.search(one.folded) else ():
            if not OTHER.search(one.folded, 0, moment.start):
                raw = one.line.soft_text[moment.start : moment.end]
                yield Candidate(moment=moment, raw=raw, where="near the headline")


def counted(lines: Sequence[Line], now: datetime) -> Iterator[Candidate]:
    """Dates counted from the capture."""
    for line in lines:
        folded = fold_for_offsets(line.text[:BYLINE]) if COUNTING.search(line.text) else ""
        for moment in relative(folded, now):
            yield Candidate(moment=moment, raw=line.text[moment.start : moment.end], where="relative to the capture")
