"""Articles over several pages (下一页, 2/3): the address of the next part, and on a later part that of an earlier one.

A link counts only if its address shows that it leads to a part of this very article: `x.html` -> `x_2.html`,
`x.html?page=2` or `x/2.html`. The words alone do not: 下一页 also turns the pages of lists, of comments and of days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urljoin, urlsplit

from archive.page import Page
from archive.text.normalise import label_form
from archive.urls import canonical_url

MOST_PARTS = 20  # a higher number is a serial: the longest articles seen run over a dozen pages
LONGEST_LABEL = 12
MOST_LINKS = 200
LABEL_ELEMENTS = 8  # a link with more elements in it is no word; links may be nested in links
LONGEST_URL = 2048
MARKS = " \t\r\n\u3000<>«»‹›《》〈〉→←▶◀[]()【】.…|"
NEXT = re.compile(r"下一?页|后一?页|next(?: page)?", re.IGNORECASE)
EARLIER = re.compile(r"上一?页|前一?页|首页|第一页|prev(?:ious)?(?: page)?|第?\d{1,2}页?", re.IGNORECASE)

NUMBER = r"(?P<number>[1-9]|1\d|20)"
NAMED = re.compile(rf"(?P<stem>.*[^/_-])[_-]{NUMBER}(?P<suffix>\.[a-z]{{2,5}})?")
BELOW = re.compile(rf"(?P<stem>.*[^/])/{NUMBER}(?:\.[a-z]{{2,5}})?/?")
ASKED = re.compile(rf"(?:page|p)={NUMBER}", re.IGNORECASE)
SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
INDEX = re.compile(r"(?:(?:index|default|list|home|main|node|more|channel|search|tag)(?:[-_]?\d+)*)?", re.IGNORECASE)
DAY = re.compile(r"(?:19|20)\d\d[-_]?\d\d(?:[-_]?\d\d)?|\d\d?[-_]\d\d?|\d{1,4}")
OWN_FOLDER = re.compile(r"\d{5,}|\w[-_]\w")  # a serial or a slug: the folder of one article


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a page says of its article's other parts; absent where it says nothing, or is the whole article.

    `next_page` is the address of the part that follows. `part_of` is set on later parts only: the address of the
    earliest part that the page links to, most often the first.
    """

    next_page: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One way to understand an address: the article's own address, and the part's number, 0 where none is printed.

    A folder that may as well be that of a channel is not `sure`: `/news/2.html` does not follow `/news/1.html`.
    """

    article: str
    number: int
    sure: bool = True


def find_parts(page: Page, selector: str | None) -> Parts:
    """The other parts. *selector* is the profile's CSS for the link to the next one. To be asked before cleaning."""
    try:
        own, base = canonical_url(page.url), base_of(page)
    except ValueError:  # a foreign WARC holds captures of what is no web address
        return Parts()
    links = list(islice(labelled_links(page), MOST_LINKS))
    chosen = [node.get("href") or "" for node in page.tree.cssselect(selector)] if selector else []
    onward = addresses(base, [*chosen[:1], *(href for label, href in links if NEXT.fullmatch(label))])
    before = addresses(base, [href for label, href in links if EARLIER.fullmatch(label)])
    earlier = [(number, target) for target in before if (number := earlier_part(own, target)) >= 0]
    return Parts(
        next_page=next((target for target in onward if is_next(own, target)), None),
        part_of=min(earlier)[1] if earlier else None,
    )


def is_next(url: str, target: str) -> bool:
    """Whether *target* is evidently the part that follows *url*. After an unnumbered one comes the first or second."""
    return any(there == here + 1 or (here == 0 and there == 2) for here, there in steps(url, target))  # noqa: PLR2004


def earlier_part(url: str, target: str) -> int:
    """The number of *target* if it is an earlier part of the article that *url* is a part of, else -1."""
    return max((there for here, there in steps(url, target) if there < here), default=-1)


def steps(url: str, target: str) -> Iterator[tuple[int, int]]:
    """The numbers of two canonical addresses, for each way in which they are parts of one article."""
    there = places(target)
    for one in places(url):
        for other in there:
            if one.article == other.article and (one.sure or other.sure):
                yield one.number, other.number


def places(url: str) -> list[Place]:
    """Every way to understand an address. An index is no article, so that it has no parts."""
    parts = urlsplit(url)
    pairs = parts.query.split("&") if parts.query else []
    asked = [match for match in map(ASKED.fullmatch, pairs) if match]
    rest = "&".join(pair for pair in pairs if not ASKED.fullmatch(pair))
    if len(asked) > 1 or is_index(parts.path):
        return []
    found = [Place(article=f"asked {parts.path}", number=int(asked[0]["number"]) if asked else 0)]
    if not asked:
        found += path_places(parts.path)
    return [replace(place, article=f"{place.article} {parts.netloc} {rest}") for place in found]


def path_places(path: str) -> Iterator[Place]:
    """The ways in which a path names an article or a part of one: `x.html`, `x_2.html`, `x/2.html`."""
    yield Place(article=f"named {path}", number=0)
    yield Place(article=f"below {SUFFIX.sub('', path)}", number=0)
    named, below = NAMED.fullmatch(path), BELOW.fullmatch(path)
    if named and not is_index(named["stem"]):
        yield Place(article=f"named {named['stem']}{named['suffix'] or ''}", number=int(named["number"]))
    if below and not is_index(below["stem"]):
        folder = below["stem"].rpartition("/")[2]
        sure = bool(OWN_FOLDER.search(folder)) and not DAY.fullmatch(folder)
        yield Place(article=f"below {below['stem']}", number=int(below["number"]), sure=sure)


def is_index(path: str) -> bool:
    """Whether a path is that of a folder or of a list."""
    return bool(INDEX.fullmatch(SUFFIX.sub("", path.rpartition("/")[2])))


def labelled_links(page: Page) -> Iterator[tuple[str, str]]:
    """The links that turn pages: their text as labels are compared, without the arrows around it, and the target."""
    for anchor in page.tree.iter("a"):
        href = anchor.get("href")
        if not href or len(href) > LONGEST_URL:
            continue
        small = next(islice(anchor.iter(), LABEL_ELEMENTS, None), None) is None
        text = anchor.text_content().strip() if small else ""
        label = label_form(text).strip(MARKS) if len(text) <= LONGEST_LABEL else ""
        if NEXT.fullmatch(label) or EARLIER.fullmatch(label):
            yield label, href


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
