"""A profile for a site that nobody has written one for: where to look for its sources, and what to make of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tldextract import TLDExtract

from archive.hosts import Rules
from archive.offers import Kind, Offer
from archive.site import ArticleRule, Discover, Site, on_host, site_of
from archive.urls import canonical_url, host_of
from crawler.discovery.lists import is_article
from crawler.discovery.pattern import pattern_of
from crawler.discovery.signs import Signs, sitemaps_of
from crawler.look import Look, newest
from crawler.visit import Visit

MOST_FEEDS, MOST_SITEMAPS, MOST_CHANNELS = 3, 3, 4  # that are tried
FEWEST_OWN = 3  # articles that a source must name and no better one does
FEWEST_LINKS = 3  # to articles on another host of the outlet, for it to count as the site's
# A feed is made for us, and a news sitemap. A sitemap holds the whole past of a site: it is the last resort.
ORDER = (Kind.FEED, Kind.NEWS_SITEMAP, Kind.LIST, Kind.SITEMAP)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source that was tried: `url` is where it stands, `taken` whether the profile names it."""

    visit: Visit
    url: str
    taken: bool = False

    @property
    def kind(self) -> Kind:
        """What it turned out to be; what it was taken for, if it named nothing."""
        return self.visit.named.kind if self.visit.named.articles or self.visit.named.sources else self.visit.kind


def unknown_site(url: str, *, delay: float | None) -> Site:
    """What is assumed of a site before it was seen: *url* lists articles, and all hosts of the outlet belong to it."""
    plain = site_of(canonical_url(url))
    # Only the list of public suffixes that comes with the library: no request, no cache.
    outlet = TLDExtract(suffix_list_urls=(), cache_dir=None)(url).top_domain_under_public_suffix
    given = {} if delay is None else {"delay": delay}
    start = Discover(kind="list", url=url)
    return plain.model_copy(update={"hosts": (outlet or plain.hosts[0],), "discover": (start,), **given})


def search(look: Look, rules: Mapping[str, Rules]) -> list[Offer]:
    """The sources that a start page and robots.txt point to, and /sitemap.xml if they point to none."""
    start = next(iter(look.sources), None)
    if start is None or not (start.signs or start.named.articles or start.named.sources):
        return []
    signs = start.signs or Signs()
    parts = urlsplit(start.url)
    origin = f"{parts.scheme}://{parts.netloc}"
    known = rules.get(origin, Rules()).rules or ""
    sitemaps = sitemaps_of(known, f"{origin}/") or [f"{origin}/sitemap.xml"]
    urls = (
        *((link.url, Kind.FEED) for link in signs.feeds[:MOST_FEEDS]),
        *((url, Kind.SITEMAP) for url in sitemaps[:MOST_SITEMAPS] if look.site.owns(url)),
        *((link.url, Kind.LIST) for link in signs.channels[:MOST_CHANNELS]),
    )
    return [Offer(url=url, site=look.site.key, kind=kind) for url, kind in urls]


def weighed(look: Look) -> list[Source]:
    """The sources that were tried, in their order; taken are those that name articles which no better one names."""
    known: set[str] = set()
    taken: set[str] = set()
    sources = [visit for visit in look.sources if visit.url not in look.opened]
    best = sorted(sources[1:], key=lambda visit: ORDER.index(visit.named.kind))
    for visit in (*sources[:1], *best):  # first the page that a person has chosen
        articles = {canonical_url(link.url) for link in visit.named.articles}
        resort = visit.named.kind is Kind.SITEMAP and taken
        if not resort and len(articles - known) >= (1 if visit is sources[0] else FEWEST_OWN):
            known |= articles
            taken.add(visit.url)
    return [
        Source(visit=visit, url=look.index_of.get(visit.url, visit.url), taken=visit.url in taken) for visit in sources
    ]


def draft(look: Look, sources: Sequence[Source], *, key: str | None = None, name: str | None = None) -> Site | None:
    """The profile that a look comes to; None if no source names articles."""
    taken = [source for source in sources if source.taken]
    if not taken:
        return None
    urls = [canonical_url(link.url) for source in taken for link in newest(source.visit.named.articles)]
    start = look.sources[0]
    signs = start.signs or Signs()
    is_traditional = any(visit.found and visit.found.script == "hant" for visit in look.articles)
    fields = {
        "key": key or site_of(start.url).key,
        "name": signs.name if name is None else name,
        "hosts": hosts_of(start.url, urls),
        "delay": look.site.delay,
        "discover": tuple(Discover(kind=source.kind.value, url=source.url) for source in taken),
        "article": ArticleRule(url=article_pattern(look, urls)),
        **({"language": "zh-Hant"} if is_traditional else {}),
    }
    return Site(**fields)


def hosts_of(start: str, urls: Sequence[str]) -> tuple[str, ...]:
    """The host of the start page, and those others of the outlet that hold articles."""
    hosts = [host_of(start).removeprefix("www.")]
    linked = Counter(host_of(url) for url in urls)
    hosts += [
        host
        for host, count in linked.most_common()
        if count >= FEWEST_LINKS and not on_host(f"http://{host}/", hosts[0])
    ]
    return tuple(hosts)


def article_pattern(look: Look, urls: Sequence[str]) -> str | None:
    """What an article's address looks like, if that is clear and the articles that were read look so."""
    pattern = pattern_of(urls)
    if pattern is None or not look.articles:
        return None
    rule = Site(key="rule", hosts=("rule",), article=ArticleRule(url=pattern))
    fits = all(is_article(visit.url, rule) for visit in look.articles)
    channels = (link.url for visit in look.sources if visit.signs for link in visit.signs.channels)
    return pattern if fits and not any(is_article(url, rule) for url in channels) else None
