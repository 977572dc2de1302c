"""People named without a label: in brackets at the head or end of the text, in a line of their own, beside the date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.extract.labels import Found
from archive.extract.lines import SOFT, Line
from archive.extract.names import HAN_NAMES, without_roles
from archive.extract.outlets import date_in
from archive.extract.vocabulary import LABEL, TITLES, flat, is_outlet, kind_of
from archive.text.surnames import begins_with_surname, is_full_name

ROLE = r"(?:记者|评论员|通讯员)"
ANY_ROLE = re.compile(ROLE)
REPORTS = r"\s?/\s?[\u4e00-\u9fff]{2,8}(?:报道|报导)|\s?(?:综合|摄影)?(?:报道|报导)"  # ／台北即時報導
WHERE = r"[\u4e00-\u9fff]{2,4}\d{1,2}日(?:专?电|讯)"  # 中央社記者李某台北20日電
WRITERS = rf"{HAN_NAMES}(?:\s{{1,3}}通讯员\s?{HAN_NAMES})?"
BRACKETED = re.compile(
    rf"[(〔\[【][\w·]{{0,16}}?{ROLE}[\s:]{{0,3}}"
    rf"(?:(?P<sent>[\u4e00-\u9fff]{{2,3}}){WHERE}"
    rf"|(?P<names>{HAN_NAMES}(?:\s{{1,3}}(?:通讯员|见习记者|实习记者|特约记者)\s?{HAN_NAMES})?)\s?"
    rf"(?:{REPORTS}|/[\u4e00-\u9fff]{{2,6}}|/文[^()〔〕\[\]【】]{{0,60}}|通讯员[^)〔〕\[\]【】]{{0,20}})?)[)〕\]】]"
)
OWN_LINE = re.compile(
    # An n or l is a square or a disc whose symbol font was lost.
    rf"(?:[ln](?=本报)|[(〔【□■◎●◆▲*\s]{{0,3}})[\u4e00-\u9fff·]{{0,12}}{ROLE}(?:[\s/:]{{0,4}}(?P<names>{HAN_NAMES}))"
    rf"(?:{REPORTS})?[)〕】]?(?:\s+来源[:|].*)?"
)
# Without brackets, before the text or in it: 记者张某 通讯员李某报道, 国际中心／张某报道.
REPORTED = re.compile(
    rf"(?:^(?!据)[\u4e00-\u9fff·]{{0,10}}|[\s日电讯]){ROLE}[\s/]{{0,3}}(?P<names>{WRITERS})(?:{REPORTS})|^[\u4e00-\u9fff]{{2,6}}/(?P<desk>{HAN_NAMES})(?:{REPORTS})"
)
# 张某 李某 报道 / 海滨市
TAKEN_DOWN = re.compile(rf"(?P<names>{HAN_NAMES})\s?(?:综合)?(?:报道|报导)\s?/\s?[\u4e00-\u9fff]{{2,6}}")
MARKED = re.compile(rf"[□◎☉]\s?(?P<names>{HAN_NAMES})")
# ■记者张某/文 李某/图
WROTE = re.compile(
    rf"[(〔【□■◎●◆▲*\s]{{0,3}}(?:[\u4e00-\u9fff·]{{0,12}}{ROLE})?\s?(?P<names>{HAN_NAMES})\s?/\s?(?:图文|文图|文字?)(?:[\s,、;)】].*)?"
)
BEFORE_ROLE = re.compile(rf"(?P<names>{HAN_NAMES})[\s{SOFT}]{{1,3}}[\w·]{{0,10}}(?:记者|特约撰稿人?|撰稿人)")
OF_AGENCY = re.compile(rf"(?:\d日(?:电|讯|消息)|[网报社台](?:讯|消息))\s?\((?P<names>{HAN_NAMES})\)")
# 海陵县融媒体中心 张某 李某
OFFICE = r"[\u4e00-\u9fff]{2,14}(?:报|网|社|台|中心|部|局|办|委|院|校|学|公司)\s{1,2}"
SIGNED = re.compile(
    rf"[(〔](?:文/|作者|{OFFICE})?(?P<names>{HAN_NAMES}?(?:\s{{1,3}}通讯员\s?{HAN_NAMES})?)"
    r"(?:\s?文/?图|\s?图/[^()]{2,20}|\s?摄影报道|(?:系|\s?单位|,)[^()]{4,60}"
    rf"|[是为][^()]{{2,60}}(?:{TITLES})[^()]{{0,20}})?[)〕]$"
)
# 来源：海滨日报 | 张某 李某  2024年05月20日
BESIDE_SOURCE = re.compile(rf"来源\s?:[^|]{{2,30}}\|\s?(?P<names>{HAN_NAMES})\s(?:19|20)\d\d[-/.年].*")
EDITED = re.compile(r"(?P<name>[\u3400-\u9fff·]{2,4})\s?/\s?[\u4e00-\u9fff]{0,2}编辑")  # 李某／核稿编辑
PIECE = re.compile(rf"[^\s{SOFT}]+")
BY = re.compile(
    rf"(?:^|[\s{SOFT}|])[Bb]y[\s{SOFT}]{{1,3}}"
    rf"(?P<name>[A-Z][A-Za-z.'-]{{0,19}}(?: [A-Z][A-Za-z.'-]{{0,19}}){{1,2}})(?=$|[\s{SOFT}|,])"
)
MARKS = " \u3000、"
BREAK = re.compile(r"[\s、,，]+")
OPENING = 80  # characters of a text in which its reporter is named
ENDING = 40  # characters of a line or tail that may be a credit
BESIDE = 2  # lines between a date and a name: the outlet's may stand between them
NOT_TAKEN = re.compile(r"[摄图]$|[摄图]影(?!报[道导])|提供|翻[拍摄]")  # the photographer of a picture


def reporters(opening: Sequence[Line], between: Sequence[Line], tail: Sequence[Line]) -> Iterator[Found]:
    """Reporters named in brackets at either end of a line up to the *opening*, or in a line of their own around it.

    （记者 X）, 本报记者 X, 〔記者X／台北報導〕, X 本台记者.
    """
    for line in (*opening, *between):
        yield from in_text(line)
    for line in (*opening, *between, *tail):
        if len(line.text) < ENDING:
            yield from in_own_line(line)


def in_text(line: Line) -> Iterator[Found]:
    """Who is named in brackets at either end of a line, or at its head with a word that says so."""
    begin, end = line.text[:OPENING], line.text[-2 * ENDING :]
    for text in (begin, end):
        if has_role(text) and (match := BRACKETED.search(flat(text))):
            yield from people(match, text)
    folded = flat(begin)
    if ("/" in folded or has_role(begin)) and (match := REPORTED.search(folded)):
        yield from people(match, begin, sure=False)
    if "(" in folded and (match := OF_AGENCY.search(folded)):
        yield from people(match, begin, sure=False)


def has_role(text: str) -> bool:
    """Whether a text speaks of a reporter; it is asked first, since most do not."""
    return ANY_ROLE.search(flat(text)) is not None


def in_own_line(line: Line) -> Iterator[Found]:
    """Who is named in a line that says nothing else."""
    folded = flat(line.text)
    for pattern in (OWN_LINE, TAKEN_DOWN, MARKED, WROTE, BESIDE_SOURCE):
        if match := pattern.fullmatch(folded):
            yield from people(match, line.text, sure=pattern is OWN_LINE)
    if match := BEFORE_ROLE.fullmatch(flat(line.soft_text)):
        yield from people(match, line.soft_text, sure=False)


def edited(around: Sequence[Line]) -> Iterator[Found]:
    """An editor whose name stands before the title, in a line of their own."""
    for line in around:
        match = EDITED.fullmatch(flat(line.text)) if len(line.text) < ENDING else None
        if match and begins_with_surname(match["name"]):
            yield Found(kind="editor", raw=line.text[: match.end("name")], where="editor in a line")


def people(match: re.Match[str], text: str, *, sure: bool = True) -> Iterator[Found]:
    """The names of a match, but for a photographer's; if the form alone is not *sure*, each needs a surname."""
    group = next(name for name, value in match.groupdict().items() if value)
    raw = text[match.start(group) : match.end(group)]
    is_person = is_full_name if group == "desk" else begins_with_surname  # a desk has places beside it: 高雄
    if NOT_TAKEN.search(flat(raw)) or not (sure or all(map(is_person, BREAK.split(without_roles(raw).strip(MARKS))))):
        return
    yield Found(kind="author", raw=raw, where="reporter in the text")


def signed(last: Line, tail: Sequence[Line]) -> Iterator[Found]:
    """A name in brackets at the end of the text or in a line after it: （张某）, （作者张某系测试大学教授）."""
    end = last.text[-2 * ENDING :]
    for text in (end, *(line.text for line in tail if len(line.text) < 2 * ENDING)):
        folded = flat(text)
        match = SIGNED.search(folded) if text is end else SIGNED.fullmatch(folded)
        if match:
            for found in people(match, text, sure=False):
                yield replace(found, where="signed at the end")


def named_alone(between: Sequence[Line]) -> Iterator[Found]:
    """A full name that stands alone between headline and text: an element among others, or a line beside the date's.

    Old portals and WeChat print date, outlet and writer side by side without any label.
    """
    dated = [position for position, line in enumerate(between) if date_in(line)]
    for position, line in enumerate(between):
        if len(line.text) >= 2 * ENDING:
            continue
        text = line.soft_text
        labels = {match.end() for match in LABEL.finditer(flat(text)) if kind_of(match["label"]) != "author"}
        pieces = {match.start(): name for match in PIECE.finditer(text) if (name := match[0].strip(" |·"))}
        beside = any(abs(position - other) <= BESIDE for other in dated)
        for start, name in pieces.items() if beside or len(pieces) > 1 else ():
            if start not in labels and is_full_name(name) and not is_outlet(flat(name)):
                yield Found(kind="author", raw=name, where="name between headline and text")
        for match in BY.finditer(text):
            yield Found(kind="author", raw=match["name"], where="by, between headline and text")
