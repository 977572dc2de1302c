"""Three entrances, one archive: crawl, fetch and reprocess make the same of the same pages."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback import HTML, Reply, Web, served
from press import STORY, list_page, news_page, other_story
from processes import make_archive, run

from archive import Archive
from archive.folder import Folder

PAGES = {
    "/2026/1103/1.html": news_page("青屏县图书馆新馆开放", STORY),
    "/2026/1103/2.html": news_page("青屏县2路公交车延时运营", other_story(2), published="2026-11-03", editor=""),
    "/2026/1103/3.html": news_page("青屏县3路公交车延时运营", other_story(3), charset="gb18030"),
    "/2026/1103/4.html": "<html><head><title>出错了</title></head><body><p>您访问的页面不存在</p></body></html>".encode(),
}


@pytest.fixture
def web() -> Iterator[Web]:
    with served(Web()) as site:
        site.pages |= {path: Reply(body=body, headers={"Content-Type": "text/html"}) for path, body in PAGES.items()}
        site.pages["/"] = Reply(body=list_page(list(PAGES)), headers={"Content-Type": HTML})
        yield site


def by_crawl(web: Web, path: Path) -> Folder:
    folder = make_archive(path, web)
    done = run(folder, "crawl", "loop", "--allow-private")
    assert done.returncode == 0, done.stderr
    return folder


def by_fetch(web: Web, path: Path) -> Folder:
    folder = make_archive(path, web)
    done = run(folder, "fetch", *(web.base + path for path in PAGES), "--allow-private", "--json")
    assert len([json.loads(line)["title"] for line in done.stdout.splitlines()]) == 3, done.stderr
    return folder


def by_reprocess(web: Web, path: Path) -> Folder:
    first = by_crawl(web, path.with_name("first"))
    folder = make_archive(path, web)
    done = run(folder, "reprocess", *map(str, first.warc.glob("*.warc.gz")))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("entrance", [by_crawl, by_fetch, by_reprocess])
def test_every_entrance_leaves_the_same_readings(
    web: Web, tmp_path: Path, entrance: Callable[[Web, Path], None]
) -> None:
    with Archive.open(entrance(web, tmp_path / "archive").path, create=False) as archive:
        found = {path: archive.reading(web.base + path) for path in PAGES}
        read = {
            path: tuple(str(reading.fields[name]) for name in ("title", "published_at", "source", "editor", "reason"))
            for path, reading in found.items()
            if reading
        }
        assert len(archive.list()) == 3
        assert {hit.url for hit in archive.search("图书馆")} == {web.base + "/2026/1103/1.html"}
        assert {hit.url for hit in archive.search("圖書館")} == {web.base + "/2026/1103/1.html"}
    assert read == {
        "/2026/1103/1.html": ("青屏县图书馆新馆开放", "2026-11-03 10:20:00+08:00", "青屏日报", "许文清", "None"),
        "/2026/1103/2.html": ("青屏县2路公交车延时运营", "2026-11-03", "青屏日报", "None", "None"),
        "/2026/1103/3.html": ("青屏县3路公交车延时运营", "2026-11-03 10:20:00+08:00", "青屏日报", "许文清", "None"),
        "/2026/1103/4.html": ("None", "None", "None", "None", "soft_404"),
    }
