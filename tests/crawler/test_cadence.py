"""A site over a month: what is asked for when, and what never is again."""

import gzip
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from loopback import HTML, Reply, Web, article, article_path, list_page
from processes import ask, here, make_archive
from simulated import At, crawl_at, job_for
from sqlalchemy import update

from archive.database import Database
from archive.folder import Folder
from archive.models import frontier
from crawler.idle import idle
from crawler.report import RunReport
from crawler.schedule import MOST_FAILURES

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
PROFILE = """
key = "loop"
name = "回环日报"
hosts = ["127.0.0.1"]
delay = 0.0

[[discover]]
kind = "list"
url = "{base}/"
next = "index_{{n}}.html"

[[discover]]
kind = "feed"
url = "{base}/feed.xml"

[[discover]]
kind = "sitemap"
url = "{base}/sitemap.xml"

[[discover]]
kind = "news-sitemap"
url = "{base}/news.xml"
"""
SOURCES = {"/", "/feed.xml", "/sitemap.xml", "/maps/11.xml", "/news.xml"}
LISTED, FED, MAPPED, NEWS = range(1, 7), range(11, 13), range(21, 23), range(31, 32)
EVERYTHING = {article_path(number) for some in (LISTED, FED, MAPPED, NEWS) for number in some}
TAGGED, PLAIN, EDITED, DELETED, EMPTIED, NEW = 1, 2, 3, 4, 5, 51


@dataclass
class Month:
    """The runs in their order: what each asked for, with which conditions, and its report."""

    folder: Folder
    web: Web
    asked: dict[str, list[str]] = field(default_factory=dict)
    conditions: dict[str, dict[str, str | None]] = field(default_factory=dict)
    reports: dict[str, RunReport] = field(default_factory=dict)

    def crawl(self, name: str, after: timedelta) -> None:
        """Crawl what is due so long after the start."""
        before = len(self.web.hits)
        self.reports[name] = crawl_at(START + after, job_for(self.folder))
        self.asked[name] = self.web.hits[before:]
        self.conditions[name] = dict(zip(self.asked[name], self.web.conditions[before:], strict=True))


def write_sources(web: Web) -> None:
    def path(number: int) -> str:
        return web.base + article_path(number)

    web.add("/", list_page(map(article_path, (1, 2))))
    web.add("/index_2.html", list_page(map(article_path, (3, 4))))
    web.add("/index_3.html", list_page(map(article_path, (5, 6))))
    items = "".join(f"<item><link>{path(number)}</link></item>" for number in FED)
    feed = Reply(body=f"<rss><channel>{items}</channel></rss>".encode(), headers={"ETag": '"f1"', "Content-Type": HTML})
    web.pages["/feed.xml"] = feed
    web.add("/sitemap.xml", f"<sitemapindex><sitemap><loc>{web.base}/maps/11.xml</loc></sitemap></sitemapindex>")
    urls = "".join(f"<url><loc>{path(number)}</loc></url>" for number in MAPPED)
    web.pages["/maps/11.xml"] = Reply(body=gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    news = "<n:news xmlns:n='n'><n:publication_date>2026-11-01</n:publication_date></n:news>"
    web.add("/news.xml", f"<urlset><url><loc>{path(31)}</loc>{news}</url></urlset>")


@pytest.fixture(scope="module")
def month(shared_web: Web, tmp_path_factory: pytest.TempPathFactory) -> Month:
    web = shared_web
    folder = make_archive(tmp_path_factory.mktemp("cadence") / "archive", web)
    (folder.sites / "loop.toml").write_text(PROFILE.format(base=web.base), encoding="utf-8")
    web.publish(*LISTED, *FED, *MAPPED, *NEWS)
    tagged = web.pages[article_path(TAGGED)]
    web.pages[article_path(TAGGED)] = replace(tagged, headers={**tagged.headers, "ETag": '"a1"'})
    write_sources(web)
    month = Month(folder=folder, web=web)
    month.crawl("first", timedelta())
    month.crawl("a minute later", timedelta(minutes=1))
    month.crawl("nothing new", timedelta(hours=2))
    web.add("/", list_page([*web.publish(NEW), article_path(1)]))
    month.crawl("one new", timedelta(hours=8))
    web.add(article_path(EDITED), article(EDITED).replace("由村民代表全程监督", "由村民代表和县里的专家全程监督"))
    del web.pages[article_path(DELETED)]
    web.add(article_path(EMPTIED), "<h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除。</p>")
    month.crawl("the next day", timedelta(hours=27))
    month.crawl("after a month of silence", timedelta(days=30))
    month.crawl("and again", timedelta(days=60))
    return month


def pages(month: Month, name: str) -> set[str]:
    """The articles that a run asked for."""
    return {path for path in month.asked[name] if path.startswith("/2026/")}


def test_the_first_crawl_reads_every_source_and_every_article_once(month: Month) -> None:
    assert sorted(month.asked["first"]) == sorted(
        {"/robots.txt", *SOURCES, "/index_2.html", "/index_3.html", "/index_4.html", *EVERYTHING}
    )
    assert month.reports["first"].counts == {"loop": {"list": 8, "created": len(EVERYTHING)}}


def test_a_list_that_comes_to_its_end_is_no_failure(month: Month) -> None:
    assert month.reports["first"].exit_code == 0


def test_a_crawl_at_once_after_another_asks_for_nothing(month: Month) -> None:
    assert month.asked["a minute later"] == []


def test_sources_are_asked_again_when_they_are_due_and_articles_and_robots_are_not(month: Month) -> None:
    assert set(month.asked["nothing new"]) == SOURCES


def test_a_source_is_asked_only_for_what_has_changed(month: Month) -> None:
    assert month.conditions["nothing new"]["/feed.xml"] == '"f1"'
    assert month.reports["nothing new"].counts == {"loop": {"list": 5}}


def test_turning_the_pages_of_a_list_stops_where_all_is_known(month: Month) -> None:
    listed = [path for path in month.asked["one new"] if path == "/" or path.startswith("/index")]
    assert listed == ["/", "/index_2.html"]
    assert pages(month, "one new") == {article_path(NEW)}


def test_a_day_later_articles_are_looked_at_again_for_edits(month: Month) -> None:
    assert pages(month, "the next day") == EVERYTHING
    counts = month.reports["the next day"].counts["loop"]
    assert {name: counts[name] for name in ("revised", "unchanged", "rejected:gone", "rejected:soft_404")} == {
        "revised": 1,
        "unchanged": len(EVERYTHING) - 3,
        "rejected:gone": 1,
        "rejected:soft_404": 1,
    }


def test_an_article_with_a_validator_is_asked_for_conditionally_and_not_kept_again(month: Month) -> None:
    assert month.conditions["the next day"][article_path(TAGGED)] == '"a1"'
    kept = ask(month.folder, f"SELECT count(*) FROM captures WHERE url LIKE '%{article_path(TAGGED)}'")  # noqa: S608
    assert kept == [(1,)]


def test_an_article_without_one_that_comes_back_the_same_is_not_read_again(month: Month) -> None:
    rows = ask(
        month.folder,
        "SELECT captures.status, readings.title, readings.text FROM captures JOIN readings ON capture = captures.id "  # noqa: S608
        f"WHERE url LIKE '%{article_path(PLAIN)}'",
    )
    assert len(rows) == 3
    assert len(set(rows)) == 1


@pytest.mark.parametrize(("number", "outcome"), [(DELETED, "rejected:gone"), (EMPTIED, "rejected:soft_404")])
def test_a_page_that_is_gone_keeps_its_article_and_is_asked_for_no_more(
    month: Month, number: int, outcome: str
) -> None:
    assert article_path(number) not in month.asked["after a month of silence"]
    url = month.web.base + article_path(number)
    row = f"SELECT state, outcome, article IS NOT NULL FROM frontier WHERE url = '{url}'"  # noqa: S608
    assert ask(month.folder, row) == [("done", outcome, 1)]
    gone = "SELECT back_at FROM gone JOIN pages ON pages.id = gone.page WHERE url = "
    assert ask(month.folder, f"{gone}'{url}'") == [(None,)]


def test_visits_that_were_missed_are_made_up_for_by_one(month: Month) -> None:
    asked = month.asked["after a month of silence"]
    assert pages(month, "after a month of silence") == (EVERYTHING | {article_path(NEW)}) - {
        article_path(DELETED),
        article_path(EMPTIED),
    }
    assert len(asked) == len(set(asked))
    assert pages(month, "and again") == set()


def test_the_edit_is_a_revision_and_nothing_is_stored_twice(month: Month) -> None:
    assert ask(month.folder, "SELECT count(*) FROM pages") == [(len(EVERYTHING) + 1,)]
    assert ask(month.folder, "SELECT count(*) FROM revisions") == [(len(EVERYTHING) + 2,)]
    assert ask(month.folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(0,)]


def test_a_source_that_failed_thirty_times_is_shown_and_asked_no_more_until_a_person_says_so(
    web: Web, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    first = crawl_at(START, job_for(folder))
    assert first.next_due
    with closing(Database.open(folder.database)) as database, database.writing() as connection:
        connection.execute(update(frontier).values(tries=MOST_FAILURES - 1, next_at=START))  # as after a month
    last = crawl_at(START, job_for(folder))
    assert (last.exit_code, last.next_due) == (5, {})
    assert here(folder, "status") == 0
    told = capsys.readouterr().out
    assert "asked no more, until a crawl without --due (news-archive crawl SITE):\n" in told
    assert f"{web.base}/" in told.partition("asked no more")[2]
    assert idle(job_for(folder), clock=At(START + timedelta(days=365)))
    web.add("/", list_page(web.publish(1)))
    again = crawl_at(START + timedelta(days=366), job_for(folder, due_only=False))
    assert again.counts == {"loop": {"list": 1, "created": 1}}
    assert here(folder, "status") == 0
    assert "asked no more" not in capsys.readouterr().out
