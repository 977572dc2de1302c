"""Labels of Chinese bylines and the values behind them: 来源：新华社 责任编辑：李雷."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extract.lines import SOFT, Line
from archive.text.normalise import fold_for_offsets

# Longer labels stand before those they begin with. Those under "other" only end the value before them.
LABELS = {
    "source": "本文来源|文章来源|信息来源|稿件来源|新闻来源|内容来源|来源于|来源|稿源|转载自|转自|摘自|出处",
    "editor": "责任编辑|值班编辑|网络编辑|本文编辑|本期编辑|责编|编辑",
    "author": "本报记者|本网记者|特约记者|见习记者|实习记者"
    "|文/图|图/文|文/视频|采写|撰文|撰稿|执笔|作者|记者|通讯员|文(?=[/:|])",
    "original": "原标题|原题",
    "other": "编审|审核|校对|责任校对|监制|审签|审读|终审|二审|初审|统筹|制作|美编|视觉|主编|总监制|值班主任|值班主编"
    "|供稿单位|发布时间|发布日期|发表时间|发稿日期|上传时间|录入时间|发稿时间|更新时间|时间|日期|点击(?:数|量|率)?|浏览(?:次数|量)?|阅读(?:数|量|次数)?|评论|字号|字体|打印|分享|人气"
    "|关键词|标签|摄影|摄像|剪辑|图片|栏目|分类|发布者|发布人",
}
GAP = rf"[\s{SOFT}]{{0,6}}"
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff“\"])(?P<label>{'|'.join(LABELS.values())})(?P<mark>{GAP}[:|/丨]{GAP}|[ {SOFT}]{{1,6}}|$)"
)
KINDS = {kind: re.compile(labels.replace("(?=[/:|])", "")) for kind, labels in LABELS.items()}
# The label of the next value, glued to this one: 来源：证券时报网作者：李四.
GLUED = re.compile(rf"(?:责任编辑|文章来源|稿件来源|信息来源|来源|作者|责编|编辑|浏览|点击|阅读|字号|时间){GAP}[:|丨]")
COMMAND = "打印|关闭|返回|收藏|分享|推荐|我要|纠错|扫一扫|投稿|返回"
END = re.compile(
    rf"[\[\]()【】〔〕“”\t。;|]|(?:19|20)\d\d[-/.年]|民国\d|\d{{1,2}}:\d\d|https?:|www\.|[{SOFT} ]{{3,}}"
    rf"|\s(?={COMMAND})|/(?:综合)?(?:报道|报导)"
)
CLOSING_BRACKET = re.compile(r"[)】\]）]\s*$")
CAPTION = re.compile(r"caption|tushuo|pic-?(?:text|info|desc)", re.IGNORECASE)
VALUE, TITLE = 80, 160  # characters behind a label in which its value may end
OPENING = tuple("|([【〔")
MARKS = " \t\u3000:：|｜丨/／-—·,，、;；"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A value as printed, its label if it has one, and where it stood."""

    kind: str
    raw: str
    where: str
    label: str = ""


def labelled(line: Line, where: str) -> Iterator[Found]:
    """The labels of a line with their values; one with nothing behind it gives an empty value. Captions have none."""
    text = line.soft_text
    if CAPTION.search(f"{line.node.tag} {line.node.get('class') or ''}"):
        return
    folded = fold_for_offsets(text)
    for match in LABEL.finditer(folded):
        kind = kind_of(match["label"])
        if kind == "other" or not is_label(match, line, folded):
            continue
        if kind == "original":
            value = CLOSING_BRACKET.sub("", text[match.end() : match.end() + TITLE])
        else:
            rest = folded[match.end() : match.end() + VALUE]
            ends = [found.start() for found in (END.search(rest), LABEL.search(rest), GLUED.search(rest)) if found]
            value = first_element(text[match.end() : match.end() + min(ends, default=len(rest))])
        yield Found(kind=kind, raw=bare(value), where=f"label {match['label']}, {where}", label=match["label"])


def is_label(match: re.Match[str], line: Line, folded: str) -> bool:
    """Whether a match is a label: a mark follows, or an inline element in a line that is no prose."""
    if match["mark"].strip(f" {SOFT}"):
        return True
    if line.prose or not match["mark"]:
        return False
    role = match["label"].endswith("记者") or "/" in match["label"]
    before = folded[: match.start()]
    if SOFT in match["mark"] or not role:
        return before.rstrip(" ")[-1:] in ("", SOFT, *OPENING)
    return before[-1:] in ("", " ", SOFT, *OPENING)


def kind_of(label: str) -> str:
    """The field a label names."""
    return next(kind for kind, labels in KINDS.items() if labels.fullmatch(label))


def without_label(value: str) -> str:
    """A value that is known by its element, without the label printed in front of it."""
    match = LABEL.match(fold_for_offsets(value))
    return bare(value[match.end() :]) if match and match["mark"].strip() else value


def has_label(value: str) -> bool:
    """Whether a label stands in the value."""
    return LABEL.search(fold_for_offsets(value)) is not None


def first_element(value: str) -> str:
    """The value up to the end of the inline element it stands in; empty elements before it are passed over."""
    return next(filter(str.strip, value.split(SOFT)), "")


def bare(value: str) -> str:
    """Without soft breaks and the marks around a value."""
    return value.replace(SOFT, "").strip(MARKS)
