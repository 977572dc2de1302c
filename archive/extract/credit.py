"""Names without a label: an outlet beside the date, an element whose class tells, a reporter in brackets."""

import re
from collections.abc import Iterator, Sequence

from archive.extract.labels import Found, bare, has_label
from archive.extract.lines import SOFT, Line
from archive.extract.names import COMMAND, HAN_NAMES, begins_with_surname
from archive.text.normalise import fold_for_offsets

LONGEST = 40  # characters of a line or tail that may be a credit
NAME = rf"(?:[^\s{SOFT}|:()\[\]\d]|\d{{1,3}}(?=[\u4e00-\u9fff]))[^\s{SOFT}|:()\[\]]{{1,19}}"
AFTER_DATE = re.compile(
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?|\d日|[-/.]\d{{1,2}}|(?:小时|分钟|天)前)[\s{SOFT}|·]{{0,8}}"
    rf"(?P<name>{NAME})(?:$|[\s{SOFT}|(\[])"
)
YEAR = r"(?:(?:19|20)\d\d|[一二][一二三四五六七八九〇○零]{3})"
BEFORE_DATE = re.compile(rf"^[\s{SOFT}|]{{0,8}}(?P<name>{NAME})[\s{SOFT}|·]{{1,8}}\(?{YEAR}[-/.年]")
OUTLET = re.compile(
    r"(?:网|报|社|台|局|委|办|厅|府|院|馆|署|集团|传媒|协会|大学|中学|小学|学校|公司|发布|宣传部"
    r"|频道|在线|新闻|娱乐|财经|体育|科技|周刊|杂志|号|客户端|中心|media|news)$",
    re.IGNORECASE,
)
DATELINE = re.compile(r"[(【]?(?P<name>[\u4e00-\u9fff]{2,6}?[社网报台])[\u4e00-\u9fff]{2,6}\d{1,2}月\d{1,2}日(?:电|讯)")
OWN_PAPER = ("本报", "本网", "本台", "本社")
CLASS = re.compile(
    r"(?:^|[-_\s])(?P<word>source|laiyuan|media|origin|from|author|writer|byline)(?:$|[-_\s])"
    r"|(?P<camel>[sS]ource|[aA]uthor|[mM]edia)(?:Name|$|\s)"
)
AUTHOR_CLASSES = frozenset(("author", "writer", "byline"))
INLINE = ("span", "a", "em", "i", "b", "strong", "p", "div", "li", "cite", "address")
HAN = re.compile(r"[\u4e00-\u9fff]")
ROLE = r"(?:记者|评论员|通讯员)"
BRACKETED = re.compile(
    rf"[(〔\[【][\u4e00-\u9fff·]{{0,10}}{ROLE}[\s:]{{0,3}}(?P<names>{HAN_NAMES})\s?"
    rf"(?:/[\u4e00-\u9fff]{{2,6}}|报道|通讯员[^)〔〕\[\]【】]{{0,20}})?[)〕\]】]"
)
OWN_LINE = re.compile(rf"[\u4e00-\u9fff·]{{0,12}}{ROLE}[\s/:]{{1,4}}(?P<names>{HAN_NAMES})(?:\s+来源[:|].*)?")
SIGNED = re.compile(rf"[(〔](?:文/)?(?P<names>{HAN_NAMES})[)〕]$")
OPENING = 80  # characters of a text in which its reporter is named


def beside_date(head: Sequence[Line], title_tag: str) -> Iterator[Found]:
    """An outlet's name right before or behind the date: 人民网 2020年02月22日, 04:04 北京日报.

    What it ends in shows that it is one, or that `<title>` ends in it.
    """
    for line in head:
        folded = fold_for_offsets(line.soft_text)
        for match in (*AFTER_DATE.finditer(folded), *BEFORE_DATE.finditer(folded)):
            if OUTLET.search(match["name"]) or fold_for_offsets(title_tag).endswith(match["name"]):
                raw = bare(line.soft_text[match.start("name") : match.end("name")])
                yield Found(kind="source", raw=raw, where="beside the date")


def dateline(opening: Line) -> Iterator[Found]:
    """The agency of a dateline: 新华社北京2月3日电."""
    match = DATELINE.match(fold_for_offsets(opening.text))
    if match and match["name"] not in OWN_PAPER:
        yield Found(kind="source", raw=opening.text[match.start("name") : match.end("name")], where="dateline")


def by_class(head: Sequence[Line]) -> Iterator[Found]:
    """Elements of the byline whose class says what they hold. An outlet is a source, whatever the class calls it."""
    seen: set[str] = set()
    for line in head:
        for node in line.node.iter(*INLINE) if len(line.text) < 2 * LONGEST else ():
            match = CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}")
            value = bare(" ".join("".join(node.itertext()).split())) if match else ""
            if match is None or value in seen or not is_name(value):
                continue
            seen.add(value)
            word = (match["word"] or match["camel"]).lower()
            source = word not in AUTHOR_CLASSES or OUTLET.search(fold_for_offsets(value))
            yield Found(kind="source" if source else "author", raw=value, where=f"class {word}")


def is_name(value: str) -> bool:
    """Whether the text of an element may be a name and nothing else."""
    if not HAN.search(value) or len(value) > LONGEST // 2 or re.search(r"\d{2}", value):
        return False
    return not COMMAND.search(fold_for_offsets(value)) and not has_label(value)


def reporters(lines: Sequence[Line]) -> Iterator[Found]:
    """Reporters named in brackets at the head or end of a line, or in a line of their own: （记者 X）, 本报记者 X."""
    for line in lines:
        folded = fold_for_offsets(line.text)
        ends = ((0, OPENING), (max(0, len(folded) - LONGEST), len(folded)))
        found = [BRACKETED.search(folded, *end) for end in ends]
        found.append(OWN_LINE.fullmatch(folded) if len(folded) < LONGEST else None)
        for match in filter(None, found):
            yield Found(
                kind="author", raw=line.text[match.start("names") : match.end("names")], where="reporter in the text"
            )


def signed(last: Line) -> Iterator[Found]:
    """A name in brackets at the end of the text: （张三）."""
    start = max(0, len(last.text) - LONGEST)
    match = SIGNED.search(fold_for_offsets(last.text[start:]))
    if match and all(map(begins_with_surname, re.split(r"[\s、,，]+", match["names"]))):
        raw = last.text[start + match.start("names") : start + match.end("names")]
        yield Found(kind="author", raw=raw, where="signed at the end")
