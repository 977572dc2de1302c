"""Addresses of the parts of one article: which follows which, by the number they end in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

NUMBER = r"(?P<number>[1-9]|1\d|20)"
NAMED = re.compile(rf"(?P<stem>.*[^/_-])[_-]p?{NUMBER}(?P<suffix>\.[a-z]{{2,5}})?")
BELOW = re.compile(rf"(?P<stem>.*[^/])/p?{NUMBER}(?:\.[a-z]{{2,5}})?/?")
ASKED = re.compile(rf"(?:page|p|pn|paged|page_?(?:no|num|index))={NUMBER}", re.IGNORECASE)
SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
INDEX = re.compile(r"(?:(?:index|default|list|home|main|node|more|channel|search|tag)(?:[-_]?\d+)*)?", re.IGNORECASE)
DAY = re.compile(r"(?:19|20)\d\d[-_]?\d\d(?:[-_]?\d\d)?|\d\d?[-_]\d\d?|\d{1,4}")
OWN_FOLDER = re.compile(r"\d{5,}|\w[-_]\w")  # a serial or a slug: the folder of one article


@dataclass(frozen=True, kw_only=True)
class Place:
    """One way to understand an address: the article's own address, and the part's number, 0 where none is printed.

    A folder that may as well be that of a channel is not `sure`: `/news/2.html` does not follow `/news/1.html`.
    """

    article: str
    number: int
    sure: bool = True


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
