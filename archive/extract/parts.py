"""Articles over several pages (下一页, 2/3): the address of the next part, and on a later part that of an earlier one.

A link counts only if its address shows that it leads to a part of this very article: `x.html` -> `x_2.html`,
`x.html?page=2` or `x/2.html`. The words alone do not: 下一页 also turns the pages of lists, of comments and of days.
Nor does a number alone: the one before it must stand there too, as the page at hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.extract.furniture import furniture_of
from archive.extract.numbered import earlier_part, is_next
from archive.page import Page
from archive.text.normalise import label_form
from archive.urls import canonical_url

MOST_PARTS = 20  # a higher number is a serial: the longest articles seen run over a dozen pages
LONGEST_LABEL, LONGEST_NAME = 14, 40
MOST_LINKS = 200
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
AT_HAND = re.compile(r"(?:.*[\s:|])?" + NUMBERED.pattern)
NAME = re.compile(r"\W*第\d{1,2}[页頁]")
NEAR = 3  # elements before a number, or above it, in which the one before may stand


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a page says of its article's other parts; absent where it says nothing, or is the whole article.

    `next_page` is the address of the part that follows. `part_of` is set on later parts only: the address of the
    earliest part that the page links to, most often the first.
    """

    next_page: str | None = None
    part_of: str | None = None


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


def find_parts(page: Page, selector: str | None) -> Parts:
    """The other parts. *selector* is the profile's CSS for the link to the next one. To be asked before cleaning."""
    try:
        own, base = canonical_url(page.url), base_of(page)
    except ValueError:  # a foreign WARC holds captures of what is no web address
        return Parts()
    links = list(islice(turns(page), MOST_LINKS))
    chosen = [node.get("href") or "" for node in page.tree.cssselect(selector)] if selector else []
    told = [link.get("href") or "" for link in page.tree.iter("link") if (link.get("rel") or "").lower() == "next"]
    onward = addresses(base, [*chosen[:1], *(link.href for link in links if link.onward), *told[:1]])
    before = addresses(base, [link.href for link in links if EARLIER.fullmatch(link.label)])
    earlier = [(number, target) for target in before if (number := earlier_part(own, target)) >= 0]
    return Parts(
        next_page=next((target for target in onward if is_next(own, target)), None) or next_number(own, base, links),
        part_of=min(earlier)[1] if earlier else None,
    )


def next_number(own: str, base: str, links: list[Turn]) -> str | None:
    """Where the number after that of the page at hand leads: `1 2 3`, of which 1 is no link, or one to this page."""
    for link in links:
        match = NUMBERED.fullmatch(link.label)
        target = next(addresses(base, [link.href]), None) if match else None
        if match and target and is_next(own, target) and stands_before(link.node, int(match["number"]) - 1, own, base):
            return target
    return None


def stands_before(node: HtmlElement, number: int, own: str, base: str) -> bool:
    """Whether *number* is what a reader sees right before a link, and is none or one to the page itself."""
    for _ in range(NEAR):
        before = node.getprevious()
        parent = node.getparent()
        text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
        if text.strip(MARKS):
            return is_number(text, number)
        if before is not None and (within := "".join(islice(before.itertext(), LABEL_ELEMENTS))).strip(MARKS):
            anchors = [before] if before.tag == "a" else list(islice(before.iter("a"), 1))
            targets = list(addresses(base, [anchor.get("href") or own for anchor in anchors]))
            return is_number(within, number) and all(target == own for target in targets)
        if parent is None:
            return False
        node = parent if before is None else before
    return False


def is_number(text: str, number: int) -> bool:
    """Whether a text is the label of the part with this number."""
    match = AT_HAND.fullmatch(label_form(text.strip()[-LONGEST_NAME:]).strip(MARKS))
    return match is not None and int(match["number"]) == number


def turns(page: Page) -> Iterator[Turn]:
    """The links that turn pages, without the arrows around their words; those that turn pages of comments left out."""
    for anchor in page.tree.iter("a"):
        href = anchor.get("href")
        if not href or len(href) > LONGEST_URL:
            continue
        small = next(islice(anchor.iter(), LABEL_ELEMENTS, None), None) is None
        text = (anchor.text_content().strip() or picture_of(anchor)) if small else ""
        if not text or len(text) > (LONGEST_NAME if NAME.match(text) else LONGEST_LABEL):
            continue
        whole = label_form(text)
        label = whole if ARROW.fullmatch(whole) else whole.strip(MARKS)
        turn = Turn(label=label, href=href, node=anchor)
        numbered = EARLIER.fullmatch(label) or NUMBERED.fullmatch(label)
        if (turn.onward or numbered) and not any(furniture_of(node) == "comments" for node in anchor.iterancestors()):
            yield turn


def picture_of(anchor: HtmlElement) -> str:
    """The words of a link that shows a picture."""
    picture = anchor.find(".//img")
    return str(anchor.get("title") or (picture.get("alt") if picture is not None else "") or "").strip()


def base_of(page: Page) -> str:
    """What the page's relative addresses are relative to."""
    base = page.tree.find(".//base[@href]")
    return page.url if base is None else next(addresses(page.url, [base.get("href", "")]), page.url)


def addresses(base: str, hrefs: list[str]) -> Iterator[str]:
    """The canonical addresses of links; what is none is passed over."""
    for href in hrefs:
        try:
            yield canonical_url(urljoin(base, href.strip()))
        except ValueError:
            continue
