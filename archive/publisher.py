"""Who published an article first, as far as its copies tell. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from archive.text.names import names_in, squeezed

Basis = Literal["source", "time", "day"]


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What a copy prints of its origin, and where. `names` are those of its site: key, name and hosts."""

    url: str
    site: str
    names: tuple[str, ...]
    source: str | None = None
    published_at: date | None = None


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """The address where an article stood first. None if the copies tell nothing; several if they tell no difference.

    `basis` is what tells it; where it is `source`, that many copies credit the site.
    """

    urls: tuple[str, ...] = ()
    basis: Basis | None = None
    credits: int = 0


def publisher(imprints: Sequence[Imprint]) -> Publisher:
    """The earliest publisher by what the copies print. When they reached the archive says nothing and is not asked.

    1. The site that the copies credit (来源): its key, its name or one of its hosts is what they name, whole or as one
       of several names, in either script. Of several such sites the one that most copies credit; a copy's credit for
       its own site counts as any other.
    2. Of its copies, or of all if no site of them is credited: the one that prints the earliest day; of one day, the
       earliest minute; and one that prints a minute before those that print the day alone, as these may be later.
    3. Of those that even print the same, the one with the smallest address if they are on one site. On several sites it
       is a tie, and all are named. Of copies that print neither, none is the publisher.
    """
    credited = sites_credited(imprints)
    most = max(credited.values(), default=0)
    chosen = [one for one in imprints if most and credited[one.site] == most] or imprints
    dated = [(printed(one.published_at), one) for one in chosen if one.published_at is not None]
    first = min((when for when, _ in dated), default=None)
    if not most and first is None:
        return Publisher()
    earliest = [one for when, one in dated if when == first] or list(chosen)
    urls = sorted(one.url for one in earliest)
    basis: Basis = "source" if most else "time" if isinstance(earliest[0].published_at, datetime) else "day"
    several = len({one.site for one in earliest}) > 1
    return Publisher(urls=tuple(urls if several else urls[:1]), basis=basis, credits=most)


def sites_credited(imprints: Iterable[Imprint]) -> Counter[str]:
    """By how many copies each site is credited."""
    sources = Counter(one.source for one in imprints if one.source)
    sites = {one.site: {squeezed(name) for name in one.names if name} for one in imprints}
    return Counter(
        {
            site: sum(number for source, number in sources.items() if not names.isdisjoint(names_in(source)))
            for site, names in sites.items()
        }
    )


def printed(value: date) -> tuple[date, bool, int]:
    """A printed time, to sort by: the day as stated, whether no time stands with it, and the minute as an instant."""
    if not isinstance(value, datetime):
        return value, True, 0
    return value.date(), False, int(value.timestamp() // 60)
