"""Everything that goes wrong on the web, in one crawl: each input comes to its one outcome, and stops nothing else."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from faults import (
    BAD_TARGETS,
    BIG,
    CODINGS,
    CONNECTIONS,
    CONTENT,
    MARKUP,
    REDIRECTS,
    SLOW,
    SOURCES,
    STATUS,
    hang,
    put,
    reset,
)
from loopback import Raw, Reply, Web, article_path, list_page, served
from processes import ask, here, make_archive
from simulated import crawl_at, job_for

from archive.folder import Folder
from crawler.entry import MOST_HOPS
from crawler.report import RunReport

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
FAULTS = {**CONNECTIONS, **STATUS, **REDIRECTS, **CONTENT, **CODINGS, **BIG, **MARKUP}
GOOD = range(1, 13)
SPINNING, WALLED, BACK, CHAIN = 31, 32, 33, range(100, 112)
# What a host may do instead of saying who may read it.
SHUT: dict[str, Reply | Raw] = {
    "robots.txt hangs": hang,
    "robots.txt is cut off": reset,
    "robots.txt redirects to itself": Reply(status=302, headers={"Location": "/robots.txt"}),
    "robots.txt is too much": Reply(status=429),
    "robots.txt is an error": Reply(status=500),
}
HOSTS = ["169.254.169.254", *(f"127.0.0.{number}" for number in range(1, 2 + len(SLOW) + len(SHUT)))]
LONG = "/2026/11/20/" + "9" * 3_000 + ".html"
# Where a request of Scrapy's vanishes with neither callback nor errback: what is asked for, and what must come of it.
SILENT = {
    "a redirect to itself": (article_path(SPINNING), "rejected:loop"),
    "a redirect to what was seen before": (article_path(BACK), "rejected:redirect"),
    "an address too long": (LONG, "failed:bad_url"),
    "a source off the site": ("http://elsewhere.example:9/", "failed:network"),
    "a redirect off the site": ("http://elsewhere.example/1.html", "failed:policy"),
    "a source named twice": ("/", "rejected:list_page"),
}
PROFILE = """
key = "loop"
hosts = {hosts}
delay = 0.0
[[discover]]
kind = "list"
url = "{base}/"
[[discover]]
kind = "list"
url = "{base}/"
[[discover]]
kind = "list"
url = "http://elsewhere.example:9/"
[[discover]]
kind = "list"
url = "http://h:99999/"
[[discover]]
kind = "list"
url = "{base}/away/"
[[discover]]
kind = "list"
url = "{base}/file/"
"""
NAMED_BY_SOURCES = ["/2026/11/20/70001.html?a=1&b=2", "/2026/11/20/70002.html"]


@dataclass(frozen=True)
class Crawled:
    """The site, the archive, and the run; the address of each fault by its name."""

    web: Web
    folder: Folder
    report: RunReport
    urls: dict[str, str]

    def outcome(self, path: str) -> str:
        """What the ledger says of a path."""
        return self.outcome_of(self.web.base + path)

    def outcome_of(self, url: str) -> str:
        """What the ledger says of an address."""
        ((outcome,),) = ask(self.folder, f"SELECT outcome FROM frontier WHERE offered_as = '{url}'")  # noqa: S608
        return str(outcome)


@pytest.fixture(scope="module")
def slow() -> Iterator[dict[str, Web]]:
    """What is slow, each on a host of its own, so that they do not wait for each other."""
    with ExitStack() as stack:
        webs = {}
        for number, (name, fault) in enumerate(SLOW.items(), 2):
            webs[name] = web = stack.enter_context(served(Web(), f"127.0.0.{number}"))
            web.raw[article_path(1)] = fault.answer
        yield webs


@pytest.fixture(scope="module")
def shut() -> Iterator[dict[str, Web]]:
    """Hosts that do not say who may read them."""
    with ExitStack() as stack:
        webs = {}
        for number, (name, answer) in enumerate(SHUT.items(), 2 + len(SLOW)):
            webs[name] = web = stack.enter_context(served(Web(), f"127.0.0.{number}"))
            web.publish(1)
            if isinstance(answer, Reply):
                web.pages["/robots.txt"] = answer
            else:
                web.raw["/robots.txt"] = answer
        yield webs


@pytest.fixture(scope="module")
def crawled(
    shared_web: Web, slow: dict[str, Web], shut: dict[str, Web], tmp_path_factory: pytest.TempPathFactory
) -> Crawled:
    web = shared_web
    urls = {name: web.base + path for name, path in put(web, FAULTS).items()}
    urls |= {name: one.base + article_path(1) for name, one in (slow | shut).items()}
    good = web.publish(*GOOD)
    mixed = [link for index, url in enumerate(urls.values()) for link in (url, good[index % len(good)])]
    web.redirect(article_path(SPINNING), article_path(SPINNING))
    web.redirect(article_path(WALLED), article_path(WALLED), **{"Set-Cookie": "seen=1"})
    web.redirect(article_path(BACK), good[0])
    for number in CHAIN:
        web.redirect(article_path(number), article_path(number + 1))
    web.redirect("/away/", "http://elsewhere.example/news/")
    web.redirect("/file/", "file:///etc/passwd")
    special = [article_path(number) for number in (SPINNING, WALLED, BACK, CHAIN[0])]
    nowhere = ["http://[bad/", "http://h:99999/2026/11/20/1.html", LONG, "http://127.0.0.1:1/2026/11/20/10999.html"]
    web.add("/", list_page([*mixed, *special, *nowhere]))
    profile = PROFILE.format(base=web.base, hosts=HOSTS)
    for path, (body, _) in SOURCES.items():
        web.pages[path] = Reply(body=body.replace(b"%(base)s", web.base.encode()))
        profile += f'[[discover]]\nkind = "sitemap"\nurl = "{web.base}{path}"\n'
    folder = make_archive(tmp_path_factory.mktemp("faults") / "archive", web)
    (folder.sites / "loop.toml").write_text(profile, encoding="utf-8")
    report = crawl_at(NOW, job_for(folder), DOWNLOAD_TIMEOUT=3)
    return Crawled(web=web, folder=folder, report=report, urls=urls)


@pytest.mark.parametrize(("name", "outcome"), [(name, fault.outcome) for name, fault in {**FAULTS, **SLOW}.items()])
def test_each_fault_comes_to_its_outcome(crawled: Crawled, name: str, outcome: str) -> None:
    assert crawled.outcome_of(crawled.urls[name]) == outcome


@pytest.mark.parametrize("name", SHUT)
def test_a_host_that_does_not_say_who_may_read_it_is_not_read_for_now(
    crawled: Crawled, shut: dict[str, Web], name: str
) -> None:
    row = f"SELECT outcome, state, next_at > visited_at FROM frontier WHERE url = '{crawled.urls[name]}'"  # noqa: S608
    assert ask(crawled.folder, row) == [("failed:robots", "due", 1)]
    assert set(shut[name].hits) == {"/robots.txt"}


def test_no_fault_stops_the_articles(crawled: Crawled) -> None:
    assert crawled.report.finish == "finished"
    assert {crawled.outcome(article_path(number)) for number in GOOD} == {"created"}


@pytest.mark.parametrize("path", SOURCES)
def test_a_source_that_fails_says_so_and_one_that_is_broken_is_read(crawled: Crawled, path: str) -> None:
    assert crawled.outcome(path) == SOURCES[path][1]


def test_what_broken_sitemaps_name_is_asked_for(crawled: Crawled) -> None:
    assert set(NAMED_BY_SOURCES) <= set(crawled.web.hits)


def test_a_request_is_tried_once_more_at_most(crawled: Crawled) -> None:
    asked = Counter(crawled.web.hits)
    # Twisted asks anew by itself where a connection that was kept open breaks before the first byte.
    assert max(asked[urlsplit(crawled.urls[name]).path] for name in CONNECTIONS) <= 2 * 2
    assert max(asked[urlsplit(crawled.urls[name]).path] for name in {*FAULTS} - {*CONNECTIONS}) <= 2
    assert asked["/robots.txt"] == 1


# ---- the paths on which a request of Scrapy's vanishes with neither callback nor errback


def test_a_redirect_to_itself_is_a_loop(crawled: Crawled) -> None:
    assert crawled.outcome(article_path(SPINNING)) == crawled.outcome(article_path(WALLED)) == "rejected:loop"


def test_a_redirect_to_a_page_seen_before_is_counted_and_the_page_is_asked_for_once(crawled: Crawled) -> None:
    assert crawled.outcome(article_path(BACK)) == "rejected:redirect"
    assert crawled.web.count(article_path(GOOD[0])) == 1


def test_redirects_without_end_are_a_loop(crawled: Crawled) -> None:
    hops = [article_path(number) for number in CHAIN]
    assert [path for path in hops if crawled.web.count(path)] == hops[: MOST_HOPS + 1]
    assert crawled.outcome(hops[MOST_HOPS + 1]) == "failed:loop"


def test_an_address_too_long_is_refused_in_a_row_of_its_own(crawled: Crawled) -> None:
    assert ask(
        crawled.folder, "SELECT count(*) FROM frontier WHERE outcome = 'failed:bad_url' AND url LIKE '%/999999%'"
    ) == [(1,)]


def test_a_redirect_that_leads_nowhere_leaves_a_row_that_says_so(crawled: Crawled) -> None:
    for target in BAD_TARGETS:
        local = target.startswith(("file:", "data:"))
        assert crawled.outcome_of(target) == ("failed:private" if local else "failed:bad_url"), target


@pytest.mark.parametrize(("url", "outcome"), SILENT.values(), ids=SILENT)
def test_each_silent_path_ends_in_one_row_with_one_outcome(crawled: Crawled, url: str, outcome: str) -> None:
    asked = (crawled.web.base if url.startswith("/") else "") + url
    rows = ask(crawled.folder, "SELECT offered_as, outcome FROM frontier")
    assert [found for offered, found in rows if offered[:1_000] == asked[:1_000]] == [outcome]


def test_a_source_off_the_site_or_without_an_address_fails_and_one_named_twice_is_read_once(crawled: Crawled) -> None:
    failed = {failure.url: failure.outcome.name for failure in crawled.report.failures}
    assert failed["http://h:99999/"] == "failed:bad_url"
    assert failed["http://elsewhere.example:9/"] == "failed:network"
    assert crawled.web.count("/") == 1


def test_a_source_that_redirects_off_the_site_fails_and_says_where_it_leads(crawled: Crawled) -> None:
    failed = {failure.url.removeprefix(crawled.web.base): failure.outcome for failure in crawled.report.failures}
    assert failed["/away/"].name == crawled.outcome("/away/") == "failed:policy"
    assert failed["/away/"].detail == "redirects to another site: http://elsewhere.example/news/"
    assert failed["/file/"].name == crawled.outcome("/file/") == "failed:private"
    sources = ask(crawled.folder, "SELECT count(*) FROM frontier WHERE kind <> 'page' AND state = 'done'")
    assert sources == [(1,)]  # the one without an address; the others are tried again


# ---- sums


def test_the_report_is_in_an_order_of_its_own(crawled: Crawled) -> None:
    assert list(crawled.report.counts["loop"]) == sorted(crawled.report.counts["loop"])
    urls = [failure.url for failure in crawled.report.failures]
    assert urls == sorted(urls)
    assert len(urls) > 1


def test_offers_and_outcomes_add_up(crawled: Crawled) -> None:
    rows = dict(ask(crawled.folder, "SELECT outcome, count(*) FROM frontier WHERE kind = 'page' GROUP BY outcome"))
    sources = ask(crawled.folder, "SELECT count(*) FROM frontier WHERE kind <> 'page'")[0][0]
    assert crawled.report.counts["loop"] == rows | {"list": sources}
    assert None not in rows


def test_nothing_is_leased_and_nothing_has_vanished(crawled: Crawled) -> None:
    assert ask(crawled.folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(0,)]
    assert ask(crawled.folder, "SELECT count(*) FROM frontier WHERE outcome LIKE '%vanished'") == [(0,)]


def test_the_archive_is_whole_after_all_of_it(crawled: Crawled) -> None:
    assert here(crawled.folder, "check") == 0


def test_the_run_ends_with_what_failed(crawled: Crawled) -> None:
    assert crawled.report.exit_code == 5
    assert ask(crawled.folder, "SELECT exit_code FROM runs") == [(5,)]


@pytest.mark.parametrize("name", SLOW)
def test_a_page_that_hangs_is_given_up_twice_and_comes_due_again(
    crawled: Crawled, slow: dict[str, Web], name: str
) -> None:
    assert slow[name].hits == ["/robots.txt", article_path(1), article_path(1)]
    rows = ask(crawled.folder, f"SELECT state, tries FROM frontier WHERE offered_as = '{crawled.urls[name]}'")  # noqa: S608
    assert rows == [("due", 1)]


def test_a_text_cut_short_is_flagged(crawled: Crawled) -> None:
    url = crawled.urls["gzip cut short"]
    sql = f"SELECT flags FROM readings JOIN captures ON capture = captures.id WHERE url = '{url}'"  # noqa: S608
    assert "truncated" in ask(crawled.folder, sql)[0][0]


def test_what_a_page_says_is_text(crawled: Crawled) -> None:
    titles = [title for (title,) in ask(crawled.folder, "SELECT title FROM articles WHERE title LIKE '%alert%'")]
    bodies = "".join(body for (body,) in ask(crawled.folder, "SELECT body FROM texts"))
    assert titles == ["第930村<script>alert(1)</script>修缮校舍"]
    assert "藏在很深的地方" in bodies
    assert not {"\0", "\x1b"} & set(bodies)
