"""A plain page is read whole, and the reading can travel between processes."""

import pickle
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archive.extract.result import Extraction
from archive.site import ExtractRules, Site

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

CHINA = ZoneInfo("Asia/Shanghai")


def test_every_field_of_a_plain_page_is_read(read: Read, page: MakePage) -> None:
    found = read(page(closing="<p>责任编辑：李雷</p><p>作者：韩梅梅 王小明</p>"))
    assert found.title == "本市公布新一轮公共交通优化方案"
    assert found.published_at == datetime(2026, 11, 1, 10, 0, tzinfo=CHINA)
    assert found.source == "测试社"
    assert found.editor == "李雷"
    assert found.authors == ("韩梅梅", "王小明")
    assert found.text.startswith("本市今天公布")
    assert found.text.count("\n") == 2
    assert found.text.endswith("继续享受优惠。")
    assert found.script == "hans"
    assert set(found.evidence) >= {"title", "published_at", "source", "editor", "authors", "text"}


def test_a_reading_is_the_same_twice_and_after_pickling(read: Read, page: MakePage) -> None:
    first, second = read(page()), read(page())
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 - our own bytes


def test_two_lines_are_an_article(read: Read, page: MakePage) -> None:
    found = read(
        page(title="本市发生小地震", body="<p>据测定，今天上午八时本市发生三点二级地震。</p><p>暂无人员伤亡。</p>")
    )
    assert found.text == "据测定，今天上午八时本市发生三点二级地震。\n暂无人员伤亡。"


def test_text_after_an_early_end_of_document_is_read(read: Read, page: MakePage) -> None:
    html = page()
    cut = html.index("<p>负责人")
    assert "第一批线路" in read(html[:cut] + "</body></html>" + html[cut:]).text


def test_paragraphs_set_by_line_breaks_stay_paragraphs(read: Read, page: MakePage) -> None:
    body = "　　第一段讲了一件很要紧的事情，大家都要知道。<br><br>　　第二段接着讲这件事情的经过，很长很长。<br/>　　第三段讲结果，结果不错。"
    assert len(read(page(body=body)).text.split("\n")) == 3


def test_subheadings_tables_and_lists_keep_their_order(read: Read, page: MakePage) -> None:
    prose = "这是一段足够长的正文，用来说明表格前后的文字都在原来的位置上。"
    body = (
        f"<p>{prose}</p><p><strong>第一节</strong></p><p>{prose[:20]}，第二段。</p><ul><li>第一项内容，说明如下</li><li>第二项内容，说明如下</li></ul>"
        f"<table><tr><td>城市</td><td>人数</td></tr><tr><td>甲市</td><td>三百</td></tr></table><p>{prose[:18]}，完毕。</p>"
    )
    text = read(page(body=body)).text
    places = [text.index(part) for part in (prose, "第一节", "第一项", "第二项", "城市", "甲市", "完毕")]
    assert places == sorted(places)


def test_characters_that_act_on_a_terminal_or_reorder_text_are_dropped(read: Read, page: MakePage) -> None:
    body = "<p>这一段正文里\u202e藏着几个\u2066不可见的\u009b字符，读的人看不见它们。\ufeff</p><p>第二段正文很平常，没有任何特别的东西。</p>"
    found = read(page(title="标题里也\u202e有不可见的字符", body=body))
    assert found.text.startswith("这一段正文里藏着几个不可见的字符，")
    assert found.title == "标题里也有不可见的字符"


def test_a_profile_wins_over_the_general_rules(read: Read, page: MakePage) -> None:
    rules = ExtractRules(title=".t2", body=".part2", source=".s2", editor=".e2", published_at=".d2", remove=(".gone",))
    site = Site(key="example", hosts=("news.example.cn",), extract=rules)
    html = page(
        after="<div class=t2>另一个标题</div><div class=d2>2026年10月2日</div><div class=s2>来源：另一家报</div><div class=e2>赵六</div>"
        "<div class=part2><p>这里才是正文，虽然它短得多，也不在最密的地方。</p><p class=gone>这一句被删去了，读不到。</p></div>"
    )
    found = read(html, site=site)
    assert (found.title, found.source, found.editor) == ("另一个标题", "另一家报", "赵六")
    assert found.published_at == date(2026, 10, 2)
    assert found.text == "这里才是正文，虽然它短得多，也不在最密的地方。"


def test_the_layout_names_the_path_to_the_text(read: Read, page: MakePage) -> None:
    assert read(page()).layout == "div.main>div.con"
