"""Labels of a line and the values behind them: 来源：新华社 责任编辑：李雷."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.extract.lines import SOFT, Line
from archive.extract.names import titled
from archive.extract.vocabulary import END, GLUED, LABEL, UNKNOWN, flat, kind_of
from archive.text.remembering import remembering

CLOSED = re.compile(r"[\u3400-\u9fff·、, ]{2,20}[)\]】]\s*$")
CLOSING_BRACKET = re.compile(r"[)】\]）]\s*$")
BRACKETS = re.compile(r"^[(（\[【](.*)[)）\]】]$")
CAPTION = re.compile(r"caption|tushuo|pic-?(?:text|info|desc)", re.IGNORECASE)
MARKED = re.compile(r"[:|/(\[\]【】]")  # one of these stands beside every label in prose
VALUE, TITLE = 80, 160  # characters behind a label in which its value may end
OPENING = tuple("|([【〔·□■◎●◆▲*")
SHORT = 40  # characters of a line that is only a value
LONGEST = 60  # characters; no label has as many, with all that may stand in it and behind it
NEAR_END = 1_000  # characters at either end of a line in which a label may stand
# What a value may be wrapped in: 来源：【海滨日报】, 来源：微信公众号“海滨观察”.
WRAPPED = re.compile(r"(?:(?:微信)?公众号[\s:]*)?[【\[“\"「『(]?\s?")
MARKS = " \t\u3000:：|｜丨/／-—－·,，、;；□■◎●◆▲*"
AFTER_DATE = re.compile(r"[\d日]$")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A value as printed, its label if it has one, and where it stood."""

    kind: str
    raw: str
    where: str
    label: str = ""


def labelled(line: Line, where: str) -> Iterator[Found]:
    """The labels of a line with their values; one with nothing behind it gives an empty value. Captions have none.

    Writers of several ranks in one line are one value: 记者 王某 通讯员 李某.
    """
    text = line.soft_text
    if len(text) > 2 * NEAR_END:
        text = text[:NEAR_END] + SOFT + text[-NEAR_END:]
    if is_caption(f"{line.node.tag} {line.node.get('class') or ''}"):
        return
    folded = flat(text)
    if line.prose and not MARKED.search(folded):
        return
    writers: Found | None = None
    in_credits = False
    for match in labels_in(folded):
        kind = kind_of(match["label"])
        # In a byline a space is enough behind the labels that follow the first: 记者 张某 编辑 李某.
        if kind == "other" or not (is_label(match, line, folded) or (in_credits and match["mark"].strip(SOFT))):
            continue
        in_credits = not line.prose
        if kind == "original":
            value = bare(CLOSING_BRACKET.sub("", text[match.end() : match.end() + TITLE]))
        else:
            value = value_at(match.end(), kind, text, folded)
        label = match["label"].replace(" ", "").replace(SOFT, "")
        found = Found(kind=kind, raw=value, where=f"label {label}, {where}", label=label)
        if kind != "author":
            yield found
        elif value:
            writers = replace(writers, raw=f"{writers.raw}、{value}") if writers else found
    if writers:
        yield writers


@remembering
def is_caption(names: str) -> bool:
    """Whether an element is by its tag or class what stands under a picture."""
    return CAPTION.search(names) is not None


def labels_in(folded: str) -> Iterator[re.Match[str]]:
    """The labels of a line in their order, with those glued to the value of the one before: 来源：海滨网作者：李某."""
    end = 0
    for match in LABEL.finditer(folded):
        yield from glued(folded, end, match.start())
        yield match
        end = match.end()
    yield from glued(folded, end, len(folded))


def glued(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Labels within the value that begins at *start*, behind a label."""
    if start and (match := GLUED.search(folded, start, min(end, start + VALUE))):
        yield match
        yield from glued(folded, match.end(), end)


def paired(lines: Sequence[Line]) -> list[Line]:
    """The lines, a label that stands alone put before the value in the next: `<dt>来源：</dt><dd>海滨晚报</dd>`."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        short = len(line.text) < SHORT and not line.prose
        if above and short and line.index == above.index + 1 and is_alone(above.text) and not has_label(line.text):
            found[-1] = replace(above, pieces=(*above.pieces, SOFT, *line.pieces))
        else:
            found.append(line)
    return found


def value_at(start: int, kind: str, text: str, folded: str) -> str:
    """The value that begins at *start*."""
    last = min(len(folded), start + VALUE)
    if wrapping := WRAPPED.match(folded, start, last):
        start = wrapping.end()
    if kind == "author" and (name := titled(folded[start:last])):
        return name
    found = (pattern.search(folded, start, last) for pattern in (END, LABEL, GLUED, UNKNOWN))
    ends = [match.start() for match in found if match]
    return bare(first_element(text[start : min(ends, default=last)]))


def is_label(match: re.Match[str], line: Line, folded: str) -> bool:
    """Whether a match is a label: a mark follows, or an inline element in a line that is no prose."""
    role = match["label"].endswith(("记者", "评论员", "通讯员", "报道", "报导"))
    if match["mark"].strip(f" {SOFT}")[:1] in ("]", "】"):  # 【来源】海滨网; an interview has 【记者】
        return not role and folded[match.start() - 1 : match.start()] in ("[", "【")
    if match["mark"].strip(f" {SOFT}"):
        return not (role and line.prose and match["label"] not in ("记者", "通讯员"))
    before = folded[: match.start()]
    if line.prose and not role:  # at the end of a paragraph: （编辑 张某）
        return before[-1:] in ("(", "[", "【") and CLOSED.match(folded, match.end()) is not None
    if line.prose or not match["mark"]:
        return False
    if role or "/" in match["label"]:
        return before[-1:] in ("", " ", SOFT, ":", *OPENING)
    last = before.rstrip(" ")[-1:]
    return last in ("", SOFT, *OPENING) or bool(AFTER_DATE.search(last))


def without_label(value: str) -> str:
    """A value that is known by its element, without the label printed in front of it."""
    value = BRACKETS.sub(r"\1", value)
    match = LABEL.match(flat(value))
    return bare(value[match.end() :]) if match and match["mark"] else value


def is_alone(text: str) -> bool:
    """Whether a text is a label and nothing else."""
    return len(text) < LONGEST and LABEL.fullmatch(flat(text)) is not None


def has_label(value: str) -> bool:
    """Whether a label stands in the value."""
    return LABEL.search(flat(value)) is not None


def first_element(value: str) -> str:
    """The value up to the end of the inline element it stands in; empty elements before it are passed over."""
    return next(filter(str.strip, value.split(SOFT)), "")


def bare(value: str) -> str:
    """Without soft breaks and the marks around a value."""
    return value.replace(SOFT, "").strip(MARKS)
