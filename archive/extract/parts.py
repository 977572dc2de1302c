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

from archive.extract.numbered import earlier_part, is_next
from archive.extract.turns import EARLIER, LABEL_ELEMENTS, LONGEST_NAME, MARKS, NUMBERED, Turn, turns
from archive.page import Page
from archive.text.normalise import label_form
from archive.urls import canonical_url

MOST_PARTS = 20  # a higher number is a serial: the longest articles seen run over a dozen pages
MOST_LINKS = 200
AT_HAND = re.compile(r"(?:.*[\s:|])?" + NUMBERED.pattern)
NEAR = 3  # elements before a number, or above it, in which the one before may stand


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a page says of its article's other parts; absent where it says nothing, or is the whole article.

    `next_page` is the address of the part that follows. `part_of` is set on later parts only: the address of the
    earliest part that the page links to, most often the first.
    """

    next_page: str | None = None
    part_of: str | None = None


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
