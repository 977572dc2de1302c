"""Articles over several pages: the crawler follows 下一页, and the archive holds one article."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Reply, Web, list_page
from press import STORY, news_page, other_story, pager
from processes import ask, make_archive, run
from simulated import crawl_at, job_for

from archive.folder import Folder

PATHS = ("/2026/1103/c1001-20261.html", "/2026/1103/c1001-20261_2.html", "/2026/1103/c1001-20261_3.html")
TITLE = "青屏县图书馆新馆开放"
PARTS = STORY, other_story(2), other_story(3)
WHOLE = "\n".join("\n".join(part) for part in PARTS)


@pytest.fixture
def long_read(web: Web) -> Web:
    for number, (path, words) in enumerate(zip(PATHS, PARTS, strict=True), 1):
        body = news_page(TITLE, words, pager=pager(*PATHS, page=number))
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
    edited = news_page(TITLE, other_story(4), pager=pager(*PATHS, page=2))
    long_read.pages[PATHS[1]] = Reply(body=edited)
    done = run(folder, "fetch", long_read.base + PATHS[0], "--allow-private", "--text")
    assert "第4小学" in done.stdout
    assert [long_read.count(path) for path in PATHS] == [2, 2, 2]
    assert ask(folder, "SELECT count(*) FROM revisions") == [(2,)]


def test_a_crawl_finds_the_edit_of_a_later_page_and_asks_for_it_as_often_as_for_the_first(
    long_read: Web, tmp_path: Path
) -> None:
    folder, start = make_archive(tmp_path / "archive", long_read), datetime(2026, 11, 22, 3, tzinfo=UTC)
    first, later = long_read.pages[PATHS[0]], news_page(TITLE, other_story(4), pager=pager(*PATHS, page=2))
    long_read.pages[PATHS[0]] = replace(first, headers={**first.headers, "ETag": '"1"'})  # it stays as it is
    crawl_at(start, job_for(folder))
    long_read.pages[PATHS[1]] = Reply(body=later)
    crawl_at(start + timedelta(hours=27), job_for(folder))
    ((text,),) = ask(folder, "SELECT body FROM texts JOIN articles ON articles.text = texts.id")
    assert "第4小学" in text
    crawl_at(start + timedelta(days=30), job_for(folder))
    assert [long_read.count(path) for path in PATHS] == [3, 3, 3]
    assert ask(folder, "SELECT count(*) FROM frontier WHERE kind = 'page' AND next_at IS NOT NULL") == [(0,)]
