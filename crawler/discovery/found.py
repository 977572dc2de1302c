"""Found: what a page that names articles names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from archive.offers import Kind
from archive.site import Site
from archive.urls import canonical_url, joined


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address as it is to be requested, with what was said of it.

    `dated` is when it was published or, where only that is told, last changed: an aware datetime, or a date.
    """

    url: str
    title: str | None = None
    dated: datetime | date | None = None

    @property
    def day(self) -> date | None:
        """The day of `dated`, as whoever names the address states it."""
        return self.dated.date() if isinstance(self.dated, datetime) else self.dated


@dataclass(frozen=True, kw_only=True)
class Found:
    """Addresses in their order, each once.

    `articles` are on the site, and so are `sources`, which name more. `bad` are texts that are no address. `warnings`
    tell in a line each what is lost. `patience` is how long the publisher asks us to wait before the next visit.
    `kind` is what the page turned out to be.
    """

    kind: Kind = Kind.LIST
    articles: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    bad: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    patience: timedelta | None = None


NOTHING = Found()


class Gathering:
    """Collects links: those on the site, each once by its canonical address; what is no address apart."""

    def __init__(self, site: Site, base: str) -> None:
        self.site = site
        self.base = base
        self.links: dict[str, Link] = {}
        self.bad: dict[str, None] = {}
        self.elsewhere = 0

    def add(self, href: str, *, title: str | None = None, dated: datetime | date | None = None) -> None:
        """Take a link as written; one that leads off the site is only counted."""
        url = joined(self.base, href.strip())
        try:
            key = canonical_url(url or "")
        except ValueError:
            self.bad.setdefault(href)
            return
        if not self.site.owns(key):
            self.elsewhere += 1
        elif key not in self.links:
            self.links[key] = Link(url=url or key, title=title, dated=dated)

    def warnings(self) -> tuple[str, ...]:
        """That links led elsewhere, if any did: the profile may lack a host."""
        return (f"{self.elsewhere} addresses are not on the site's hosts",) if self.elsewhere else ()
