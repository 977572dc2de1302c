"""Sites that go on for ever: a run over them comes to its end, and the archive holds each article once."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from loopback import Reply, Web, article, article_path, list_page
from processes import ask, make_archive
from simulated import crawl_at, job_for

from archive.folder import Folder
from crawler.entry import DEEPEST_SITEMAP
from crawler.ledger import MOST_PAGES
from crawler.report import RunReport

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
PROFILE = """
key = "loop"
hosts = ["127.0.0.1"]
delay = 0.0
[[discover]]
kind = "sitemap"
url = "{base}/map0.xml"
[[discover]]
kind = "sitemap"
url = "{base}/self.xml"
[[discover]]
kind = "feed"
url = "{base}/bomb.xml"
[[discover]]
kind = "list"
url = "{base}/visits"
[[discover]]
kind = "list"
url = "{base}/list/"
next = "{{n}}.html"
"""


@dataclass(frozen=True)
class Crawled:
    """The site, the archive, and the run."""

    web: Web
    folder: Folder
    report: RunReport


@pytest.fixture(scope="module")
def crawled(shared_web: Web, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    web = shared_web
    for depth in range(10):
        target = f"{web.base}/map{depth + 1}.xml"
        web.add(f"/map{depth}.xml", f"<sitemapindex><sitemap><loc>{target}</loc></sitemap></sitemapindex>")
    web.add("/self.xml", f"<sitemapindex><sitemap><loc>{web.base}/self.xml</loc></sitemap></sitemapindex>")
    web.pages["/bomb.xml"] = Reply(body=b"<rss>" + b" " * (17 << 20))
    visits = [f"/show/{article_path(1)[1:]}?visitor={number}" for number in range(12)]
    for path in visits:
        web.add(path, article(1))
    growing = [f"/{'sub/' * depth}{article_path(2)[1:]}" for depth in range(5, 8)]
    tomorrow = ["/2031/07/01/10001.html", "/calendar/2027/01/10002.html"]
    sessions = [f"{article_path(3)};jsessionid={number:08X}" for number in range(5)]
    web.publish(3)
    web.pages |= {path: web.pages[article_path(3)] for path in sessions}
    web.add("/visits", list_page([*visits, *growing, *tomorrow, *sessions]))
    web.add("/list/", list_page(web.publish(100)))
    for number in range(2, MOST_PAGES + 20):
        web.add(f"/list/{number}.html", list_page(web.publish(100 + number)))
    folder = make_archive(tmp_path_factory.mktemp("trapped") / "archive", web)
    (folder.sites / "loop.toml").write_text(PROFILE.format(base=web.base), encoding="utf-8")
    return Crawled(web=web, folder=folder, report=crawl_at(NOW, job_for(folder)))


def outcomes(crawled: Crawled, like: str) -> set[str | None]:
    return {outcome for (outcome,) in ask(crawled.folder, f"SELECT outcome FROM frontier WHERE url LIKE '{like}'")}  # noqa: S608


def test_a_chain_of_indexes_has_an_end(crawled: Crawled) -> None:
    asked = [path for path in crawled.web.hits if path.startswith("/map")]
    assert asked == [f"/map{depth}.xml" for depth in range(DEEPEST_SITEMAP + 1)]
    assert outcomes(crawled, f"%/map{DEEPEST_SITEMAP + 1}.xml") == {"failed:policy"}


def test_an_index_that_names_itself_is_asked_once(crawled: Crawled) -> None:
    assert crawled.web.count("/self.xml") == 1


def test_a_list_that_numbers_its_pages_without_end_has_a_bottom(crawled: Crawled) -> None:
    assert len([path for path in crawled.web.hits if path.startswith("/list/")]) == MOST_PAGES


def test_paths_that_grow_and_days_to_come_are_not_asked_for(crawled: Crawled) -> None:
    assert not [path for path in crawled.web.hits if "/sub/" in path or path.startswith(("/2031", "/calendar"))]
    assert outcomes(crawled, "%/sub/%") == {"failed:policy"}
    waiting = ask(crawled.folder, "SELECT next_at FROM frontier WHERE outcome IS NULL ORDER BY next_at")
    assert [at[:10] for (at,) in waiting] == ["2027-01-01", "2031-07-01"]


def test_an_article_under_many_addresses_is_stored_once(crawled: Crawled) -> None:
    assert ask(crawled.folder, "SELECT copies FROM articles WHERE title LIKE '第1村%'") == [(12,)]


def test_a_session_in_the_address_is_no_address_of_its_own(crawled: Crawled) -> None:
    assert len([path for path in crawled.web.hits if "jsessionid" in path or path == article_path(3)]) == 1


def test_a_source_too_big_to_be_one_is_cut_off_and_said(crawled: Crawled) -> None:
    assert outcomes(crawled, "%/bomb.xml") == {"failed:too_big"}
    assert [failure.outcome.name for failure in crawled.report.failures] == ["failed:too_big"]
    assert crawled.report.exit_code == 5


def test_all_that_was_offered_has_come_to_one_end(crawled: Crawled) -> None:
    due = "outcome IS NULL AND next_at < '2026-12'"
    assert ask(crawled.folder, f"SELECT count(*) FROM frontier WHERE {due} OR state = 'leased'") == [(0,)]  # noqa: S608
    assert "failed:vanished" not in crawled.report.counts["loop"]
