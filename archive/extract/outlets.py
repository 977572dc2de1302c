"""Outlets named without a label: beside the date, in a dateline, cited at the end; accounts on a platform."""

import re
from collections.abc import Iterator, Sequence

from archive.extract.elements import LONGEST, is_account
from archive.extract.labels import Found, bare
from archive.extract.lines import SOFT, Line
from archive.extract.vocabulary import PRESS, flat, is_outlet

BYLINE = 2_000  # characters of a line that is searched
NAME = rf"(?:[^\s{SOFT}|:()\[\]\d/.-]|\d{{1,3}}(?=[\u4e00-\u9fff]))[^\s{SOFT}|:()\[\]]{{1,19}}"
AFTER_DATE = re.compile(
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?|[\d一二三四五六七八九十]日|[-/.]\d{{1,2}}|(?:小时|分钟|天)前)[\s{SOFT}|·)\]]{{0,16}}"
    rf"(?P<name>{NAME})(?:$|[\s{SOFT}|(\[])"
)
SHORTEST = 2  # characters: the words on buttons have no more
YEAR = (
    rf"(?:(?:19|20)\d\d[-/.年][\s{SOFT}]{{0,4}}\d{{1,2}}(?!\d)|[一二][一二三四五六七八九〇○零]{{3}}年)"  # not 2008-2017
)
# Some sites print their address before the date.
ADDRESS = rf"(?:https?://)?www\.[\w./-]{{4,40}}[\s{SOFT}]{{1,4}}"
BEFORE_DATE = re.compile(rf"(?:^|[\s{SOFT}|])(?P<name>{NAME})[\s{SOFT}|·]{{0,16}}(?:{ADDRESS})?\(?{YEAR}")
DATE = re.compile(rf"{YEAR}|\d{{1,2}}:\d\d|(?:小时|分钟|天)前")
DATELINE = re.compile(
    r"[(【]?(?P<name>[\u4e00-\u9fff]{2,6}?[社网报台])(?:(?:记者[\u4e00-\u9fff]{2,7}|[\u4e00-\u9fff]{0,6}\d{1,2}月)\d{1,2}日(?:电|讯)"
    r"|[\u4e00-\u9fff]{0,6}\d{1,2}日综合外电报[导道]|讯(?=\s?\())"
)
# 海合报／记者张某／台北报道, 海合报 记者 张某
BEFORE_REPORTER = re.compile(
    rf"(?:^|[\s{SOFT}])(?P<name>[\u4e00-\u9fff]{{2,6}}[社网报台])(?:[\s{SOFT}]*/[\s{SOFT}]*|[\s{SOFT}]{{1,4}})(?:[\u4e00-\u9fff]{{0,4}}记者|综合报道)"
)
OPENING = 80  # characters of a text in which its dateline ends
OWN_PAPER = ("本报", "本网", "本台", "本社")
CITED = re.compile(r"《\s?(?P<name>[^》]{2,12}?)\s?》\s?\(\s?\d{4}[-/.年][\d月日/.\s-]{3,12}[^)]{0,8}\d{1,3}\s?版")
COMPOUND = re.compile(r"[-－—]")
# What platforms print around the texts of their users: the name of their service (某某号), or what these are. Each
# begins with a character that few pages have. In a whole page of 145,000 characters such a one is looked for in 5 µs, a
# pattern that begins with it in 40 µs, and all of them as one pattern in 600 µs.
SERVICE = (
    r"{mark}(?:(?<=[>“](?!公众|微信|服务|订阅|视频|手机|证)[\u4e00-\u9fff][^字照证\x00-\u4dff]{mark})[<”]"
    "|(?<=官方[账帐帳]{mark}))"
)
PLATFORM = {
    "号": re.compile(SERVICE.format(mark="号")),
    "號": re.compile(SERVICE.format(mark="號")),
    "创": re.compile(r"创(?:作者平台|(?<=平台创)作者)"),
    "媒": re.compile(r"媒(?<=自媒)(?:[体體]平台|体(?<=客户端自媒体))"),
}


def on_platform(html: str) -> bool:
    """Whether a page is of a platform, whose texts are its users'."""
    return any(first in html and told.search(html) for first, told in PLATFORM.items())


def date_in(line: Line) -> bool:
    """Whether a line holds a date or a time."""
    return DATE.search(flat(line.text[:BYLINE])) is not None


def beside_date(head: Sequence[Line], title_tag: str, *, platform: bool) -> Iterator[Found]:
    """An outlet's name right before or behind the date: 海滨网 2020年02月22日, 08:30 海滨日报.

    What it ends in shows that it is one, or that `<title>` ends in it. On a *platform* it is the account that wrote
    the text: the author, too.
    """
    for line in head:
        folded = flat(line.soft_text[:BYLINE])
        for match in (*AFTER_DATE.finditer(folded), *BEFORE_DATE.finditer(folded)):
            raw = bare(line.soft_text[match.start("name") : match.end("name")])
            if is_outlet(match["name"]) or flat(title_tag).endswith(match["name"]):
                yield Found(kind="source", raw=raw, where="beside the date")
            if platform and len(raw) > SHORTEST and is_account(raw, line):
                yield Found(kind="author", raw=raw, where="account beside the date")


def near_date(between: Sequence[Line], *, platform: bool) -> Iterator[Found]:
    """A paper's name in an element of its own in the line of the date, or alone in the line beside it.

    海滨晚报 | 王某 | 2024-05-20. On a *platform* a line of its own is the account's.
    """
    dated = [position for position, line in enumerate(between) if date_in(line)]
    for position, line in enumerate(between):
        if len(line.text) > 2 * LONGEST or not any(abs(position - other) <= 1 for other in dated):
            continue
        pieces = [name for name in map(bare, re.split(rf"[{SOFT}|｜丨]", line.soft_text)) if name]
        if position not in dated and len(pieces) > 1:
            continue
        for piece in pieces:
            if is_account(piece, line) and PRESS.search(flat(piece)):
                yield Found(kind="source", raw=piece, where="near the date")
            if platform and position not in dated and len(piece) > SHORTEST and is_account(piece, line):
                yield Found(kind="author", raw=piece, where="account near the date")


def dateline(opening: Line) -> Iterator[Found]:
    """The agency of a dateline: 新华社北京2月3日电, 中央社記者李某台北20日電."""
    match = DATELINE.match(flat(opening.text[:OPENING]))
    if match and match["name"] not in OWN_PAPER:
        yield Found(kind="source", raw=opening.text[match.start("name") : match.end("name")], where="dateline")


def before_reporter(between: Sequence[Line]) -> Iterator[Found]:
    """The paper that stands before its reporter in the byline."""
    for line in between:
        if match := BEFORE_REPORTER.search(flat(line.soft_text[:BYLINE])):
            raw = line.soft_text[match.start("name") : match.end("name")]
            yield Found(kind="source", raw=raw, where="before the reporter")


def cited(lines: Sequence[Line]) -> Iterator[Found]:
    """The paper whose page is cited at the end: 《海滨日报》（2024年05月20日 04版）."""
    for line in lines:
        text = line.text[-2 * LONGEST :]
        if "《" in text and (match := CITED.search(flat(text))):
            yield Found(kind="source", raw=text[match.start("name") : match.end("name")], where="paper cited")


def as_cited(source: str, papers: Sequence[str]) -> str:
    """The paper alone where the site's own name stands before it and the end cites the paper: 海滨网－海滨日报."""
    last = COMPOUND.split(source)[-1].strip("《》 ")
    return last if last != source and last in papers else source
