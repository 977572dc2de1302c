"""Dates that are there for machines: meta, JSON-LD, time elements, addresses."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from china import at

from archive.extract.result import Extraction

Read = Callable[..., Extraction]
MakePage = Callable[..., str]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2020-02-22T08:30:00+08:00">',
        '<meta name="publishdate" content="2020-02-22 08:30">',
        '<meta name="PubDate" content="2020-02-22 08:30:00">',
        '<meta name="weibo: article:create_at" content="2020-02-22 08:30">',
        '<meta property="og:release_date" content="2020-02-22 08:30">',
        '<meta itemprop="datePublished" content="2020-02-22 08:30">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-02-22T00:30:00Z"}</script>',
        '<script type="application/ld+json">[{"@graph": [{"pubDate": "2020-02-22T08:30:00"}]}]</script>',
        '<span id="pubtime_baidu" style="display:none">2020-02-22 08:30</span>',
    ],
)
def test_dates_for_machines_are_read(read: Read, page: MakePage, head: str) -> None:
    assert read(page(head=head, byline="测试社")).published_at == at(2020, 2, 22, 8, 30)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.cn/n1/2020/0222/c1001-31599999.html", date(2020, 2, 22)),
        ("http://x.cn/2020-02/22/c_1125611111.htm", date(2020, 2, 22)),
        ("http://x.cn/xw/202002/t20200222_123456.html", date(2020, 2, 22)),
        ("http://x.cn/politics/2020_02_22_535538.shtml", date(2020, 2, 22)),
        ("http://x.cn/2020/02-22/9100000.shtml", date(2020, 2, 22)),
        ("http://x.cn/20/0222/10/F5ABC.html", date(2020, 2, 22)),
        ("http://x.cn/20200222/n1.html", date(2020, 2, 22)),
        ("http://x.cn/a/200222/8605520.html", date(2020, 2, 22)),
        ("http://x.cn/a/20201301/1.html", None),
        ("http://x.cn/a/20990101/1.html", None),
        ("http://x.cn/show-12871234.html", None),
        ("http://x.cn/a/780060546_458722", None),
    ],
)
def test_a_day_in_the_address_is_read_if_there_is_no_other(
    read: Read, page: MakePage, url: str, day: date | None
) -> None:
    assert read(page(byline="测试社"), url).published_at == day


def test_a_day_from_meta_is_completed_by_the_time_printed(read: Read, page: MakePage) -> None:
    head = '<meta name="publishdate" content="2020-02-22">'
    assert read(page(head=head, byline="2020年2月22日08:30")).published_at == at(2020, 2, 22, 8, 30)


def test_midnight_in_meta_is_a_day(read: Read, page: MakePage) -> None:
    head = '<meta name="publishdate" content="2020-02-22 00:00:00">'
    assert read(page(head=head, byline="测试社")).published_at == date(2020, 2, 22)


def test_utc_that_means_local_time_gives_way_to_print(read: Read, page: MakePage) -> None:
    head = '<meta property="article:published_time" content="2020-02-22T08:30:00Z">'
    assert read(page(head=head, byline="2020-02-22 08:30")).published_at == at(2020, 2, 22, 8, 30)


def test_a_time_element_is_believed_before_what_it_shows(read: Read, page: MakePage) -> None:
    assert read(page(byline='<time datetime="2020-02-22T08:30:00+08:00">3小时前</time>')).published_at == at(
        2020, 2, 22, 8, 30
    )
    split = '<time datetime="2020-02-22 08:30"><span>08:30</span><span>2020/02/22</span></time>'
    assert read(page(byline=split)).published_at == at(2020, 2, 22, 8, 30)
    updated = '<time class="updated" datetime="2020-02-23T09:00:00+08:00">2020-02-23</time> 发布：2020-02-22 08:30'
    assert read(page(byline=updated)).published_at == at(2020, 2, 22, 8, 30)


def test_json_ld_with_the_page_s_headline_is_believed_before_that_of_others(read: Read, page: MakePage) -> None:
    other = '{"@type": "NewsArticle", "headline": "另一条新闻的标题", "datePublished": "2020-02-23T09:00:00+08:00"}'
    own = '{"@type": "NewsArticle", "headline": "本市公布新一轮公共交通优化方案", "datePublished": "2020-02-22T08:30:00+08:00"}'
    head = f'<script type="application/ld+json">[{other}, {own}]</script>'
    assert read(page(head=head, byline="测试社")).published_at == at(2020, 2, 22, 8, 30)


@pytest.mark.parametrize(("stamp", "minute"), [("1582352000", 13), ("1582352000123", 13)])
def test_a_unix_time_for_machines_is_read(read: Read, page: MakePage, stamp: str, minute: int) -> None:
    head = f'<meta property="article:published_time" content="{stamp}">'
    found = read(page(head=head, byline="来源：测试社")).published_at
    assert isinstance(found, datetime)
    assert found.replace(second=0, microsecond=0) == at(2020, 2, 22, 14, minute)


def test_a_time_element_after_the_lead_is_read(read: Read, page: MakePage) -> None:
    lead = "<p>本市今天公布了新的公共交通方案，计划在三年内新增公交线路二十条。</p>"
    dated = '<div>发表时间： <time datetime="2020-02-22T00:30:00+00:00">22/02/2020 - 08:30</time></div>'
    found = read(page(byline="", body=lead + dated + lead.replace("今天", "昨天")))
    assert found.published_at == at(2020, 2, 22, 8, 30)
    assert "发表时间" not in found.text


def test_a_day_for_machines_takes_its_time_from_a_print_without_year(read: Read, page: MakePage) -> None:
    told = "<meta name=publishdate content=2020-02-22>"
    assert read(page(head=told, byline="02月22日 14:13")).published_at == at(2020, 2, 22, 14, 13)
