"""Site profile: the vocabulary of the TOML files, and finding the profile for a URL."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import Element
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from archive.errors import ConfigurationError
from archive.validation import explain

DURATION = re.compile(r"(\d{1,9})\s*([smhd])")
LONGEST = timedelta(days=3650)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
NO_PAGE = Element("html")


def parse_duration(value: object) -> timedelta:
    """`30m`, `2h`, `7d` as a timedelta. Raises ValueError, also for what would lead beyond the calendar's end."""
    if isinstance(value, str) and (match := DURATION.fullmatch(value.strip())):
        value = timedelta(**{UNITS[match[2]]: int(match[1])})
    if not isinstance(value, timedelta):
        raise ValueError("a duration such as '30m', '2h' or '7d' is expected")  # noqa: TRY004 - what pydantic expects
    if not timedelta() < value <= LONGEST:
        raise ValueError(f"a duration of more than nothing and no more than {LONGEST.days} days is expected")
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]


def selects(value: str) -> str:
    """A CSS selector that lxml would not understand is refused here, not in the middle of a crawl.

    It is tried as well: `svg|a` is translated, and then fails on every page.
    """
    try:
        CSSSelector(value, translator="html")(NO_PAGE)
    except (SelectorError, etree.XPathError) as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    return value


Selector = Annotated[str, AfterValidator(selects)]


class Part(BaseModel):
    """A table of a profile: frozen, and no key that is not in the vocabulary."""

    model_config = ConfigDict(frozen=True, extra="forbid")


NUMBER = "{n}"  # in `next`: where the number of a list page stands


class Discover(Part):
    """A page that names articles. `next` is the address of its second and later pages, relative to `url`."""

    kind: Literal["list", "feed", "sitemap", "news-sitemap"]
    url: str
    next: str | None = None
    links: Selector | None = None

    @field_validator("next")
    @classmethod
    def counts(cls, value: str | None) -> str | None:
        """Without a place for the number every page would be the same."""
        if value is not None and NUMBER not in value:
            raise ValueError("an address with {n} for the number, such as 'index_{n}.html', is expected")
        return value

    def page(self, number: int) -> str | None:
        """The address of page *number*, from 1; None if the profile names no second page."""
        if number == 1:
            return self.url
        return urljoin(self.url, self.next.replace(NUMBER, str(number))) if self.next else None

    def names(self, url: str) -> bool:
        """Whether *url* is one of this list's pages."""
        if self.url == url or not self.next:
            return self.url == url
        before, _, after = urljoin(self.url, self.next).partition(NUMBER)
        return url.startswith(before) and url.endswith(after) and url[len(before) : len(url) - len(after)].isdecimal()


class ArticleRule(Part):
    """What an article's address looks like: a regular expression searched in the URL."""

    url: str | None = None

    @field_validator("url")
    @classmethod
    def compiles(cls, value: str | None) -> str | None:
        """A pattern that does not compile is refused here, not in the middle of a crawl."""
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value


class ExtractRules(Part):
    """CSS selectors that win over the general rules. All optional."""

    title: Selector | None = None
    body: Selector | None = None
    published_at: Selector | None = None
    source: Selector | None = None
    editor: Selector | None = None
    authors: Selector | None = None
    remove: tuple[Selector, ...] = ()
    next_page: Selector | None = None


KEY = r"^[a-z0-9_\[][a-z0-9._:\[\]-]*$"  # what the host of an address may be, without its www
UNKNOWN = "unknown"  # the site of what is no address


class Site(Part):
    """One outlet. `hosts` may carry a port; links to other hosts are not followed. `delay` in seconds.

    `revisit` tells how long after its first visit an article is looked at again for edits.
    """

    key: str = Field(pattern=KEY)
    name: str = ""
    hosts: tuple[str, ...] = Field(min_length=1)
    language: str = "zh-Hans"
    timezone: str = "Asia/Shanghai"
    every: Duration = timedelta(hours=1)
    revisit: tuple[Duration, ...] = (timedelta(days=1), timedelta(days=7))
    delay: float = Field(default=5.0, ge=0, le=86_400)
    verified: bool = True
    discover: tuple[Discover, ...] = ()
    article: ArticleRule = ArticleRule()
    extract: ExtractRules = ExtractRules()

    @field_validator("timezone")
    @classmethod
    def exists(cls, value: str) -> str:
        """A zone the machine does not know is refused here."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("a time zone such as 'Asia/Shanghai' is expected") from error
        return value

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which the site prints its times."""
        return ZoneInfo(self.timezone)

    def owns(self, url: str) -> bool:
        """Whether *url* is on one of the site's hosts or below one of them."""
        return any(on_host(url, host) for host in self.hosts)

    def discovers(self, url: str) -> bool:
        """Whether *url* is one of the pages that name the site's articles, and so none itself."""
        return any(source.names(url) for source in self.discover)


def on_host(url: str, host: str) -> bool:
    """Whether *url* is on *host* (with its port, if it names one) or a subdomain of it."""
    try:
        parts = urlsplit(url)
        found = parts.netloc.rpartition("@")[2].lower() if ":" in host else (parts.hostname or "")
    except ValueError:
        return False
    return found == host or found.endswith("." + host)


def site_of(url: str, sites: Iterable[Site] = ()) -> Site:
    """The profile for *url*: the most specific host wins; a site without a profile is made from its host."""
    owners = [(len(host), site) for site in sites for host in site.hosts if on_host(url, host)]
    if owners:
        return max(owners, key=lambda owner: owner[0])[1]
    host = urlsplit(url).netloc.rpartition("@")[2].lower() or UNKNOWN
    key = host.removeprefix("www.")
    return Site(key=key if re.fullmatch(KEY, key) else UNKNOWN, hosts=(host,))


def parse_site(table: Mapping[str, Any], where: str) -> Site:
    """A profile from its table; a wrong one raises ConfigurationError in one line that begins with *where*."""
    try:
        return Site.model_validate(dict(table))
    except ValidationError as error:
        raise ConfigurationError(f"{where}: {explain(error, known_keys())}") from error


def known_keys() -> list[str]:
    """Every key of the vocabulary."""
    return sorted({key for part in (Site, Discover, ArticleRule, ExtractRules) for key in part.model_fields})


def load_site(path: Path) -> Site:
    """Read one TOML profile."""
    try:
        return parse_site(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from error


def load_sites(*folders: Path) -> tuple[Site, ...]:
    """All profiles of *folders*, by key; one in a later folder replaces one of the same key in an earlier."""
    return tuple(site for _, site in profile_files(*folders))


def profile_files(*folders: Path) -> tuple[tuple[Path, Site], ...]:
    """The same, each with the file it stands in."""
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            site = load_site(path)
            found[site.key] = (path, site)
    return tuple(found[key] for key in sorted(found))
