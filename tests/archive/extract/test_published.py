"""When a page says it was published: forms, order of trust, and what is no date of publication."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from china import at

from archive.capture import Capture
from archive.extract import extract
from archive.extract.result import Extraction
from archive.site import site_of

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

FORMS = [
    ("2020-05-27 14:13:00", at(2020, 5, 27, 14, 13)),
    ("2020-05-27 14:13", at(2020, 5, 27, 14, 13)),
    ("2020-05-27", date(2020, 5, 27)),
    ("2020/2/22 8:05", at(2020, 2, 22, 8, 5)),
    ("2020.02.22", date(2020, 2, 22)),
    ("２０２０年２月２２日", date(2020, 2, 22)),
    ("2020年02月22日", date(2020, 2, 22)),
    ("2020年2月22日08:30", at(2020, 2, 22, 8, 30)),
    ("2020年2月22日 09时15分", at(2020, 2, 22, 9, 15)),
    ("2020年2月22日 09时15分30秒", at(2020, 2, 22, 9, 15, 30)),
    ("2020年2月22日 下午3:05", at(2020, 2, 22, 15, 5)),
    ("2020年2月22日 上午9时", at(2020, 2, 22, 9, 0)),
    ("2020年2月22日 晚上11点20分", at(2020, 2, 22, 23, 20)),
    ("2020年2月22日 凌晨12:10", at(2020, 2, 22, 0, 10)),
    ("2020年2月22日 中午12:10", at(2020, 2, 22, 12, 10)),
    ("2020年2月22日 星期六 08:30", at(2020, 2, 22, 8, 30)),
    ("2020年2月22日（週六）08:30", at(2020, 2, 22, 8, 30)),
    ("2020-02-22T08:30:00+08:00", at(2020, 2, 22, 8, 30)),
    ("2020-02-22T16:30:00Z", at(2020, 2, 23, 0, 30)),
    ("2020-02-22 08:30:00.0", at(2020, 2, 22, 8, 30)),
    ("二〇二〇年二月二十二日", date(2020, 2, 22)),
    ("二○一九年十月十日", date(2019, 10, 10)),
    ("民國109年2月22日", date(2020, 2, 22)),
    ("民國109-02-22 10:20", at(2020, 2, 22, 10, 20)),
    ("<span>2020</span>年<span>02</span>月<span>22</span>日", date(2020, 2, 22)),
    ("<em>2020</em> <em>02</em>/<em>22</em> <em>08:30</em>", at(2020, 2, 22, 8, 30)),
    ("2020-02-22 | 08:30", at(2020, 2, 22, 8, 30)),
    ("2020-02-22&nbsp;&nbsp;08:30", at(2020, 2, 22, 8, 30)),
    ("2020年02月22日08:30:20新冠疫情通报", at(2020, 2, 22, 8, 30, 20)),
    ("2020-02-22 HKT 14:13", at(2020, 2, 22, 14, 13)),
    ("2020/02/22 (六) 14:13", at(2020, 2, 22, 14, 13)),
    ("2020-02-22 06:13 GMT", at(2020, 2, 22, 14, 13)),
    ("2020-02-22 14:13 GMT+8", at(2020, 2, 22, 14, 13)),
    ("Sat, 22 Feb 2020 06:13:00 GMT", at(2020, 2, 22, 14, 13)),
    ("February 22, 2020 2:13 PM", at(2020, 2, 22, 14, 13)),
    ("22nd Feb 2020", date(2020, 2, 22)),
    ("11-02 14:13", at(2026, 11, 2, 14, 13)),
    ("12-02 14:13", at(2025, 12, 2, 14, 13)),
    ("14:13 2020-02-22 HKT", at(2020, 2, 22, 14, 13)),
    ("22/02/2020 - 14:13", at(2020, 2, 22, 14, 13)),
    ("06.02.2020", date(2020, 2, 6)),
    ("9:41am 22/02/2020", at(2020, 2, 22, 9, 41)),
    ("发稿：2020-02-22 14:13", at(2020, 2, 22, 14, 13)),
    ("时　间：2020-02-22 14:13", at(2020, 2, 22, 14, 13)),
    ("发布/2020年2月22日 14:13", at(2020, 2, 22, 14, 13)),
    ("更新：2020-02-23 09:00 刊出：2020-02-22 14:13", at(2020, 2, 22, 14, 13)),
    ("来源：系统管理员发稿时间：2020-02-22浏览次数：520", date(2020, 2, 22)),
    ("3小时前", at(2026, 11, 22, 9, 0)),
    ("半小时前", at(2026, 11, 22, 11, 30)),
    ("刚刚", at(2026, 11, 22, 12, 0)),
    ("5天前", date(2026, 11, 17)),
    ("昨天 14:13", at(2026, 11, 21, 14, 13)),
    ("前天 08:00", at(2026, 11, 20, 8, 0)),
]


@pytest.mark.parametrize(("printed", "value"), FORMS)
def test_a_printed_date_is_read(read: Read, page: MakePage, printed: str, value: date) -> None:
    assert read(page(byline=printed)).published_at == value


@pytest.mark.parametrize(
    "label",
    [
        "发布时间：",
        "發佈時間：",
        "发布日期:",
        "发表于 ",
        "发稿时间：",
        "更新时间：",
        "最后更新: ",
        "时间：",
        "日期：",
        "上传时间：",
        "录入时间：",
        "发布时间 | ",
        "公布日期：",
        "出版：",
        "发布/",
        "成文日期：",
    ],
)
@pytest.mark.parametrize(
    ("printed", "value"),
    [("20-02-22 08:30", at(2020, 2, 22, 8, 30)), ("20200222", date(2020, 2, 22)), ("02/22/2020", date(2020, 2, 22))],
)
def test_a_label_admits_shorter_forms(read: Read, page: MakePage, label: str, printed: str, value: date) -> None:
    assert read(page(byline=label + printed)).published_at == value


def test_the_first_date_of_a_page_without_any_is_none(read: Read, page: MakePage) -> None:
    found = read(page(byline="", after="<div class=footer>版权所有 2008-2017 备案 20170101</div>"))
    assert found.published_at is None
    assert found.published_raw is None


def test_the_dates_of_other_headlines_are_not_the_articles(read: Read, page: MakePage) -> None:
    related = "".join(f"<li>2026-11-2{n} 10:00 <a href=/{n}>另一条新闻的标题在这里</a></li>" for n in range(2))
    assert read(page(byline="2020-02-22", after=f"<div class=related><ul>{related}</ul></div>")).published_at == date(
        2020, 2, 22
    )


def test_a_label_is_believed_before_an_update(read: Read, page: MakePage) -> None:
    byline = "最后更新：2020-02-23 09:00 发布时间：2020-02-22 08:30"
    assert read(page(byline=byline)).published_at == at(2020, 2, 22, 8, 30)


@pytest.mark.parametrize(
    "printed",
    [
        "2099-01-01 10:00",
        "1066-01-01",
        "2020-13-45",
        "2020-02-30",
        "0000-00-00",
        "2026-11-24 10:00",
        "1970-01-01 08:00",
    ],
)
def test_impossible_days_are_no_dates(read: Read, page: MakePage, printed: str) -> None:
    assert read(page(byline=printed)).published_at is None


def test_the_day_of_a_dateline_takes_its_year_from_the_address_or_the_capture(read: Read, page: MakePage) -> None:
    body = "<p>测试社北京2月3日电（记者 王小明）本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。</p>"
    assert read(page(byline="", body=body), "http://x.cn/2019/a.html").published_at == date(2019, 2, 3)
    assert read(page(byline="", body=body)).published_at == date(2026, 2, 3)


def test_what_was_printed_is_kept(read: Read, page: MakePage) -> None:
    found = read(page(byline="发布时间：2020年02月22日 08:30 来源：测试社"))
    assert found.published_raw == "2020年02月22日 08:30"
    assert "发布时间" in found.evidence["published_at"]


def test_the_day_of_the_reader_is_not_the_articles(read: Read, page: MakePage) -> None:
    before = "<div class=top>今天是2026年11月22日 星期日</div>"
    assert read(page(byline="测试社", before=before)).published_at is None
    assert read(page(byline="2020-02-22", before=before)).published_at == date(2020, 2, 22)


def test_a_date_in_the_headline_is_not_the_articles(read: Read, page: MakePage) -> None:
    title = "本市停水公告（2020年2月18日修订）"
    assert read(page(title=title, byline="2020-02-22 08:30")).published_at == at(2020, 2, 22, 8, 30)
    assert read(page(title=title, byline="测试社")).published_at is None


def test_a_label_at_the_end_gives_the_date_where_the_head_has_none(read: Read, page: MakePage) -> None:
    assert read(page(byline="", closing="<p>发布时间：2020-02-22 08:30</p>")).published_at == at(2020, 2, 22, 8, 30)


def test_when_it_was_signed_is_believed_after_when_it_was_published(read: Read, page: MakePage) -> None:
    byline = "成文日期：2020-02-18 发布日期：2020-02-22"
    assert read(page(byline=byline)).published_at == date(2020, 2, 22)


def test_a_date_without_a_year_takes_it_from_the_address(read: Read, page: MakePage) -> None:
    html = page(byline="02-22 08:30")
    assert read(html, "http://news.example.cn/2021/0222/a9.html").published_at == at(2021, 2, 22, 8, 30)
    assert read(html, "http://news.example.cn/a9.html").published_at == at(2026, 2, 22, 8, 30)


def served(html: str, captured_at: datetime, url: str = "http://news.example.cn/a.html") -> Extraction:
    return extract(Capture(url=url, captured_at=captured_at, status=200, headers=(), body=html.encode()), site_of(url))


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("utc")
def test_the_small_hours_in_china_are_the_day_the_page_states_wherever_it_is_read(page: MakePage) -> None:
    evening = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
    assert served(page(byline="2026-11-20 01:00"), evening).published_at == at(2026, 11, 20, 1)
    assert served(page(byline="2026-11-20"), evening).published_at == date(2026, 11, 20)
    head = '<meta property="article:published_time" content="2026-11-20T01:00:00+08:00">'
    assert served(page(head=head, byline="测试社"), evening).published_at == at(2026, 11, 20, 1)


@pytest.mark.parametrize("printed", ["2026-11-25 10:00", "2026-13-45", "2026年11月", "2026-11", "11月", "2099-01-01"])
def test_no_first_of_the_month_is_invented(read: Read, page: MakePage, printed: str) -> None:
    assert read(page(byline=f"{printed} 来源：测试社")).published_at is None


def test_a_time_beside_the_source_below_the_text_is_the_articles(read: Read, page: MakePage) -> None:
    below = "<div><span>来源：测试网</span> <span>2020-02-22 14:13:05</span></div>"
    assert read(page(byline="", closing=below)).published_at == at(2020, 2, 22, 14, 13, 5)
    others = "<ul><li><a href=/1>另一条新闻的标题</a> 2020-02-22 14:13:05</li></ul>"
    assert read(page(byline="", closing=others)).published_at is None
