"""Names in elements of the byline whose class says whose they are."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.extract.furniture import NAME, WORD
from archive.extract.labels import Found, bare, has_label
from archive.extract.lines import Line
from archive.extract.names import COMMAND
from archive.extract.vocabulary import NO_OUTLET, PRESS, flat, is_outlet
from archive.extract.walk import BLOCKS

ABOVE, PIECES = 2, 20  # elements above a line, and text nodes of one, that are looked at
LONGEST = 40  # characters of a line or tail that may be a credit
SOURCE_WORDS = frozenset(("source", "laiyuan", "provider", "media", "origin", "from"))
AUTHOR_WORDS = frozenset(("author", "writer", "byline"))
ACCOUNT_WORDS = frozenset(("nick", "nickname", "username"))
ON_PLATFORM = AUTHOR_WORDS | {"media"}
USER = re.compile(
    r"/(?:user|u|author|authors|profile|space|people|member|writer|columnist|reporter)s?[/?.=]", re.IGNORECASE
)
OTHERS = frozenset(("comments", "related"))
INLINE = ("span", "a", "em", "i", "b", "strong", "p", "div", "li", "cite", "address")
HAN = re.compile(r"[\u4e00-\u9fff]")
NO_NAME = re.compile(r"\d{2}|[:：]|[〇○零一二三四五六七八九]{4}年")
SENT_FROM = re.compile(r"发[布表]于|來自|来自|IP")


def by_class(head: Sequence[Line], *, platform: bool) -> Iterator[Found]:
    """Elements of the byline whose class says what they hold. An outlet is a source, whatever the class calls it.

    On a *platform*, and in a class that says so, the name is the account's: an author, and a source if it is a paper.
    """
    seen: set[str] = set()
    for line in head:
        if len(line.text) >= 2 * LONGEST or any(kind in OTHERS for _, kind in line.furniture):
            continue
        for node, word in named_nodes(line):
            value = first_block(node)
            if value in seen or not is_name(value):
                continue
            seen.add(value)
            account = word in ACCOUNT_WORDS or (platform and word in ON_PLATFORM)
            where = f"{'account in ' if account else ''}class {word}"
            yield from (Found(kind=kind, raw=value, where=where) for kind in kinds_of(word, value, account=account))


def named_nodes(line: Line) -> Iterator[tuple[HtmlElement, str]]:
    """The elements of a line, and those just around it that hold little else, if their names tell; with the word."""
    for node in islice(line.node.iterancestors(), ABOVE):
        word = word_of(node)
        if word and sum(map(len, islice(node.itertext(), PIECES))) < LONGEST:
            yield node, word
    for node in line.node.iter(*INLINE):
        if word := word_of(node):
            yield node, word


def word_of(node: HtmlElement) -> str | None:
    """The word of an element that says whose name it holds."""
    names = (node.get("class") or "")[:NAME], (node.get("id") or "")[:NAME]
    return told_by(*names) or ("author" if is_user_link(node) else None)


def is_user_link(node: HtmlElement) -> bool:
    """Whether an element is a link to the page of a person or an account."""
    return node.tag == "a" and USER.search((node.get("href") or "")[:NAME]) is not None


def first_block(node: HtmlElement) -> str:
    """The text of an element up to the next block in it: the name, and under it what it is."""
    pieces: list[str] = []
    for event, inner in etree.iterwalk(node, events=("start", "end")):
        if inner is not node and inner.tag in BLOCKS and any(map(str.strip, pieces)):
            break
        pieces.append((inner.text if event == "start" else inner.tail if inner is not node else "") or "")
    return bare(" ".join("".join(pieces).split()))


@lru_cache(maxsize=4_096)
def told_by(*names: str) -> str | None:
    """The word of an element's class or id that says whose name it holds. `rich_media` is only the page's software."""
    words = [word.lower() for name in names for word in WORD.findall(name)]
    if "rich" in words:
        words = [word for word in words if word != "media"]
    account = next((word for word in words if word in ACCOUNT_WORDS), None)
    return account or next((word for word in words if word in SOURCE_WORDS | AUTHOR_WORDS), None)


def kinds_of(word: str, value: str, *, account: bool) -> tuple[str, ...]:
    """What the name in an element is by the word of its class."""
    folded = flat(value)
    if account:
        return ("author", "source") if PRESS.search(folded) else ("author",)
    return ("source",) if word in SOURCE_WORDS or is_outlet(folded) else ("author",)


def is_account(value: str, line: Line) -> bool:
    """Whether what stands beside the date on a platform is the account, and not whence it was sent: 发布于海滨."""
    return is_name(value) and not SENT_FROM.match(value) and not OTHERS & {kind for _, kind in line.furniture}


def is_name(value: str) -> bool:
    """Whether the text of an element may be a name and nothing else."""
    if not HAN.search(value) or not 1 < len(value) <= LONGEST // 2 or NO_NAME.search(value):
        return False
    if NO_OUTLET.fullmatch(flat(value)):
        return False
    return not COMMAND.search(flat(value)) and not has_label(value)
