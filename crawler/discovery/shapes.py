"""What the addresses of a site's articles look like, learnt from those that have been read. Pure.

The shape of an address is what is left of it when numbers and names are taken out. Where the profile names no pattern,
a shape that has brought articles counts beside the general rule, and one that never has, in many tries, no longer does.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

FEWEST_ARTICLES, ENOUGH = 5, 0.8  # of a shape: how many there must be, and their share of what was tried
FEWEST_REFUSED = 20  # tries without one article
DIGEST = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{16,}(?![0-9a-zA-Z])", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
SLUG = re.compile(
    r"[^/.]*-[^/.]*-[^/.]*(?=(?:\.\w{1,5})?/?$)"
)  # a headline in Latin script, as the last part of a path


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Shapes of addresses that lead to articles, and of those that do not."""

    articles: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


NO_SHAPES = Shapes()


def shape(url: str) -> str:
    """*url* without what tells one page from another: `news.example.cn/#/#/t#_#.html`."""
    parts = urlsplit(url)
    path = DIGITS.sub("#", SLUG.sub("*", DIGEST.sub("&", parts.path)))
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return f"{parts.netloc}{path}" + (f"?{'&'.join(names)}" if names else "")


def learnt(tried: Iterable[tuple[str, bool]]) -> Shapes:
    """The shapes of a site's addresses that were *tried*, each with whether it has brought an article."""
    brought, refused = Counter[str](), Counter[str]()
    for url, is_article in tried:
        (brought if is_article else refused)[shape(url)] += 1
    articles = {
        one for one, count in brought.items() if count >= FEWEST_ARTICLES and count >= ENOUGH * (count + refused[one])
    }
    others = {one for one, count in refused.items() if count >= FEWEST_REFUSED and not brought[one]}
    return Shapes(articles=frozenset(articles), others=frozenset(others))
