"""The address under which a page says that it stands: when it is believed."""

import gzip
from datetime import UTC, datetime

import pytest
from loopback import Web, article, article_path, list_page
from processes import ask, run

from archive.capture import Capture
from archive.folder import Folder
from archive.site import Site
from crawler.twins import is_twin, twin_of

SITE = Site(key="paper", hosts=("paper.example",))
MOBILE, DESK = "http://m.paper.example/a/20261120_10001.html", "http://www.paper.example/yw/20261120_10001.shtml"


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (MOBILE, DESK),
        ("http://paper.example/show?id=10001&page=all", "http://paper.example/show?id=10001"),
        ("http://paper.example/amp/10001.html", "http://paper.example/10001.html"),
        ("http://paper.example/10001.html", "https://paper.example/10001.html"),
    ],
)
def test_another_address_of_the_same_page_on_the_same_site_is_believed(url: str, declared: str) -> None:
    assert is_twin(url, declared, SITE)


@pytest.mark.parametrize(
    "declared",
    [
        "http://elsewhere.example/yw/20261120_10001.shtml",  # another site
        "http://notpaper.example/yw/20261120_10001.shtml",
        "http://paper.example/",  # the home page, on every page
        "http://paper.example/yw/20261120_10002.shtml",  # one article, on every page
        "http://paper.example/yw/",
        MOBILE,
        MOBILE + "?utm_source=x#top",
        "http://[bad/",
        "file:///etc/20261120_10001",
        "",
    ],
)
def test_all_else_is_not(declared: str) -> None:
    assert not is_twin(MOBILE, declared, SITE)


def served(head: str, **headers: str) -> Capture:
    body = f"<html><head>{head}</head><body>x</body></html>".encode()
    body = gzip.compress(body) if headers else body
    return Capture(
        url=MOBILE,
        captured_at=datetime(2026, 11, 22, tzinfo=UTC),
        status=200,
        headers=tuple(headers.items()),
        body=body,
    )


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{DESK}">',
        f"<LINK href='{DESK}' REL=canonical />",
        f'<link rel="stylesheet" href="/a.css"><link rel=canonical href={DESK}>',
        '<link rel="canonical" href="//www.paper.example/yw/20261120_10001.shtml">',
    ],
)
def test_it_is_read_however_it_is_written(head: str) -> None:
    assert twin_of(served(head), SITE) == DESK
    assert twin_of(served(head, **{"Content-Encoding": "gzip"}), SITE) == DESK


@pytest.mark.parametrize("head", ["", '<link rel="amphtml" href="/x">', '<link rel="canonical">', "<link " * 20_000])
def test_where_there_is_none_there_is_none(head: str) -> None:
    assert twin_of(served(head), SITE) is None


def test_the_other_address_of_a_page_is_known_with_it(web: Web, folder: Folder) -> None:
    page = article(7).replace("<head>", f"<head><link rel='canonical' href='{article_path(7)}'>")
    web.add("/m" + article_path(7), page)
    web.add(article_path(7), page)
    web.add("/", list_page(["/m" + article_path(7)]))
    assert run(folder, "crawl", "loop", "--allow-private").returncode == 0
    web.add("/", list_page([article_path(7)]))
    assert run(folder, "crawl", "loop", "--allow-private").returncode == 0
    assert web.count(article_path(7)) == 0
    rows = ask(folder, "SELECT state, outcome, detail FROM frontier WHERE kind = 'page' AND url NOT LIKE '%/m/%'")
    assert rows == [("done", "created", f"the same page as {web.base}/m{article_path(7)}")]
