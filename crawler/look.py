"""A look at a site: its start pages, what they lead to, and a few articles. Decides; the crawler visits."""

from bisect import insort
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, zip_longest

from archive.hosts import Rules
from archive.offers import Kind, Offer
from archive.outcome import Reason
from archive.site import Site
from archive.urls import canonical_url
from crawler.discovery.found import Link
from crawler.discovery.shapes import shape
from crawler.visit import Visit

SAMPLE = 3  # articles that are read
TRIES = 6  # pages that are asked for until as many are articles
MOST_INDEXES = 6  # of sitemaps; they may name each other without end
NEVER = datetime.max.replace(tzinfo=UTC)  # a page that did not answer
MOST_LINKS = 200  # of a source: a sitemap may name 50,000

Search = Callable[["Look", Mapping[str, Rules]], Sequence[Offer]]


@dataclass(kw_only=True)
class Look:
    """What a look has seen so far, and what it asks for next.

    `search` names sources that are worth a visit, once the start pages have been visited. `opened` are indexes of
    sitemaps, `index_of` leads from a sitemap that was found in one to the first of them.
    """

    site: Site
    search: Search | None = None
    visits: list[Visit] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    index_of: dict[str, str] = field(default_factory=dict)

    def see(self, visit: Visit) -> None:
        """Take note of a visit. Pages are read side by side: their visits end in any order, and are kept as fetched."""
        insort(self.visits, visit, key=lambda one: one.capture.captured_at if one.capture else NEVER)

    def next(self, rules: Mapping[str, Rules]) -> Sequence[Offer]:
        """What to visit next, by what was seen and what robots.txt says; nothing at the end."""
        if self.search:
            search, self.search = self.search, None
            if offers := search(self, rules):
                return offers
        return self._descend() or self._sample()

    @property
    def sources(self) -> list[Visit]:
        """The start pages and what else was asked for as a source, each where its redirects lead."""
        asked = (visit for visit in self.visits if visit.kind is not Kind.PAGE)
        return [visit for visit in asked if visit.outcome.reason is not Reason.REDIRECT]

    @property
    def articles(self) -> list[Visit]:
        """The pages that are articles."""
        return [visit for visit in self.visits if visit.found]

    @property
    def misses(self) -> list[Visit]:
        """The pages that are none."""
        pages = (visit for visit in self.visits if visit.kind is Kind.PAGE and not visit.found)
        return [visit for visit in pages if visit.outcome.reason is not Reason.REDIRECT]

    def _descend(self) -> list[Offer]:
        """The newest sitemap of each index."""
        offers = []
        for visit in self.sources:
            if visit.named.sources and visit.url not in self.opened and len(self.opened) < MOST_INDEXES:
                self.opened.add(visit.url)
                one = max(visit.named.sources, key=lambda link: ("news" in link.url.lower(), link.day or date.min))
                self.index_of.setdefault(canonical_url(one.url), self.index_of.get(visit.url, visit.url))
                offers.append(Offer(url=one.url, site=self.site.key, kind=visit.kind))
        return offers

    def _sample(self) -> list[Offer]:
        """Articles to read, until there are enough of them."""
        missing = min(SAMPLE - len(self.articles), TRIES - len(self.tried))
        untried = (link for link in self._named() if canonical_url(link.url) not in self.tried)
        chosen = [link for link, _ in zip(untried, range(missing), strict=False)]
        self.tried += [canonical_url(link.url) for link in chosen]
        return [Offer(url=link.url, site=self.site.key) for link in chosen]

    def _named(self) -> list[Link]:
        """What the sources name, the newest of each first, and first those whose addresses are like most others."""
        columns = zip_longest(*(newest(visit.named.articles) for visit in self.sources))
        links = [link for link in chain.from_iterable(columns) if link]
        alike = Counter(shape(canonical_url(link.url)) for link in links)
        return sorted(links, key=lambda link: -alike[shape(canonical_url(link.url))])


def newest(links: Sequence[Link]) -> list[Link]:
    """The newest of *links*, in their order where no day is told."""
    return sorted(links, key=lambda link: link.day or date.min, reverse=True)[:MOST_LINKS]
