"""The headline is what `<title>` confirms."""

from collections.abc import Callable

import pytest

from archive.extract.result import Extraction
from archive.extract.sitename import CUT

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

BODY = "<p>本市今天公布了新的公共交通方案，计划在三年内新增公交线路二十条。</p><p>负责人表示，方案听取了市民意见，重点解决早晚高峰拥挤问题。</p>"
WANTED = "本市公布新一轮公共交通优化方案"


def test_cut_is_linear() -> None:
    assert len(CUT.split("-" * 50_000)) < 50_002


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        (f"{WANTED}_要闻_测试日报", f"<h1>{WANTED}</h1>"),
        (f"{WANTED}-要闻-测试网", f"<h1></h1><h3>{WANTED}</h3>"),
        (f"{WANTED} - 测试网", f"<h1>棋牌游戏,免费视频</h1><h2 class=title>{WANTED}</h2>"),
        (f"{WANTED}--时政--测试网", f"<h2 class=logo>测试网</h2><h1>{WANTED}</h1>"),
        (f"{WANTED}-测试网", f"<h1><span>原创</span>{WANTED}</h1>"),
        (f"{WANTED}-测试网", f"<h1>{WANTED}<em>视频</em></h1>"),
        (f"{WANTED}-测试网", f"<h1>{WANTED}<span>2020-02-22</span></h1>"),
        ("新闻详情", f"<table><tr><td align=center>{WANTED}</td></tr></table><div>2020-02-22 08:30 来源：测试网</div>"),
        (f"{WANTED[:9]}..._测试网", f"<p>{WANTED}</p>"),
        (f"{WANTED}｜测试日报", f"<div class='article-title'>{WANTED}</div>"),
        (f"{WANTED}_测试日报", f'<meta property="og:title" content="{WANTED}">'),
        (f"{WANTED}_要闻_测试网", ""),
        (f"{WANTED} | 测试新闻网", ""),
        (f"{WANTED}--测试社区官网", ""),
        (WANTED, ""),
        ("", f"<h1>{WANTED}</h1>"),
        ("", f'<meta property="og:title" content="{WANTED}"><h1>测试日报</h1>'),
        (
            "本市公布新一轮公共交通<br>优化方案_测试网".replace("<br>", ""),
            "<h1>本市公布新一轮公共交通<br>优化方案</h1>",
        ),
    ],
)
def test_the_headline_is_found(read: Read, title: str, heading: str) -> None:
    tag = f"<title>{title}</title>" if title else ""
    assert (
        read(f"<html><head><meta charset=utf-8>{tag}</head><body>{heading}<div>{BODY}</div></body></html>").title
        == WANTED
    )


@pytest.mark.parametrize("title", ["新闻活动", "首页", "测试新闻网", "无标题文档", "新闻详情", ""])
def test_a_section_or_a_site_is_no_headline(read: Read, title: str) -> None:
    crumbs = "<div>您现在的位置：<a href=/>首页</a> - <a href=/x>新闻活动</a></div>"
    found = read(
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{crumbs}<div>{BODY}</div></body></html>"
    )
    assert found.title is None
    assert "no-title" in found.flags


@pytest.mark.parametrize(
    "wanted",
    [
        "【快评】筑牢基层防线，守住一方平安",
        "热解读丨“小巷管家”有多重要？管家这样说",
        "全长5-6公里的新线路开通了",
        "A股三大指数集体收涨 沪指涨0.5%",
    ],
)
def test_marks_that_belong_to_a_headline_stay(read: Read, page: MakePage, wanted: str) -> None:
    assert read(page(title=wanted)).title == wanted


def test_a_headline_broken_over_two_lines_is_one(read: Read) -> None:
    html = f"<html><head><meta charset=utf-8><title>本市公布新方案 新增线路二十条_测试网</title></head><body><h1>本市公布新方案<br/>新增线路二十条</h1>{BODY}</body></html>"
    assert read(html).title in ("本市公布新方案 新增线路二十条", "本市公布新方案新增线路二十条")
