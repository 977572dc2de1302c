"""What a look asks for, and the profile it comes to: made-up visits, no network."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from archive.capture import Capture
from archive.extract.result import Extraction
from archive.hosts import Rules
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Discover, Site
from crawler.discovery.found import NOTHING, Found, Link
from crawler.discovery.signs import Signs
from crawler.draft import draft, search, unknown_site, weighed
from crawler.look import SAMPLE, TRIES, Look
from crawler.visit import Visit

HOME = "https://www.paper.example/"
LISTED = Outcome(verdict=Verdict.REJECTED, reason=Reason.LIST_PAGE)
SHORT = Outcome(verdict=Verdict.REJECTED, reason=Reason.TOO_SHORT)
CREATED = Outcome(verdict=Verdict.CREATED)
GONE = Outcome(verdict=Verdict.FAILED, reason=Reason.GONE)


def links(numbers: Sequence[int], host: str = HOME) -> tuple[Link, ...]:
    return tuple(Link(url=f"{host}2026/11/20/{number}.html") for number in numbers)


def source(url: str, kind: Kind, numbers: Sequence[int] = (), *, signs: Signs | None = None, host: str = HOME) -> Visit:
    named = Found(kind=kind, articles=links(numbers, host)) if numbers else NOTHING
    outcome = LISTED if numbers or signs else GONE
    return Visit(url=url, site="paper.example", outcome=outcome, kind=kind, named=named, signs=signs)


def page(url: str, *, script: str | None = "hans") -> Visit:
    found = Extraction(text="正文", script=script) if script else None
    return Visit(url=url, site="paper.example", outcome=CREATED if script else SHORT, found=found)


def look_at(*visits: Visit) -> Look:
    return Look(site=unknown_site(HOME, delay=None), visits=list(visits))


def drafted(look: Look) -> Site | None:
    return draft(look, weighed(look))


def taken(look: Look) -> list[str]:
    return [source.url for source in weighed(look) if source.taken]


@pytest.mark.parametrize(
    ("url", "key", "hosts"),
    [
        ("https://www.paper.com.cn/", "paper.com.cn", ("paper.com.cn",)),
        ("https://news.paper.com.cn/yw/", "news.paper.com.cn", ("paper.com.cn",)),  # all the outlet's hosts, to look at
        ("http://192.0.2.7:8080/", "192.0.2.7:8080", ("192.0.2.7:8080",)),
    ],
)
def test_little_is_assumed_of_an_unknown_site(url: str, key: str, hosts: tuple[str, ...]) -> None:
    site = unknown_site(url, delay=2.0)
    assert (site.key, site.hosts, site.delay) == (key, hosts, 2.0)
    assert site.discover == (Discover(kind="list", url=url),)


def test_the_search_goes_where_the_page_and_robots_txt_point() -> None:
    signs = Signs(feeds=links(range(9)), channels=(Link(url=HOME + "gn/"),))
    rules = {"https://www.paper.example": Rules(rules=f"Sitemap: {HOME}map.xml\nSitemap: http://other.example/m.xml")}
    look = look_at(source(HOME, Kind.LIST, signs=signs))
    assert [(offer.url, offer.kind) for offer in search(look, rules)] == [
        *((link.url, Kind.FEED) for link in signs.feeds[:3]),
        (HOME + "map.xml", Kind.SITEMAP),
        (HOME + "gn/", Kind.LIST),
    ]
    assert search(look, {})[3].url == HOME + "sitemap.xml"


def test_nothing_is_searched_for_where_the_start_page_failed() -> None:
    assert search(look_at(source(HOME, Kind.LIST)), {}) == []
    assert drafted(look_at(source(HOME, Kind.LIST))) is None


def test_a_source_is_taken_for_what_no_better_one_names() -> None:
    feed, copy = source(HOME + "rss", Kind.FEED, range(20, 40)), source(HOME + "atom", Kind.FEED, range(20, 40))
    news = source(HOME + "gn/", Kind.LIST, range(40, 50))
    known = source(HOME + "kj/", Kind.LIST, (*range(20), 90, 91))
    everything = source(HOME + "map.xml", Kind.SITEMAP, range(1_000))
    look = look_at(source(HOME, Kind.LIST, range(20)), known, everything, copy, feed, news)
    assert taken(look) == [HOME, HOME + "atom", HOME + "gn/"]


def test_a_sitemap_is_the_last_resort_and_is_named_by_its_index() -> None:
    index = Visit(
        url=HOME + "index.xml",
        site="paper.example",
        outcome=LISTED,
        kind=Kind.SITEMAP,
        named=Found(
            kind=Kind.SITEMAP,
            sources=(
                Link(url=HOME + "old.xml", dated=date(2020, 1, 1)),
                Link(url=HOME + "new.xml", dated=date(2026, 1, 1)),
            ),
        ),
    )
    look = look_at(source(HOME, Kind.LIST, signs=Signs()), index)
    assert [offer.url for offer in look.next({})] == [HOME + "new.xml"]
    look.see(source(HOME + "new.xml", Kind.SITEMAP, range(30)))
    assert taken(look) == [HOME + "index.xml"]


def test_indexes_that_name_each_other_come_to_an_end() -> None:
    look = look_at()
    offers = 0
    for number in range(50):
        named = Found(kind=Kind.SITEMAP, sources=(Link(url=f"{HOME}{number + 1}.xml"),))
        look.see(Visit(url=f"{HOME}{number}.xml", site="x", outcome=LISTED, kind=Kind.SITEMAP, named=named))
        offers += len(look.next({}))
    assert 0 < offers < 10


def test_visits_are_kept_in_the_order_in_which_they_were_fetched() -> None:
    look = look_at()
    times = [datetime(2026, 11, 20, 8, minute, tzinfo=UTC) for minute in range(4)]
    captures = [Capture(url=HOME, captured_at=at, status=200, headers=(), body=b"") for at in times]
    look.see(Visit(url="unanswered", site="x", outcome=GONE, kind=Kind.LIST))
    for number in (0, 3, 1, 2):
        look.see(Visit(url=str(number), site="x", outcome=LISTED, kind=Kind.LIST, capture=captures[number]))
    assert [visit.url for visit in look.sources] == ["0", "1", "2", "3", "unanswered"]


def test_articles_are_asked_for_until_enough_are_read() -> None:
    look = look_at(source(HOME, Kind.LIST, range(20)))
    first = look.next({})
    assert len(first) == SAMPLE
    look.see(page(first[0].url))
    for offer in first[1:]:
        look.see(page(offer.url, script=None))
    second = look.next({})
    assert len(second) == SAMPLE - 1
    assert not {offer.url for offer in first} & {offer.url for offer in second}
    for offer in second:
        look.see(page(offer.url, script=None))
    assert len(look.next({})) == TRIES - 2 * SAMPLE + 1
    assert look.next({}) == []


def test_what_is_like_most_others_is_read_first() -> None:
    stray = Found(articles=(Link(url=HOME + "about/12345.html"), *links(range(6))))
    look = look_at(Visit(url=HOME, site="x", outcome=LISTED, kind=Kind.LIST, named=stray))
    assert all("/2026/" in offer.url for offer in look.next({}))


def test_the_pattern_is_learnt_only_if_what_was_read_fits_and_no_channel_does() -> None:
    start = source(HOME, Kind.LIST, range(20), signs=Signs(name="青屏日报"))
    read = page(HOME + "2026/11/20/3.html", script="hant")
    site = drafted(look_at(start, read))
    assert site is not None
    assert (site.key, site.name, site.hosts, site.language) == (
        "paper.example",
        "青屏日报",
        ("paper.example",),
        "zh-Hant",
    )
    assert site.article.url == r"/\d{4}/\d{1,2}/\d{1,2}/\d+\.html$"
    for other in ((start,), (start, page(HOME + "a.html"))):
        unclear = drafted(look_at(*other))
        assert unclear is not None
        assert unclear.article.url is None
    channel = Signs(channels=(Link(url=HOME + "2026/11/20/8.html"),))
    unclear = drafted(look_at(source(HOME, Kind.LIST, range(20), signs=channel), read))
    assert unclear is not None
    assert unclear.article.url is None


def test_other_hosts_of_the_outlet_count_if_articles_stand_there() -> None:
    start = source(HOME, Kind.LIST, range(20), host="https://news.paper.example/")
    site = drafted(look_at(start, source(HOME + "rss", Kind.FEED, range(30, 40), host="https://m.daily.example/")))
    assert site is not None
    assert site.hosts == ("paper.example", "m.daily.example")
