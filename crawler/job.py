"""Job: what a run is asked to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from archive.config import Settings
from archive.folder import Folder
from archive.site import Site, site_of

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of every run but those of a test."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A crawl of sites, a fetch of addresses, or a look at a site: its start pages, and what a scout asks for.

    `sites` are crawled or looked at; `profiles` are all that are known, for addresses that lead elsewhere. With
    `due_only` a list page waits for its time; with `since` pages that are older, by what names them, wait for a run
    without it.
    `max_pages` bounds the requests for pages, `max_time` the run; None is without bound.
    """

    kind: Literal["crawl", "fetch", "look"]
    folder: Folder
    sites: tuple[Site, ...] = ()
    profiles: tuple[Site, ...] = ()
    urls: tuple[str, ...] = ()
    due_only: bool = False
    since: date | None = None
    max_pages: int | None = None
    max_time: timedelta | None = None
    allow_private: bool = False
    settings: Settings = field(default_factory=Settings)

    @property
    def by_name(self) -> bool:
        """Whether addresses are visited because somebody names them, not because they are due."""
        return self.kind != "crawl"

    def site(self, key: str, url: str) -> Site:
        """The site of a row: by its key, else by its address."""
        return by_key((*self.sites, *self.profiles), key) or site_of(url, self.profiles)


def by_key(sites: Iterable[Site], key: str) -> Site | None:
    """The site of that key among *sites*, if it is there."""
    return next((site for site in sites if site.key == key), None)
