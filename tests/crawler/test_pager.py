"""Articles over several pages: the crawler follows 下一页, and the archive holds one article."""

from collections.abc import Callable
from pathlib import Path

import pytest
from loopback import Reply, Web, list_page
from press import STORY, news_page, other_story, pager
from processes import ask, make_archive, run

from archive.folder import Folder

PATHS = ("/2026/1103/c1001-20261.html", "/2026/1103/c1001-20261_2.html", "/2026/1103/c1001-20261_3.html")
PARTS = STORY, other_story(2), other_story(3)
WHOLE = "\n".join("\n".join(part) for part in PARTS)


@pytest.fixture
def long_read(web: Web) -> Web:
    for number, (path, words) in enumerate(zip(PATHS, PARTS, strict=True), 1):
        body = news_page("青屏县图书馆新馆开放", words, pager=pager(*PATHS, page=number))
        web.pages[path] = Reply(body=body)
    web.add("/", list_page([PATHS[0]]))
    return web


def by_crawl(web: Web, path: Path) -> Folder:
    folder = make_archive(path, web)
    done = run(folder, "crawl", "loop", "--allow-private")
    assert done.returncode == 0, done.stderr
    return folder


def by_fetch(web: Web, path: Path) -> Folder:
    folder = make_archive(path, web)
    done = run(folder, "fetch", web.base + PATHS[0], "--allow-private", "--text")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == WHOLE
    return folder


@pytest.mark.parametrize("entrance", [by_crawl, by_fetch])
def test_three_pages_are_followed_in_one_run_and_are_one_article(
    long_read: Web, tmp_path: Path, entrance: Callable[[Web, Path], Folder]
) -> None:
    folder = entrance(long_read, tmp_path / "archive")
    assert ask(folder, "SELECT url FROM articles WHERE text IS NOT NULL") == [(long_read.base + PATHS[0],)]
    assert ask(folder, "SELECT body FROM texts WHERE article IS NOT NULL") == [(WHOLE,)]
    rows = ask(folder, "SELECT state, outcome FROM frontier WHERE kind = 'page' ORDER BY id")
    assert {outcome for _, outcome in rows} == {"created", "rejected:part"}
    assert [long_read.count(path) for path in PATHS] == [1, 1, 1]


def test_an_article_fetched_again_has_its_later_pages_fetched_again(long_read: Web, tmp_path: Path) -> None:
    folder = by_fetch(long_read, tmp_path / "archive")
    edited = news_page("青屏县图书馆新馆开放", other_story(4), pager=pager(*PATHS, page=2))
    long_read.pages[PATHS[1]] = Reply(body=edited)
    done = run(folder, "fetch", long_read.base + PATHS[0], "--allow-private", "--text")
    assert "第4小学" in done.stdout
    assert [long_read.count(path) for path in PATHS] == [2, 2, 2]
    assert ask(folder, "SELECT count(*) FROM revisions") == [(2,)]
