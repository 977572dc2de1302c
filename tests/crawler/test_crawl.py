"""One crawl over a site with everything that sites do, looked at from all sides."""

import json
from dataclasses import dataclass

import pytest
from loopback import Reply, Web, article, article_path, list_page
from processes import ask, make_archive, run, states
from warcio.archiveiterator import ArchiveIterator

from archive.folder import Folder
from archive.warc import files

PLAIN = range(1, 7)
NEW = 9
MOVED, WALLED, SPINNING, FORBIDDEN, MISSING, FAR, NEAR_CLOUD = range(20, 27)


@dataclass(frozen=True)
class Crawled:
    """The site, the archive, and how the command ended."""

    web: Web
    folder: Folder
    code: int
    counts: dict[str, int]
    asked: int
    counts_again: dict[str, int]


@pytest.fixture(scope="module")
def crawled(shared_web: Web, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    web = shared_web
    links = web.publish(*PLAIN)
    numbers = (MOVED, WALLED, SPINNING, FORBIDDEN, MISSING, FAR, NEAR_CLOUD)
    strange = [
        "http://[bad/",
        "http://h:99999/2026/11/20/1.html",
        "javascript:void(0)",
        "http://elsewhere.example/a/12345.html",
    ]
    web.add("/home/", list_page([*links[:3], *strange, *links[3:], *map(article_path, numbers)]))
    web.redirect(article_path(MOVED), "/hop/2026/11/20/99901.html")
    web.redirect("/hop/2026/11/20/99901.html", "/hop/2026/11/20/99902.html")
    web.add("/hop/2026/11/20/99902.html", article(MOVED))
    web.redirect(article_path(WALLED), article_path(WALLED), **{"Set-Cookie": "seen=1"})
    web.redirect(article_path(SPINNING), article_path(SPINNING))
    web.pages["/robots.txt"] = Reply(body=f"User-agent: *\nDisallow: {article_path(FORBIDDEN)}\n".encode())
    web.redirect(article_path(FAR), "http://elsewhere.example/a.html")
    web.redirect(article_path(NEAR_CLOUD), f"http://169.254.169.254/{NEAR_CLOUD}.html")
    folder = make_archive(tmp_path_factory.mktemp("crawl") / "archive", web)
    profile = folder.sites / "loop.toml"
    profile.write_text(profile.read_text("utf-8").replace('"127.0.0.1"', '"127.0.0.1", "169.254.169.254"'), "utf-8")
    web.redirect("/", "/home/")
    first = run(folder, "crawl", "loop", "--allow-private", "--json")
    asked = len(web.hits)
    web.add("/home/", list_page(web.publish(*PLAIN, NEW)))
    second = run(folder, "crawl", "loop", "--allow-private", "--json")
    counts, counts_again = (json.loads(done.stdout)["counts"]["loop"] for done in (first, second))
    return Crawled(web=web, folder=folder, code=first.returncode, counts=counts, asked=asked, counts_again=counts_again)


def test_every_url_ends_in_one_counted_outcome(crawled: Crawled) -> None:
    assert crawled.counts == {
        "list": 2,  # the start page has moved
        "created": len(PLAIN) + 1,
        "rejected:redirect": 4,  # two hops to the moved article, one to another site, one to the cloud's own address
        "rejected:loop": 2,
        "rejected:gone": 1,
        "failed:robots": 1,
        "failed:policy": 1,
        "failed:private": 1,
        "failed:bad_url": 2,
    }


def test_a_loop_makes_the_crawl_finish_with_a_failure(crawled: Crawled) -> None:
    assert crawled.code == 5


def test_nothing_stays_leased_and_articles_wait_for_another_look(crawled: Crawled) -> None:
    assert states(crawled.folder) == {"waiting": len(PLAIN) + 2, "done": 6 + 2 + 2 + 2}


def test_each_hop_of_a_redirect_is_a_capture(crawled: Crawled) -> None:
    rows = ask(
        crawled.folder, "SELECT status FROM captures WHERE url LIKE '%/hop/%' OR url LIKE '%/10020.html' ORDER BY url"
    )
    assert rows == [(302,), (302,), (200,)] or sorted(rows) == [(200,), (302,), (302,)]


def test_a_cookie_wall_is_tried_once_more_with_its_cookie(crawled: Crawled) -> None:
    tries = [
        cookie
        for path, cookie in zip(crawled.web.hits, crawled.web.cookies, strict=True)
        if path == article_path(WALLED)
    ]
    assert tries == [None, "seen=1"]


def test_a_redirect_to_itself_without_a_cookie_is_not_repeated(crawled: Crawled) -> None:
    assert crawled.web.count(article_path(SPINNING)) == 1


def test_what_robots_forbids_is_not_asked_for(crawled: Crawled) -> None:
    assert crawled.web.count(article_path(FORBIDDEN)) == 0
    assert crawled.web.hits[: crawled.asked].count("/robots.txt") == 1


def test_no_page_is_asked_for_twice(crawled: Crawled) -> None:
    asked = [path for path in crawled.web.hits[: crawled.asked] if path != article_path(WALLED)]
    assert len(asked) == len(set(asked))


def test_the_next_crawl_asks_for_list_pages_and_what_is_new(crawled: Crawled) -> None:
    assert crawled.counts_again == {"list": 2, "created": 1}
    assert crawled.web.hits[crawled.asked :] == ["/robots.txt", "/", "/home/", article_path(NEW)]


def test_list_pages_come_due_again(crawled: Crawled) -> None:
    rows = ask(crawled.folder, "SELECT state, outcome FROM frontier WHERE kind = 'list' ORDER BY id")
    assert rows == [("due", "rejected:redirect"), ("due", "rejected:list_page")]


def test_every_answer_is_in_the_warc(crawled: Crawled) -> None:
    kept = []
    for path in files(crawled.folder.warc):
        with path.open("rb") as file:
            kept += [record.rec_type for record in ArchiveIterator(file) if record.rec_type != "warcinfo"]
    assert len(kept) == ask(crawled.folder, "SELECT count(*) FROM captures")[0][0]
    assert len(kept) == len(crawled.web.hits) - 2  # robots.txt is no capture


def test_the_run_is_recorded(crawled: Crawled) -> None:
    assert ask(crawled.folder, "SELECT kind, exit_code FROM runs") == [("crawl", 5), ("crawl", 0)]


def test_articles_are_read(crawled: Crawled) -> None:
    found = ask(crawled.folder, "SELECT title, source, editor FROM articles ORDER BY url LIMIT 1")
    assert found == [("第1村疏浚河道", "回环日报", "李雷")]
