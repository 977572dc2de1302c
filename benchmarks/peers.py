"""What other tools make of the same site, each as its own documentation uses it on a list of addresses.

Started by `pipeline.py` with the Python of an environment that has the tool, and nothing of ours:
`PYTHON benchmarks/peers.py newspaper4k|news-please OUT.jsonl LIST_URL...`. Images are not fetched. Neither finds text
on a Chinese page unless `newspaper4k[zh]` is installed with what it asks for.
"""

# ruff: noqa: PLC0415 - an environment has one of them

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen


def addresses(lists: list[str]) -> list[str]:
    """The articles that the list pages link to."""
    pages = ((url, urlopen(url)) for url in lists)  # noqa: S310 - the benchmark's own site
    return [
        urljoin(url, path) for url, page in pages for path in re.findall(r'<li><a href="([^"]+)"', text_of(page.read()))
    ]


def text_of(data: bytes) -> str:
    """A list page as text; the site compresses what it sends."""
    return gzip.decompress(data).decode()


def newspaper4k(urls: list[str]) -> Iterator[dict[str, str]]:
    """Threads fetch and parse; no natural language processing."""
    from newspaper import Article, Config
    from newspaper.mthreading import fetch_news

    config = Config()
    config.fetch_images = False
    config.language = "zh"
    for article in fetch_news([Article(url, config=config) for url in urls], threads=8):
        yield {"url": article.url, "title": article.title, "text": article.text}


def news_please(urls: list[str]) -> Iterator[dict[str, str]]:
    """Threads fetch, a process for each core extracts."""
    from newsplease import NewsPlease

    found = NewsPlease.from_urls(urls, request_args={"timeout": 60}, fetch_images=False)
    for url, article in found.items():
        if article:
            yield {"url": url, "title": article.title or "", "text": article.maintext or ""}


PEERS: dict[str, Callable[[list[str]], Iterator[dict[str, str]]]] = {
    "newspaper4k": newspaper4k,
    "news-please": news_please,
}

if __name__ == "__main__":
    name, out, *lists = sys.argv[1:]
    with Path(out).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in PEERS[name](addresses(lists)))
