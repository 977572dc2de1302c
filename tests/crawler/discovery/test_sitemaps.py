"""Sitemaps, indexes and news sitemaps: what they name, and what is lost of the broken ones."""

import gzip
from datetime import UTC, date, datetime

import pytest
from effort import effort_below
from xml_pages import SITE, captured, urls

from archive.errors import NotAnArticle
from archive.offers import Kind
from archive.outcome import Reason
from crawler.discovery import Found, discover
from crawler.discovery.shapes import learnt, shape
from crawler.discovery.sitemaps import MOST_ADDRESSES, MOST_SITEMAPS

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
PAGES = [f"http://news.example.cn/2026/11/{day}/1000{day}.html" for day in (18, 19, 20)]


def urlset(*entries: str, namespaces: str = NAMESPACE) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>{"".join(entries)}</urlset>'


def entry(url: str, more: str = "") -> str:
    return f"<url><loc>{url}</loc>{more}</url>"


def index(*entries: str) -> str:
    return f"<sitemapindex {NAMESPACE}>{''.join(entries)}</sitemapindex>"


def found(text: str | bytes) -> Found:
    return discover(captured(text), Kind.SITEMAP, SITE)


PLAIN = urlset(*map(entry, PAGES))
CUT = ("cut off before its end",)


def test_a_sitemap_names_articles_with_their_last_change() -> None:
    read = found(urlset(entry(PAGES[0], "<lastmod>2026-11-18T09:00:00+08:00</lastmod>"), entry(PAGES[1])))
    assert [link.day for link in read.articles] == [date(2026, 11, 18), None]
    assert read.warnings == ()


def test_a_news_sitemap_tells_when_and_under_which_title_and_its_images_are_no_pages() -> None:
    news = (
        "<lastmod>2026-11-21</lastmod><news:news><news:publication><news:name>青屏日报</news:name></news:publication>"
        "<news:publication_date>2026-11-20T08:30:00+08:00</news:publication_date><news:title>修了 新路</news:title></news:news>"
        "<image:image><image:loc>http://news.example.cn/a.jpg</image:loc></image:image>"
    )
    (link,) = found(
        urlset(entry("http://news.example.cn/xinlu", news), namespaces=f"{NAMESPACE} {NEWS} {IMAGE}")
    ).articles
    assert link.title == "修了 新路"
    assert link.dated == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def test_an_index_names_further_sitemaps_and_no_articles() -> None:
    months = [f"<sitemap><loc>http://news.example.cn/{month}.xml.gz</loc></sitemap>" for month in range(1, 4)]
    read = found(index(*months))
    assert [link.url for link in read.sources] == [f"http://news.example.cn/{month}.xml.gz" for month in range(1, 4)]
    assert read.articles == ()


def test_the_other_hosts_of_a_sitemap_are_ignored_and_counted() -> None:
    read = found(
        urlset(entry("http://elsewhere.example/2026/11/20/10001.html"), entry(PAGES[0]), entry("file:///etc/passwd"))
    )
    assert urls(read) == [PAGES[0]]
    assert read.bad == ("file:///etc/passwd",)
    assert read.warnings == ("1 addresses are not on the site's hosts",)


BROKEN = {
    "cut off": PLAIN[: PLAIN.index("</url></urlset>")],
    "no namespace": PLAIN.replace(NAMESPACE, ""),
    "gzip by content": gzip.compress(PLAIN.encode()),
    "gzip within gzip": gzip.compress(gzip.compress(PLAIN.encode())),
    "junk before it": "<br />\n<b>Notice</b>: x\n" + PLAIN,
    "an undeclared prefix": PLAIN.replace("<loc>", "<x:y/><loc>"),
    "a stray end tag": PLAIN.replace("<url>", "</b><url>", 1),
    "CDATA": PLAIN.replace("<loc>", "<loc><![CDATA[").replace("</loc>", "]]></loc>"),
    "one a line": "\r\n".join(PAGES),
}


@pytest.mark.parametrize("sitemap", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_sitemap_keeps_its_addresses(sitemap: str | bytes) -> None:
    assert urls(found(sitemap)) == PAGES


def test_a_bare_ampersand_does_not_swallow_a_parameter() -> None:
    query = "http://news.example.cn/show.php?id=123456&p=2"
    assert urls(found(urlset(entry(query)))) == [query]


def test_an_entity_bomb_goes_off_nowhere_and_costs_no_address() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{levels}]>' + PLAIN.partition("?>")[2]
    read = found(bomb.replace("</urlset>", "<url><loc>http://news.example.cn/&l9;</loc></url></urlset>"))
    assert urls(read) == PAGES
    assert read.warnings == ("entities of its own are not unfolded",)


def test_a_sitemap_without_its_end_says_that_it_was_cut() -> None:
    assert found(PLAIN[: PLAIN.index("<url>")] + entry(PAGES[0]) + "<url><loc>http").warnings == CUT
    assert found(gzip.compress(PLAIN.encode())[:-20]).warnings == CUT
    assert found(BROKEN["cut off"]).warnings == CUT
    for whole in (PLAIN, PLAIN + "\n<!-- made at 03:00 -->\n", f"<urlset {NAMESPACE} />", "\r\n".join(PAGES)):
        assert found(whole).warnings == ()


def test_a_local_file_named_by_an_entity_is_not_read() -> None:
    text = '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + PLAIN.partition("?>")[2]
    read = found(text.replace("</urlset>", entry("http://news.example.cn/2026/11/20/10001.html?x=&x;") + "</urlset>"))
    assert urls(read)[-1] == "http://news.example.cn/2026/11/20/10001.html?x=&x;"


def test_addresses_that_stand_where_no_parser_finds_them_are_picked_out_with_a_warning() -> None:
    read = found(f"<urlset {NAMESPACE}>" + "".join(f"<loc>{url}</loc>" for url in PAGES) + "</urlset>")
    assert urls(read) == PAGES
    assert read.warnings == ("broken XML: 3 of 3 addresses had to be picked out of it",)


def test_there_is_an_end_to_what_one_file_may_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ADDRESSES == 50_000
    monkeypatch.setattr("crawler.discovery.sitemaps.MOST_ADDRESSES", 1_000)
    read = found(urlset(*(entry(f"http://news.example.cn/{n:06}.html") for n in range(1_003))))
    assert len(read.articles) == 1_000
    assert read.warnings == ("only the first 1,000 of 1,003 addresses are read",)
    many = (f"<sitemap><loc>http://news.example.cn/{n}.xml</loc></sitemap>" for n in range(MOST_SITEMAPS + 3))
    read = found(index(*many))
    assert len(read.sources) == MOST_SITEMAPS == 500
    assert read.warnings == ("only the first 500 of 503 addresses are read",)


def test_a_gzip_bomb_is_refused_at_its_bound() -> None:
    with pytest.raises(NotAnArticle) as no:
        found(gzip.compress(b"<urlset>" + b" " * 40_000_000))
    assert no.value.reason is Reason.TOO_BIG


def test_what_only_begins_like_gzip_is_garbled() -> None:
    with pytest.raises(NotAnArticle) as no:
        found(b"\x1f\x8b<urlset>")
    assert no.value.reason is Reason.GARBLED


@pytest.mark.parametrize(
    "junk", ["<!DOCTYPE " * 50_000, "<![CDATA[" * 50_000, "&" * 500_000, "<loc>" * 100_000, "<?xml " * 50_000]
)
def test_hostile_text_is_read_in_linear_time(junk: str) -> None:
    with effort_below(5):
        found(f"<urlset>{junk}")


def test_an_empty_sitemap_is_no_error() -> None:
    assert found(urlset()) == Found(kind=Kind.SITEMAP)


def test_a_feed_in_the_place_of_a_sitemap_is_read_as_one() -> None:
    assert urls(found(f"<rss><channel><item><link>{PAGES[0]}</link></item></channel></rss>")) == [PAGES[0]]


# ---- shapes


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://a.cn/2026/11/20/t20261120_123.html", "a.cn/#/#/#/t#_#.html"),
        ("http://a.cn/politics/0123456789abcdef0123456789abcdef/c.html", "a.cn/politics/&/c.html"),
        ("http://a.cn/2026/how-it-all-began.html", "a.cn/#/*.html"),
        ("http://a.cn/show.php?p=2&id=7", "a.cn/show.php?id&p"),
        ("http://a.cn/yw/", "a.cn/yw/"),
    ],
)
def test_a_shape_is_an_address_without_what_tells_pages_apart(url: str, wanted: str) -> None:
    assert shape(url) == wanted


def test_a_shape_counts_once_it_has_brought_enough_articles_and_no_more_once_it_never_has() -> None:
    tried = [
        *((f"http://a.cn/a/{n}", True) for n in range(5)),
        *((f"http://a.cn/b/{n}", True) for n in range(4)),
        *((f"http://a.cn/c/{n}.html", False) for n in range(20)),
        *((f"http://a.cn/d/{n}.html", n == 7) for n in range(30)),
    ]
    shapes = learnt(tried)
    assert shapes.articles == {"a.cn/a/#"}
    assert shapes.others == {"a.cn/c/#.html"}


def test_what_was_learnt_counts_beside_the_general_rule() -> None:
    learned = learnt(
        [
            *((f"http://news.example.cn/a/{n}", True) for n in range(5)),
            *((f"http://news.example.cn/v/{n}.html", False) for n in range(10_000, 10_020)),
        ]
    )
    page = '<a href="/a/7">1</a><a href="/v/10099.html">2</a><a href="/n/10099.html">3</a>'
    assert urls(discover(captured(page), Kind.LIST, SITE, shapes=learned)) == [
        "http://news.example.cn/a/7",
        "http://news.example.cn/n/10099.html",
    ]
