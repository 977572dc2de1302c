"""What one writes on the first day: Scrapy, trafilatura in the pipeline, a commit for every item.

`python benchmarks/naive.py DATABASE LIST_URL...`: the pages that the lists link to, into an SQLite database.
"""

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from trafilatura import bare_extraction


class Base(DeclarativeBase):
    """The tables."""


class Article(Base):
    """An article."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    date: Mapped[str | None]
    author: Mapped[str | None]
    text: Mapped[str | None]


class ExtractPipeline:
    """trafilatura, with its metadata."""

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Add what trafilatura finds."""
        found = bare_extraction(item.pop("html"), url=item["url"], with_metadata=True, include_comments=False)
        return item | {name: getattr(found, name, None) for name in ("title", "date", "author", "text")}


class StorePipeline:
    """One row, one commit."""

    def open_spider(self) -> None:
        """Make the table."""
        self.engine = create_engine(f"sqlite:///{sys.argv[1]}")
        Base.metadata.create_all(self.engine)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Add a row."""
        with Session(self.engine) as session:
            session.add(Article(**item))
            session.commit()
        return item


class NaiveSpider(scrapy.Spider):
    """List pages, and the pages they link to."""

    name = "naive"
    custom_settings = {  # noqa: RUF012 - Scrapy's way
        "ITEM_PIPELINES": {ExtractPipeline: 1, StorePipeline: 2},
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
    }

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The lists."""
        for url in sys.argv[2:]:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        """The links."""
        for link in response.css("li a"):
            yield response.follow(link, self.article)

    def article(self, response: Response) -> Iterator[dict[str, Any]]:
        """The page."""
        yield {"url": response.url, "html": response.body}


if __name__ == "__main__":
    process = CrawlerProcess()
    process.crawl(NaiveSpider)
    process.start()
