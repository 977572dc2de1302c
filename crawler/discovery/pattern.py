r"""The pattern of a site's article addresses, written from some of them. Pure.

It begins at the first part of the path that tells one article from another: `/\d{4}/\d{1,2}/\d+\.html$`. What stands
before are sections, and a site opens new ones.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.discovery.shapes import ENOUGH, FEWEST_ARTICLES, SLUG

SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")  # re.escape would also escape what reads better plain
DIGIT = re.compile(r"\d")
MOST_FORMS = 2  # a site with more than this many forms of addresses has no clear pattern
TOKEN = re.compile(
    r"(?P<id>(?<![0-9a-zA-Z])(?=[0-9a-zA-Z]*\d[a-zA-Z])[0-9a-zA-Z]{12,}(?![0-9a-zA-Z]))|(?P<number>\d+)|(?P<word>\D)"
)
WORDS = {"id": r"[0-9A-Za-z]{12,}", "slug": r"(?:[^/.-]+-){2,}[^/.-]+"}
# Numbers that are years, months and days keep their length, but for a zero in front; a serial number grows.
YEAR, MONTH_OR_DAY, DATE = re.compile(r"(?:19|20)\d\d"), re.compile(r"[0-3]?\d"), re.compile(r"20\d\d[01]?\d[0-3]?\d")

Token = tuple[str, str]  # what it is (`id`, `slug`, `number`, `word`), and its text


def pattern_of(urls: Iterable[str]) -> str | None:
    """A regular expression to search in the addresses of a site's articles; None if *urls* are too little alike."""
    forms: defaultdict[tuple[Token, ...], list[list[Token]]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        tokens = tokens_of(tail_of(url))
        forms[tuple((what, text if what == "word" else "") for what, text in tokens)].append(tokens)
    count = Counter({form: len(members) for form, members in forms.items() if form})
    chosen = [form for form, members in count.most_common(MOST_FORMS) if members >= FEWEST_ARTICLES]
    if sum(count[form] for form in chosen) < max(1, ENOUGH * sum(map(len, forms.values()))):
        return None
    return "|".join(expression(forms[form]) for form in chosen)


def tail_of(url: str) -> str:
    """The path from its first part with a number or a headline on, and the query; empty if nothing tells it apart."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    slug, digit = SLUG.search(parts.path), DIGIT.search(parts.path)
    starts = [match.start() for match in (slug, digit) if match] or ([len(parts.path)] if query else [])
    if not starts:
        return ""
    return parts.path[parts.path.rfind("/", 0, min(starts)) :] + query


def tokens_of(tail: str) -> list[Token]:
    """What a tail is made of."""
    slug = SLUG.search(tail)
    if slug and re.search(r"[a-zA-Z]{2}", slug[0]):
        return [*tokens_of(tail[: slug.start()]), ("slug", slug[0]), *tokens_of(tail[slug.end() :])]
    return [(match.lastgroup or "", match[0]) for match in TOKEN.finditer(tail)]


def expression(members: list[list[Token]]) -> str:
    """One expression for tails of the same form."""
    columns = [(column[0], [text for _, text in column]) for column in zip(*members, strict=True)]
    numbers = iter(number_expressions([texts for (what, _), texts in columns if what == "number"]))
    pieces = (
        next(numbers) if what == "number" else WORDS.get(what) or SPECIAL.sub(r"\\\g<0>", text)
        for (what, text), _ in columns
    )
    return "".join(pieces) + "$"


def number_expressions(columns: list[list[str]]) -> Iterator[str]:
    """The expressions for the numbers of a form, of each of which there are examples. The last is the serial number."""
    in_date = 0  # how many numbers of a date are behind
    for texts in columns[:-1]:
        if all(map(YEAR.fullmatch, texts)):
            in_date = 1
            yield r"\d{4}"
        elif in_date and in_date < len(("year", "month", "day")) and all(map(MONTH_OR_DAY.fullmatch, texts)):
            in_date += 1
            yield r"\d{1,2}"
        else:
            yield r"\d{6,8}" if all(map(DATE.fullmatch, texts)) else r"\d+"
    if columns:
        yield r"\d+"
