"""What hosts ask of us: to come back later, to keep out, to wait between two requests."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from loopback import Reply, Web, article_path, list_page, served
from processes import ask
from simulated import crawl_at, job_for

from archive.folder import Folder
from archive.hosts import Rules
from crawler.manners import FRESH, GIVEN_UP, Manners, last_resort

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OTHER = """
key = "other"
hosts = ["127.0.0.2"]
delay = 0.0
[[discover]]
kind = "list"
url = "{base}/"
"""
ORIGIN = "http://a.example"
READ = Rules(rules="User-agent: *\nDisallow: /x", read_at=START)


@pytest.fixture
def other() -> Iterator[Web]:
    with served(Web(), "127.0.0.2") as web:
        yield web


def test_a_host_that_says_later_is_asked_nothing_until_then_and_others_are_not_disturbed(
    web: Web, other: Web, folder: Folder
) -> None:
    for one in (web, other):
        one.add("/", list_page(one.publish(*range(8))))
    first = web.pages[article_path(0)]
    web.pages[article_path(0)] = Reply(status=429, headers={"Retry-After": "600"})
    (folder.sites / "other.toml").write_text(OTHER.format(base=other.base), encoding="utf-8")
    report = crawl_at(START, job_for(folder))
    assert web.hits == ["/robots.txt", "/", article_path(0)]
    assert report.counts["other"] == {"list": 1, "created": 8}
    assert report.counts["loop"] == {"list": 1, "failed:http_error": 1}
    assert ask(folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(0,)]
    crawl_at(START + 9 * MINUTE, job_for(folder, due_only=False))
    assert len(web.hits) == 3
    web.pages[article_path(0)] = first
    crawl_at(START + 11 * MINUTE, job_for(folder))
    assert set(web.hits[3:]) == {"/", *(article_path(number) for number in range(1, 8))}


def test_a_host_is_asked_one_thing_at_a_time_even_without_a_delay(web: Web, folder: Folder) -> None:
    web.pause = 0.01
    urls = tuple(web.base + path for path in web.publish(*range(20)))
    crawl_at(START, job_for(folder, kind="fetch", sites=(), due_only=False, urls=urls))
    assert len(web.hits) == 21
    assert web.most_at_once == 1


def test_the_pause_that_profile_or_robots_txt_asks_for_is_kept(web: Web, other: Web, folder: Folder) -> None:
    for one in (web, other):
        one.add("/", list_page(one.publish(1, 2, 3)))
    web.pages["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 0.4\n")
    profile = OTHER.format(base=other.base).replace("delay = 0.0", "delay = 0.4")
    (folder.sites / "other.toml").write_text(profile, encoding="utf-8")
    assert crawl_at(START, job_for(folder)).exit_code == 0
    for one in (web, other):
        _, first, *_, last = one.times
        assert len(one.times) == 1 + 4
        assert last - first > 2 * 0.4 - 0.01  # however late the site has seen the first, the others came so much later


def test_a_fetch_does_not_go_round_it(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1)))
    web.pages["/"] = Reply(status=503, headers={"Retry-After": "Sun, 22 Nov 2026 04:00:00 GMT"})
    crawl_at(START, job_for(folder))
    asked = len(web.hits)
    job = job_for(folder, kind="fetch", sites=(), due_only=False, urls=(web.base + article_path(1),))
    report = crawl_at(START + 30 * MINUTE, job)
    assert report.counts == {"loop": {"failed:http_error": 1}}
    assert len(web.hits) == asked


def test_rules_that_can_not_be_read_mean_no_for_a_month_and_are_asked_for_again(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1, 2)))
    web.pages["/robots.txt"] = Reply(status=503)
    assert crawl_at(START, job_for(folder)).exit_code == 6
    assert crawl_at(START + timedelta(days=29), job_for(folder)).exit_code == 6
    assert web.hits == ["/robots.txt"] * 2
    report = crawl_at(START + timedelta(days=31), job_for(folder))
    assert report.counts == {"loop": {"list": 1, "created": 2}}


def test_rules_are_kept_for_a_day_by_runs_of_what_is_due(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1)))
    web.pages["/robots.txt"] = Reply(body=f"User-agent: *\nDisallow: {article_path(2)}".encode())
    crawl_at(START, job_for(folder))
    web.add("/", list_page(web.publish(1, 2)))
    report = crawl_at(START + timedelta(hours=2), job_for(folder))
    assert report.counts["loop"]["failed:robots"] == 1
    assert web.count("/robots.txt") == 1
    crawl_at(START + timedelta(hours=30), job_for(folder))
    assert web.count("/robots.txt") == 2
    assert web.count(article_path(2)) == 0


# ---- tables


@pytest.mark.parametrize(
    ("reuse", "rules", "after", "wanted"),
    [
        (True, READ, FRESH - MINUTE, READ.rules),
        (True, READ, FRESH, None),
        (True, READ, -MINUTE, None),
        (False, READ, MINUTE, None),
        (True, Rules(rules="", read_at=START), MINUTE, ""),
        (True, Rules(rules="", read_at=START, unread_since=START), MINUTE, None),
        (True, None, MINUTE, None),
    ],
)
def test_rules_are_fresh_for_a_day(*, reuse: bool, rules: Rules | None, after: timedelta, wanted: str | None) -> None:
    manners = Manners(reuse=reuse, rules={ORIGIN: rules} if rules else {})
    assert manners.fresh(ORIGIN, START + after) == wanted


def test_the_time_without_rules_counts_from_the_first_failure_and_the_old_ones_are_kept() -> None:
    manners = Manners(rules={ORIGIN: READ})
    manners.rules[ORIGIN] = manners.unread(ORIGIN, START)
    known = manners.unread(ORIGIN, START + GIVEN_UP)
    assert known == Rules(rules=READ.rules, read_at=START, unread_since=START)
    assert last_resort(known, START + GIVEN_UP - MINUTE) is None
    assert last_resort(known, START + GIVEN_UP) == READ.rules
    assert last_resort(Rules(unread_since=START), START + GIVEN_UP) == ""
    assert last_resort(READ, START + GIVEN_UP) is None
