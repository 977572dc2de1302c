"""Which sites a crawl is about: keys, profile files, addresses of list pages."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from archive.errors import ConfigurationError
from archive.folder import Folder
from archive.site import Discover, Site, load_site, load_sites, site_of
from archive.urls import canonical_url
from crawler.job import by_key

SHIPPED = Path(__file__).parent / "sites"


class UnknownSiteError(ConfigurationError):
    """A name that is no profile's key, no profile file and no address."""


def profiles(folder: Folder | None = None) -> tuple[Site, ...]:
    """The profiles that come with the crawler and those of the archive, which win. Raises ConfigurationError."""
    return load_sites(SHIPPED, *([folder.sites] if folder else []))


def choose_sites(names: Sequence[str], profiles: Sequence[Site], folder: Folder) -> tuple[Site, ...]:
    """The sites that *names* mean, each once. Without names: the archive's own, and of the others those verified."""
    if not names:
        own = {site.key for site in load_sites(folder.sites)}
        return tuple(site for site in profiles if site.verified or site.key in own)
    chosen = {site.key: site for site in (choose_site(name, profiles) for name in names)}
    return tuple(chosen.values())


def choose_site(name: str, profiles: Sequence[Site]) -> Site:
    """The site of a key, of a TOML file, or for the address of a list page. Raises UnknownSiteError."""
    if name.startswith(("http://", "https://")):
        return site_for_list(name, profiles)
    if name.endswith(".toml"):
        return load_site(Path(name))
    site = by_key(profiles, name)
    if site is None:
        near = difflib.get_close_matches(name, [site.key for site in profiles], n=1)
        raise UnknownSiteError(f"unknown site '{name}'" + (f", did you mean '{near[0]}'?" if near else ""))
    return site


def site_for_list(url: str, profiles: Sequence[Site]) -> Site:
    """The profile that owns *url*, or a plain one for its host, with that list page only."""
    try:
        site = site_of(canonical_url(url), profiles)
    except ValueError as error:
        raise UnknownSiteError(f"no web address: {url}") from error
    known = next((page for page in site.discover if page.url == url), None)
    return site.model_copy(update={"discover": (known or Discover(kind="list", url=url),)})
