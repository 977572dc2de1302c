"""What a page says of the site it is on."""

import pytest

from archive.page import parse
from archive.site import Site
from crawler.discovery.signs import MOST_SIGNS, NAME_LONGEST, Signs, signs_of, sitemaps_of

SITE = Site(key="news", hosts=("news.example.cn",))
HOME = "http://news.example.cn/"


def signs(html: str) -> Signs:
    return signs_of(parse(html, HOME), SITE)


def test_feeds_are_those_the_head_names_and_links_that_look_like_one() -> None:
    found = signs(
        """<head><link rel="alternate" type="application/rss+xml" href="/a.xml">
        <link rel="Alternate nofollow" type="application/atom+xml; charset=utf-8" href="b.xml">
        <link rel="alternate" type="text/html" href="/en/"><link rel="stylesheet" type="application/rss+xml" href="/s">
        <link rel="alternate" type="application/rss+xml" href="http://elsewhere.example/rss">
        <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd"></head>
        <a href="/rss/politics.xml">订阅</a><a href="/a.xml">RSS</a><a href="/press/1.html">新闻稿</a>"""
    )
    assert [link.url.removeprefix(HOME) for link in found.feeds] == ["a.xml", "b.xml", "rss/politics.xml"]


def test_channels_are_short_names_that_lead_to_no_article() -> None:
    found = signs(
        """<a href="/yw/">要闻</a><a href="/gn/">国内</a><a href="/">首页</a><a href="/about/">关于我们</a>
        <a href="/2026/11/20/10001.html">一条短讯</a><a href="/x/">这是一条很长的标题而不是频道</a>
        <a href="javascript:void(0)">财经</a><a href="http://elsewhere.example/">国际</a><a href="/en/">News</a>"""
    )
    assert [(link.title, link.url) for link in found.channels] == [("要闻", HOME + "yw/"), ("国内", HOME + "gn/")]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<meta property='og:site_name' content=' 青屏  日报 '><title>要闻_别的网</title>", "青屏 日报"),
        ("<title>要闻_青屏新闻网</title>", "青屏新闻网"),
        ("<title>青屏网首页</title>", "青屏网"),
        ("<title>青屏日报_看青屏县的新闻</title>", "青屏日报"),
        ("<title>要闻_青屏新闻</title>", "青屏新闻"),
        ("<title>欢迎光临</title>", ""),
        (f"<meta name='application-name' content='{'网' * (NAME_LONGEST + 1)}'>", ""),
        ("", ""),
    ],
)
def test_a_site_is_called_what_it_calls_itself(head: str, name: str) -> None:
    assert signs(f"<head>{head}</head><p>.</p>").name == name


def test_there_is_a_limit_to_what_is_taken() -> None:
    html = "".join(f"<a href='/c/{number}/'>频道</a><a href='/rss/{number}'>订</a>" for number in range(200))
    found = signs(html)
    assert (len(found.feeds), len(found.channels)) == (MOST_SIGNS, MOST_SIGNS)


def test_sitemaps_stand_in_robots_txt_and_those_for_news_come_first() -> None:
    rules = "User-agent: *\nDisallow: /x\nSITEMAP : /a.xml\nsitemap: http://h.example/news.xml # daily\n\nSitemap:\nSitemap: http://[bad/"
    assert sitemaps_of(rules, HOME) == ["http://h.example/news.xml", HOME + "a.xml"]
