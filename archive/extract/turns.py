"""Links that turn pages: 下一页, 余下全文, an arrow, a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from archive.extract.furniture import furniture_of
from archive.page import Page
from archive.text.normalise import label_form
from archive.text.remembering import remembering

LONGEST_LABEL, LONGEST_NAME = 14, 40
LABEL_ELEMENTS = 8  # a link with more elements in it is no word; links may be nested in links
LONGEST_URL = 2048
MARKS = " \t\r\n\xa0\u3000<>«»‹›《》〈〉→←▶◀[]()【】.…|"
# The rest of an article is behind 余下全文, too; some print how far it is: 下一页(2/5).
NEXT = re.compile(
    r"(?:点击|阅读|查看|进入|翻到){0,2}(?:下一?页|后一?页|(?:余下|剩余)(?:全文|部分|内容))(?:\s?\(?\d{1,2}/\d{1,2})?"
    r"|继续阅读|next(?: page)?",
    re.IGNORECASE,
)
ARROW = re.compile(r"[>»›→▶]{1,3}")
EARLIER = re.compile(r"上一?页|前一?页|首页|第一页|prev(?:ious)?(?: page)?|第?\d{1,2}页?", re.IGNORECASE)
# 2, 第2页, and where the parts have names 第2页：外观.
NUMBERED = re.compile(r"第?(?P<number>\d{1,2})(?:页(?::.*)?)?")
NAME = re.compile(r"\W*第\d{1,2}[页頁]")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A link that may turn a page: its text as labels are compared, and where it leads."""

    label: str
    href: str
    node: HtmlElement

    @property
    def onward(self) -> bool:
        """Whether its words say that it leads to the next part."""
        return bool(NEXT.fullmatch(self.label) or ARROW.fullmatch(self.label))


def turns(page: Page) -> Iterator[Turn]:
    """The links that turn pages, without the arrows around their words; those that turn pages of comments left out."""
    for anchor in page.tree.iter("a"):
        href = anchor.get("href")
        if not href or len(href) > LONGEST_URL:
            continue
        text = words_of(anchor)
        if not text or (len(text) > LONGEST_LABEL and (len(text) > LONGEST_NAME or not NAME.match(text))):
            continue
        label = label_of(text)
        if label and not any(furniture_of(node) == "comments" for node in anchor.iterancestors()):
            yield Turn(label=label, href=href, node=anchor)


def words_of(anchor: HtmlElement) -> str:
    """The words of a link, or of the picture it shows."""
    if not len(anchor):  # most links hold none, and `text` is had for a tenth of what `text_content` costs
        text = anchor.text or ""
    elif next(islice(anchor.iter(), LABEL_ELEMENTS, None), None) is None:
        text = anchor.text_content()
    else:
        return ""
    return text.strip() or words_of_picture(anchor)


def words_of_picture(anchor: HtmlElement) -> str:
    """What a link that shows a picture says of itself, or the picture of what it shows."""
    picture = next(anchor.iter("img"), None)
    return str(anchor.get("title") or (picture.get("alt") if picture is not None else "") or "").strip()


@remembering
def label_of(text: str) -> str:
    """The words of a link that turns pages, as labels are compared; empty for any other link."""
    whole = label_form(text)
    label = whole if ARROW.fullmatch(whole) else whole.strip(MARKS)
    return label if any(form.fullmatch(label) for form in (NEXT, ARROW, EARLIER, NUMBERED)) else ""
