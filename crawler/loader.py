"""Every site profile is a Scrapy spider: `scrapy list`, `scrapy crawl KEY`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from archive.config import FOLDER, default_folder
from archive.folder import Folder
from archive.site import Site, load_sites
from crawler.spiders.news import NewsSpider

SHIPPED = Path(__file__).parent / "sites"


def profiles(folder: Folder | None = None) -> tuple[Site, ...]:
    """The profiles that come with the crawler and those of the archive, which win. Raises ConfigurationError."""
    return load_sites(SHIPPED, *([folder.sites] if folder else []))


class ProfileLoader:
    """Scrapy's spider loader over site profiles. A spider is NewsSpider with one site."""

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self._sites = {site.key: site for site in sites}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """With the profiles of the archive that the settings name."""
        return cls(profiles(archive_folder(settings)))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that key; KeyError as Scrapy wants it."""
        if spider_name not in self._sites:
            raise KeyError(f"Spider not found: {spider_name}")
        return type("NewsSpider", (NewsSpider,), {"name": spider_name, "sites": (self._sites[spider_name],)})

    def list(self) -> Sequence[str]:
        """The keys of all profiles."""
        return sorted(self._sites)

    def find_by_request(self, request: Request) -> Sequence[str]:
        """The spiders whose site owns the address."""
        return [key for key, site in sorted(self._sites.items()) if site.owns(request.url)]


def archive_folder(settings: BaseSettings) -> Folder:
    """The archive that `-s ARCHIVE=FOLDER` or NEWS_ARCHIVE_DIR names, else the user's own."""
    named = settings["ARCHIVE"] or os.environ.get(FOLDER)
    return Folder(path=Path(named)) if named else default_folder()
