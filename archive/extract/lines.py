"""The page as lines: what a reader sees as one line or paragraph, in order, each with the element it stands in.

Everything after cleaning reads these lines: the body's block is found by them, titles, dates and names stand in them.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from lxml.html import HtmlElement

from archive.text.normalise import label_form

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+")
SENTENCE_MARK = re.compile(r"[。！？；，、：…]|[\u3400-\u9fff][,.;:!?]|[,.;:!?](?=[\u3400-\u9fff])")
# A line with one of these early on says who and when, whatever its length.
CREDIT = re.compile(
    r"(?<![“\"「])(?:来\s?源|稿源|出处|转自|人气|字号|分享到|责任编辑|责\s?编|发布时间|发布日期|发稿时间|编\s?辑|作\s?者|记\s?者|执笔|撰文|撰稿|采写|供稿|审核|校对|监制|原创"
    r"|发布机构|发文机关|索引号|成文日期|生成日期|文\s?号|主题分类|浏览次数|阅读次数|点击数|点击量)\s?[:丨|/]"
)
MARK = re.compile("[:：丨|｜/／]")
PAIR = re.compile(r"[\u3400-\u9fff]\s?[:：]")  # a label and its mark; a line of several of these is no sentence ...
STOP = re.compile("[。！？]|[!?]")
SENTENCE = re.compile(r"[，。！？；…]")  # ... without one of these
CREDIT_WITHIN = 60
SOFT = "\u2063"  # stands where one inline element ends and the next begins
PROSE_HAN = 12  # a line with a sentence mark and this many Han outside links is prose
Furniture = tuple[tuple[HtmlElement, str], ...]


def han(text: str) -> int:
    """How many Han characters a text has."""
    return len("".join(HAN.findall(text)))


@dataclass(kw_only=True, eq=False)  # frozen, it would take twice as long to make, and a page has hundreds
class Line:
    """One line, which nobody changes. `linked` counts characters in links; `pieces` are the text nodes it is made of.

    `text` is the line as read, white space collapsed; `link_share` the share of its characters that stand in links;
    `han` counts its Han characters, and `prose` is its weight as prose: those outside links if it reads like a
    sentence, else 0. `node` is the innermost block element; `furniture` the elements around it, outermost first, whose
    names say that they are no part of the article, with what they are.
    """

    index: int
    pieces: tuple[str, ...]
    linked: int
    node: HtmlElement
    heading: str
    furniture: Furniture
    text: str = field(init=False)
    link_share: float = field(init=False)
    han: int = field(init=False)
    prose: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out what is asked of every line: a cached property takes a lock each time, before Python 3.12."""
        self.text = " ".join("".join(self.pieces).split())
        self.link_share = min(1.0, self.linked / max(1, len(self.text)))
        self.han = han(self.text)
        self.prose = self.weight()

    @cached_property
    def label_text(self) -> str:
        """The line for matching words: width and script folded, glosses stripped."""
        return label_form(self.text)

    @cached_property
    def soft_text(self) -> str:
        """The line with SOFT between inline elements."""
        return " ".join(SOFT.join(self.pieces).split())

    def weight(self) -> int:
        """What `prose` says."""
        if self.han < PROSE_HAN or self.link_share > 1 / 2 or not SENTENCE_MARK.search(self.text):
            return 0
        if self.han < CREDIT_WITHIN and MARK.search(self.text) and self.is_credit():
            return 0
        return round(self.han * (1 - self.link_share))

    def is_credit(self) -> bool:
        """Whether a line with a mark says who and when, or is made of labels and values."""
        credit = CREDIT.search(self.label_text)
        if credit:  # behind a sentence it closes a paragraph
            return STOP.search(self.label_text, 0, credit.start()) is None
        return len(PAIR.findall(self.text)) > 1 and not SENTENCE.search(self.text)
