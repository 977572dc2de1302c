"""From list pages to articles."""

import pytest
from effort import effort_below

from archive.page import parse
from archive.site import ArticleRule, Site, site_of
from crawler.choose import profiles
from crawler.discovery.found import Found
from crawler.discovery.lists import (
    MOST_LINKS,
    article_links,
    is_article,
    looks_like_article,
)

SITE = Site(key="news", hosts=("news.example.cn",))
HOME = "http://news.example.cn/yw/"
ARTICLES = (
    "http://news.example.cn/xw/yw/2020-05/27/content_23145.htm",
    "http://news.example.cn/la/202102/t20210208_12324871.htm",
    "http://news.example.cn/politics/2020_02_09_535538.shtml",
    "http://news.example.cn/html/xw/68523.html",
    "http://news.example.cn/2024/10/16/how-it-began/",
    "http://news.example.cn/politics/20241016/0123456789abcdef0123456789abcdef/c.html",
    "http://news.example.cn/show.php?id=123456",
)
OTHERS = (
    "http://news.example.cn/",
    "http://news.example.cn/index.html",
    "http://news.example.cn/yw/index_12.shtml",
    "http://news.example.cn/yw/list_2.html",
    "http://news.example.cn/about.html",
    "http://news.example.cn/2024/10/16/",
    "http://news.example.cn/2024/10/",
    "http://news.example.cn/202410/",
    "http://news.example.cn/2024/10/16/photo_123456.jpg",
    "http://news.example.cn/app_1234567.apk",
)
SHIPPED_ARTICLES = {
    "fdxww": "http://www.fdxww.com/xw/yw/2020-05/27/content_23145.htm",
    "taiwan": "http://www.taiwan.cn/xwzx/la/202102/t20210208_12324871.htm",
    "guancha": "https://www.guancha.cn/politics/2020_02_09_535538.shtml",
    "kbcmw": "http://www.kbcmw.com/html/xw/dzyw/68523.html",
    "people": "http://politics.people.com.cn/n1/2020/0222/c1001-31599999.html",
    "xinhua": "https://www.news.cn/politics/20241016/0123456789abcdef0123456789abcdef/c.html",
    "chinanews": "https://www.chinanews.com.cn/gn/2024/10-16/10302345.shtml",
    "cctv": "https://news.cctv.com/2024/10/16/ARTIabcDEF0123456789.shtml",
}


@pytest.mark.parametrize("url", ARTICLES)
def test_an_articles_address_has_a_day_or_a_serial_number(url: str) -> None:
    assert looks_like_article(url)


@pytest.mark.parametrize("url", OTHERS)
def test_indexes_and_files_are_no_articles(url: str) -> None:
    assert not looks_like_article(url)


@pytest.mark.parametrize(
    ("key", "url"),
    [*SHIPPED_ARTICLES.items(), ("xinhua", "http://www.xinhuanet.com/politics/2020-02/22/c_1125612345.htm")],
)
def test_shipped_profiles_know_their_articles(key: str, url: str) -> None:
    site = site_of(url, profiles())
    assert site.key == key
    assert is_article(url, site)
    assert not any(is_article(page.url, site) for page in site.discover)


def test_shipped_profiles_are_unverified_and_have_a_start_page() -> None:
    shipped = profiles()
    assert {site.key for site in shipped} == set(SHIPPED_ARTICLES)
    assert not any(site.verified for site in shipped)
    assert all(site.discover for site in shipped)


def urls(found: Found) -> tuple[str, ...]:
    return tuple(link.url for link in found.articles)


def test_links_come_in_page_order_each_once_and_bad_ones_cost_only_themselves() -> None:
    page = parse(
        '<a href="/2024/10/16/10001.html">1</a> <a href="http://[bad/">?</a> <a href="http://h:99999/10002.html">?</a>'
        '<a href="file:///etc/passwd">?</a> <a href="mailto:a@b.cn">post</a> <a href="#top">up</a> <a>nowhere</a>'
        '<a href="http://other.example/2024/10/16/1.html">away</a> <a href="/2024/10/16/10002.html#p2">2</a>'
        '<a href="../2024/10/16/10001.html">1 again</a>',
        HOME,
    )
    links = article_links(page, SITE)
    assert urls(links) == (
        "http://news.example.cn/2024/10/16/10001.html",
        "http://news.example.cn/2024/10/16/10002.html#p2",
    )
    assert links.bad == ("http://[bad/", "http://h:99999/10002.html", "file:///etc/passwd")


def test_the_profiles_selector_and_pattern_decide_which_links_count() -> None:
    site = SITE.model_copy(update={"article": ArticleRule(url=r"/n/\d+$")})
    page = parse(
        '<ul class="news"><li><a href="/n/1">1</a> <a href="/x/12345.html">x</a></ul><a href="/n/2">2</a>', HOME
    )
    assert urls(article_links(page, site, links="ul.news")) == ("http://news.example.cn/n/1",)


def test_a_base_element_moves_relative_links() -> None:
    page = parse('<base href="http://news.example.cn/deep/"><a href="12345.html">1</a>', HOME)
    assert urls(article_links(page, SITE)) == ("http://news.example.cn/deep/12345.html",)


def test_links_are_cut_at_a_bound_and_in_time() -> None:
    page = parse("".join(f'<a href="/2024/{number}.html">x</a>' for number in range(100_000, 140_000)), HOME)
    with effort_below(5):
        assert len(article_links(page, SITE).articles) == MOST_LINKS
