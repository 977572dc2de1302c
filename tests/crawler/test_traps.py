"""Addresses without end: a table."""

from datetime import date

import pytest

from crawler.traps import not_before, trap

TODAY = date(2026, 11, 22)
HARMLESS = (
    "http://a.cn/",
    "http://a.cn/news/news/news/news/1.html",
    "http://a.cn/2026/11/22/1.html",
    "http://a.cn/2026-11/24/1.html",
    "http://a.cn/1999/01/01/1.html",
    "http://a.cn/show?id=20991301",
    "http://a.cn/n1/20990000/1.html",
    "http://a.cn/c/20261122209912310000.html",
    "http://a.cn/show?id=1&p=2",
    "http://a.cn/2026/11/22/plan-for-2035/",
)
TRAPS = (
    ("http://a.cn/sub/sub/sub/sub/sub/", "a path that repeats itself"),
    ("http://a.cn/a/b/a/b/a/b/a/b/a/b/1.html", "a path that repeats itself"),
    ("http://a.cn/" + "/".join(map(str, range(30))), "a path of 30 parts"),
    ("http://a.cn/x?" + "&".join(f"p{n}=1" for n in range(20)), "more than 16 parameters"),
)
AHEAD = (
    ("http://a.cn/2026/11/25/", date(2026, 11, 25)),
    ("http://a.cn/20991231/1.html", date(2099, 12, 31)),
    ("http://a.cn/calendar/2031/07/", date(2031, 7, 1)),
    ("http://a.cn/calendar?day=2027-01-01", date(2027, 1, 1)),
)


@pytest.mark.parametrize("url", HARMLESS)
def test_what_a_news_site_has_is_no_trap(url: str) -> None:
    assert trap(url) is None
    assert not_before(url, TODAY) is None


@pytest.mark.parametrize(("url", "why"), TRAPS)
def test_what_goes_on_for_ever_is_one(url: str, why: str) -> None:
    assert trap(url) == why


@pytest.mark.parametrize(("url", "day"), AHEAD)
def test_a_day_that_has_not_come_is_waited_for(url: str, day: date) -> None:
    assert not_before(url, TODAY) == day
    assert not_before(url, day) is None
