"""Feeds, as they should be and as they are."""

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from xml_pages import NOW, SITE, captured, urls

from archive.errors import NotAnArticle
from archive.offers import Kind
from archive.outcome import Reason
from archive.site import ArticleRule
from crawler.discovery import Found, discover
from crawler.discovery.feeds import MOST_ITEMS
from crawler.discovery.stated import stated

ONE, TWO = "http://news.example.cn/yw/one.html", "http://news.example.cn/yw/two.html"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>青屏日报</title><link>http://news.example.cn/</link>
<item><title>县里修了新路</title><link>{ONE}</link><pubDate>Fri, 20 Nov 2026 08:30:00 +0800</pubDate></item>
<item><title>图书馆开放</title><link>{TWO}</link><pubDate>2026年11月19日 09时15分</pubDate></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
<entry><title>一</title><link rel="edit" href="http://news.example.cn/edit/1"/><link rel="alternate" href="{ONE}"/>
<published>2026-11-20T00:30:00Z</published></entry>
<entry><title>二</title><link href="/yw/two.html"/><updated>2026-11-19T09:15:00+08:00</updated></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>
<item rdf:about="{ONE}"><title>一</title><link>{ONE}</link><dc:date>2026-11-20T08:30+08:00</dc:date></item>
<item rdf:about="{TWO}"><title>二</title><link>{TWO}</link><dc:date>2026-11-19T09:15:00+08:00</dc:date></item></rdf:RDF>"""


def found(text: str | bytes, **headers: str) -> Found:
    return discover(captured(text, **headers), Kind.FEED, SITE)


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_the_three_kinds_name_their_articles_with_titles_and_times(feed: str) -> None:
    first, second = found(feed).articles
    assert (first.url, second.url) == (ONE, TWO)
    assert first.dated == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert second.dated == datetime(2026, 11, 19, 1, 15, tzinfo=UTC)
    assert first.title
    assert second.day == date(2026, 11, 19)


BROKEN = {
    "an HTML entity": RSS.replace("修了新路", "修了&nbsp;新路 &mdash; 通车"),
    "an entity nobody knows": RSS.replace("修了新路", "修了&xinlu;"),
    "a bare ampersand": RSS.replace("修了新路", "A&B 路"),
    "junk before it": "\n\nWarning: no such table\n" + RSS,
    "a byte order mark": "\ufeff" + RSS,
    "a control character": RSS.replace("修了新路", "修了\x0b新路&#11;"),
    "an unclosed tag": RSS.replace("</title><link>" + TWO, "<link>" + TWO),
    "no prologue": RSS.partition("?>")[2],
    "a document type": RSS.replace(
        "?>", '?><!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>', 1
    ),
}


@pytest.mark.parametrize("feed", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_feed_keeps_its_articles(feed: str) -> None:
    assert urls(found(feed)) == [ONE, TWO]


def test_gbk_that_calls_itself_utf8_is_read() -> None:
    (first, _) = found(RSS.encode("gbk")).articles
    assert first.title == "县里修了新路"
    assert found(RSS.replace("utf-8", "gb2312").encode("gbk")).articles[0].title == "县里修了新路"


def test_a_feed_that_is_cut_off_keeps_what_came_before() -> None:
    read = found(RSS[: RSS.index("图书馆")])
    assert urls(read)[0] == ONE
    assert read.warnings == ("cut off before its end",)


def test_a_gzip_file_is_told_by_its_bytes_and_one_cut_short_warns() -> None:
    packed = gzip.compress(RSS.encode())
    assert urls(found(packed, **{"Content-Type": "text/html"})) == [ONE, TWO]
    assert urls(found(gzip.compress(packed), **{"Content-Encoding": "gzip"})) == [ONE, TWO]
    assert found(packed[:-8]).warnings == ("cut off before its end",)


def test_links_in_cdata_escaped_twice_or_only_an_id_are_found() -> None:
    link = "http://news.example.cn/show?id=7&amp;p=1"
    feed = f"""<rss version="2.0"><channel>
    <item><link><![CDATA[ {link} ]]></link></item>
    <item><link>http://news.example.cn/show?id=8&amp;amp;p=1</link></item>
    <item><guid isPermaLink="false">http://news.example.cn/show?id=9</guid></item>
    <item><guid isPermaLink="false">4711</guid></item><item><title>nothing</title></item></channel></rss>"""
    assert urls(found(feed)) == [
        "http://news.example.cn/show?id=7&p=1",
        "http://news.example.cn/show?id=8&p=1",
        "http://news.example.cn/show?id=9",
    ]


def test_what_leads_off_the_site_is_ignored_and_what_is_no_address_is_reported() -> None:
    feed = RSS.replace(ONE, "http://elsewhere.example/1.html").replace(TWO, "file:///etc/passwd")
    read = found(feed)
    assert read.articles == ()
    assert [bad.partition("/")[0] for bad in read.bad] == ["file:"]
    assert read.warnings == ("1 addresses are not on the site's hosts",)


def test_the_profiles_pattern_decides_which_items_are_articles() -> None:
    site = SITE.model_copy(update={"article": ArticleRule(url=r"/one\.html$")})
    assert urls(discover(captured(RSS), Kind.FEED, site)) == [ONE]


def test_no_more_items_are_read_than_a_feed_has_any_use_for() -> None:
    items = "".join(f"<item><link>http://news.example.cn/{number}</link></item>" for number in range(MOST_ITEMS + 5))
    read = found(f"<rss><channel>{items}</channel></rss>")
    assert len(read.articles) == MOST_ITEMS
    assert read.warnings == ("only the first 2,000 of 2,005 items are read",)


@pytest.mark.parametrize(
    ("says", "patience"),
    [
        ("<ttl>90</ttl>", timedelta(minutes=90)),
        ("<ttl>999999</ttl>", timedelta(days=1)),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("", None),
    ],
)
def test_what_the_publisher_asks_for_is_heard(says: str, patience: timedelta | None) -> None:
    syndication = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert found(f"<rss version='2.0' {syndication}><channel>{says}</channel></rss>").patience == patience


@pytest.mark.parametrize("body", ["<!DOCTYPE html><html><body>404</body></html>", "{}", "%PDF-1.4"])
def test_what_is_no_feed_is_not_taken_for_an_empty_one(body: str) -> None:
    with pytest.raises(NotAnArticle) as no:
        found(body)
    assert no.value.reason is Reason.NOT_XML


def test_nothing_at_all_is_empty() -> None:
    with pytest.raises(NotAnArticle) as no:
        found(b"  \n")
    assert no.value.reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fri, 20 Nov 2026 08:30:00 +0800", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 00:30:00 GMT", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026-11-20T00:30:00Z", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026-11-20 08:30:00", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("星期五, 20 十一月 2026 08:30:00 +0800", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("周五, 20 11月 2026 08:30:00 +0800", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("Fri Nov 20 08:30:00 CST 2026", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026年11月20日 上午8:30", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026/11/20", date(2026, 11, 20)),
        ("1795134600", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("1795134600000", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2099-01-01", None),
        ("1999999999", None),
        ("2026-13-45", None),
        ("2026-11", None),
        ("昨日", None),
        ("", None),
        (None, None),
    ],
)
def test_a_stated_time_is_read_by_our_own_rules_or_not_at_all(text: str | None, moment: date | None) -> None:
    assert stated(text, NOW.astimezone(SITE.zone)) == moment
