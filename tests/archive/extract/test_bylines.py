"""Whom a page names: labels, places, and what is no name."""

from collections.abc import Callable

import pytest

from archive.extract.result import Extraction

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

HEADS = [
    ("来源：测试社", "测试社"),
    ("來源:測試日報", "測試日報"),
    ("来源：<a href=/>测试网</a>", "测试网"),
    ("<span>来源</span><span>测试网</span>", "测试网"),
    ("文章来源：测试网 作者：张三", "测试网"),
    ("来源：测试网作者：张三", "测试网"),
    ("信息来源： 市政府办公室 浏览次数：123", "市政府办公室"),
    ("稿源:测试网 编辑:李四", "测试网"),
    ("来源|测试参考、测试晚报", "测试参考、测试晚报"),
    ("来源：《测试日报》", "测试日报"),
    ("转自：测试观察", "测试观察"),
    ("2020-02-22 08:30 来源：测试网-测试日报 字号：大 中 小", "测试网-测试日报"),
    ("2020年02月22日 08:30　测试日报", "测试日报"),
    ("测试网    2020年02月22日", "测试网"),
    ("<span class='date'>2020-02-22 08:30</span><span class='source'>测试传媒集团</span>", "测试传媒集团"),
    ("2020-02-22 08:30 来源于 <a href=/>测试网</a>", "测试网"),
    ("来 源：测试网", "测试网"),
    ("来源：【测试网】", "测试网"),
    ("来源：微信公众号“测试观察”", "测试观察"),
    ("来源：“测试观察”微信公众号", "测试观察"),
    ("来源：测试网 02-22 08:30", "测试网"),
    ("来源：测试网-《测试日报》", "测试网-《测试日报》"),
    ("来源：测试日报丨作者：李小四丨编辑：王小五", "测试日报"),
    ("原创：测试网 2020-02-22", "测试网"),
    ("发布机构：市政府办 发布时间：2020-02-22", "市政府办"),
    ("发布机构：市政府办 来源：测试日报", "测试日报"),
    ("<dl><dt>来源：</dt><dd>测试网</dd><dt>日期：</dt><dd>2020-02-22</dd></dl>", "测试网"),
    ("<table><tr><td>来源</td><td>测试网</td></tr></table>", "测试网"),
    ("中国测试网 www.x.example 2020-02-22", "中国测试网"),
    ("李小四　测试晚报　2020-02-22 08:30", "测试晚报"),
    ("<span>测试晚报</span><span>李小四</span><span>2020-02-22 08:30</span>", "测试晚报"),
    ("<p>测试通讯社</p><p>2020-02-22 08:30</p>", "测试通讯社"),
    ("<div class=attr-provider>測試社</div><time datetime=2020-02-22>2月22日</time>", "測試社"),
    ("测试报／ 记者<a href=/>王小明</a>／海滨即时报导", "测试报"),
    ("文 / 王小明 来自 / 测试早报", "测试早报"),
    ("2020-02-22 08:30　测试热线　王小明", "测试热线"),
    ("测试日报 | 王小明 | 2020-02-22 08:30", "测试日报"),
    ("（2020-02-22 08:30）　测试网　王小明", "测试网"),
    ("来源：测试晚报2020-02-22 08:30", "测试晚报"),
    ("来源：测试网 发表评论", "测试网"),
    ("【来源】测试晚报【作者】王小明【编辑】李小红", "测试晚报"),
    ("文章转载自：测试晚报 2020-02-22", "测试晚报"),
    ("来源：测试晚报 | 王小明 李红 2020-02-22 08:30", "测试晚报"),
    ("来源：测试网 王小明", "测试网"),
    ("来源：测试网 综合", "测试网"),
    ("测试日报　记者 王小明　2020-02-22 08:30", "测试日报"),
    ("2020-02-22 08:30 测试报／ 记者王小明／海滨报导", "测试报"),
    ("二〇二〇年二月二十二日　测试晚报", "测试晚报"),
    ("<div>【来源：】 【阅读：次】【作者：王小明】</div>", None),
    ("来源：", None),
    ("来源：</span>", None),
    ("图片来源：测试图库", None),
    ("数据来源：测试数据", None),
    ("来源：网络", None),
    ("来源：未知 作者：佚名", None),
    ("来源：本站原创", None),
    ("资金来源：市级财政", None),
    ("来源： <a href=/next>点击浏览下一页</a>", None),
    ("2020-02-22 08:30", None),
    ("<span>2020-02-22 08:30</span><span>发布</span>", None),
    ("<a class=tag>公司</a><span>2020-02-22 08:30</span>", None),
    ("<span>2020-02-22 08:30</span><span>听新闻</span>", None),
    ("<li>时间：2020-02-22 08:30</li><li>新闻引据：采访、测试社</li>", None),
]


@pytest.mark.parametrize(("byline", "source"), HEADS)
def test_the_source_is_read(read: Read, page: MakePage, byline: str, source: str | None) -> None:
    assert read(page(byline=byline)).source == source


EDITORS = [
    ("责任编辑：李雷", "李雷"),
    ("[責任編輯:楊小青]", "楊小青"),
    ("（责编：王小鹤、赵小悦）", "王小鹤、赵小悦"),
    ("（编辑 隋小宇）", "隋小宇"),
    ("责编丨赵六", "赵六"),
    ("编辑|禤小杰", "禤小杰"),
    ("- 責任編輯: 黃小濤", "黃小濤"),
    ("责编：Demi Xia", "Demi Xia"),
    ("【责任编辑:王 頔】", "王 頔"),
    ("编辑：倪小轩 责任编辑：杨小格", "杨小格"),
    ("责任编辑：biaofeng", "biaofeng"),
    ("责任编辑：张小三校对：丁小一", "张小三"),
    ("责任编辑：张小三 | 版面编辑：赵小七", "张小三"),
    ("编 辑：张小三", "张小三"),
    ("编辑/张小三 来源/测试网", "张小三"),
    ("图片编辑：陈小六 编辑：张小三", "张小三"),
    ("测经记者 王小明 测经编辑 张小三", "张小三"),
    ("撰稿编辑：张小三", "张小三"),
    ("副总编辑：张小三", None),
    ("【编辑:张小三】", "张小三"),
    ("<span id=editor_baidu>（编辑：张小三）</span>", "张小三"),
    ("编辑：张小三，经测试网授权发布", "张小三"),
    ("（编辑 张小三 审核 丁小一）", "张小三"),
    ("【编辑】张小三", "张小三"),
    ("网编：张小三", "张小三"),
    ("张小三／核稿編輯", "张小三"),
    ("来源：测试网责任编辑：张小三我来说两句", "张小三"),
    ("记者：王小明编辑：张小三", "张小三"),
    ("[作者 王小明 责任编辑 张小三 ]", "张小三"),
    ("责任编辑：张小三 投稿邮箱：a@b.example", "张小三"),
    ("（责任编辑：张小三 a@b.example）", "张小三"),
    ("编辑：张小三 QQ：123456", "张小三"),
    ("责任编辑：张小三&nbsp;&nbsp;&nbsp;文章纠错", "张小三"),
    ("責任編輯 張小三 報導", "張小三"),
    ("责任编辑：", None),
    ("责任编辑：NF4425", None),
    ("责任编辑： <a href=/next>点击图片进入下一页</a>", None),
    ("审核：张三 校对：李四", None),
]


@pytest.mark.parametrize(("closing", "editor"), EDITORS)
def test_the_editor_is_read(read: Read, page: MakePage, closing: str, editor: str | None) -> None:
    found = read(page(closing=f"<div>{closing}</div>"))
    assert found.editor == editor
    assert "编辑" not in found.text


AUTHORS = [
    ("作者：辛小平", ("辛小平",)),
    ("记者：王小明 李小红", ("王小明", "李小红")),
    ("作者：王小明、李小红", ("王小明", "李小红")),
    ("文/图 赵小一", ("赵小一",)),
    ("文/王小明", ("王小明",)),
    ("作者：Demi Xia", ("Demi Xia",)),
    ("本报记者 王小明 方 敏", ("王小明", "方敏")),
    ("文 / 王小明", ("王小明",)),
    ("文：王小明 图：李小红", ("王小明",)),
    ("文字｜王小明 图片｜李小红", ("王小明",)),
    ("撰稿人：王小明", ("王小明",)),
    ("测试新闻记者 王小明", ("王小明",)),
    ("作者：中测报·中测网记者 王小明 责任编辑：李小红", ("王小明",)),
    ("测试日报首席记者 王小明 见习记者 李小红", ("王小明", "李小红")),
    ("作者：王小明 通讯员 李小红", ("王小明", "李小红")),
    ("作者：测试大学教授 王小明", ("王小明",)),
    ("作者：测试大学国际学院教授、“周边”研究中心主任王小明", ("王小明",)),
    ("作者：王小明，系测试大学教授", ("王小明",)),
    ("作者：测试大学国际学院教授", ()),
    ("作者：本报评论员", ("本报评论员",)),
    ("作者：王小明，原文标题：《另一个题目》，头图来自：测试图库", ("王小明",)),
    ("作者：新测社记者王小明", ("王小明",)),
    ("<span class=author>由 王小明</span>", ("王小明",)),
    ("<span>王小明</span><span>测试网特约记者</span>", ("王小明",)),
    ("<span>2020-02-22</span><span>测试网</span><span>王小明</span>", ("王小明",)),
    ("<p>欧阳小明</p><p>2020-02-22 08:30</p>", ("欧阳小明",)),
    ("<p>2020-02-22 08:30</p><p>测试早报</p><p>王小明</p>", ("王小明",)),
    ("<span>文化馆</span><span>2020-02-22</span>", ()),
    ("<span>高科技</span><span>2020-02-22</span>", ()),
    ("<span>2020-02-22</span><span>江苏南京</span>", ()),
    ("作者：测试网 王小明", ("王小明",)),
    ("作者：王小明 实习生 李小红", ("王小明", "李小红")),
    ("作者：王小明、李小红等", ("王小明", "李小红")),
    ("作者：王小明 发自海滨", ("王小明",)),
    ("测经记者 王小明 测经编辑 李小红", ("王小明",)),
    ("作者：方　明 李小红", ("方明", "李小红")),
    ("■本报记者 王小明 本报通讯员 李小红", ("王小明", "李小红")),
    ("<span class=byline>by <a>王小明</a></span>", ("王小明",)),
    ("<a href=/author/12>王小明</a> <span>2020-02-22</span>", ("王小明",)),
    ("来源 测试日报 作者 王小明", ("王小明",)),
    ("来源 / 测试网　　编辑 / 李小红", ()),
    ("特约撰稿 王小明", ("王小明",)),
    ("<span>2020-02-22</span> <span>By Tom Fang</span>", ("Tom Fang",)),
    ("<div class=author><a>王小明</a><div>登山教练</div></div>", ("王小明",)),
    ("【来源】测试晚报【作者】王小明【编辑】李小红", ("王小明",)),
    ("记者：王小明编辑：李小红", ("王小明",)),
    ("时间：2020-02-22 来源 测试日报 作者 王小明 分享到：", ("王小明",)),
    ("记者 王小明 報導", ("王小明",)),
    ("采写：测试晚报记者王小明 实习生李小红", ("王小明", "李小红")),
    ("文图：王小明", ("王小明",)),
    ("报道：王小明", ("王小明",)),
    ("文字 | 王小明", ("王小明",)),
    ("☉王小明", ("王小明",)),
    ("来源：测试晚报 | 王小明 李红 2020-02-22 08:30", ("王小明", "李红")),
    ("来源：测试晚报 | 上海频道 2020-02-22 08:30", ()),
    ("【测纪元2020年02月22日讯】（测纪元记者王小明报导）", ("王小明",)),
    ("【记者】王小明请你谈一谈", ()),
    ("（记者王小明提供）", ()),
    ("摄影：王小明", ()),
    ("作者：未知", ()),
    ("作者：", ()),
    ("作者: <a href=/next>点击图片浏览下一页</a>", ()),
    ("作者：admin", ()),
]


@pytest.mark.parametrize(("byline", "authors"), AUTHORS)
def test_the_authors_are_read(read: Read, page: MakePage, byline: str, authors: tuple[str, ...]) -> None:
    assert read(page(byline=byline)).authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "原标题：另一个更长的标题，说得更清楚",
        "（原标题：另一个更长的标题，说得更清楚）",
        "- 原標題:另一个更长的标题，说得更清楚",
        "原题目：另一个更长的标题，说得更清楚",
    ],
)
def test_the_original_title_is_read(read: Read, page: MakePage, line: str) -> None:
    found = read(page(closing=f"<p>{line}</p>"))
    assert found.original_title == "另一个更长的标题，说得更清楚"
    assert "另一个更长" not in found.text


def test_the_head_is_believed_before_the_tail(read: Read, page: MakePage) -> None:
    found = read(page(byline="来源：测试社", closing="<p>来源：另一家报社</p>"))
    assert found.source == "测试社"


@pytest.mark.parametrize(
    "text",
    [
        "<p>来源：摄图网</p>",
        "<p>记者:中国是我的国家，我为她感到骄傲。</p>",
        "<p>有人问消息来源：他没有回答，只是笑了一笑，然后走开。</p>",
        "<script>document.write('来源：' + b.source)</script>",
        "<!-- 来源：<!--<$[信息来源]>begin-->",
    ],
)
def test_labels_within_the_text_name_nobody(read: Read, page: MakePage, text: str) -> None:
    long = "<p>本市今天公布了新的公共交通方案，计划在三年内新增公交线路二十条，并延长地铁运营时间。</p>" * 4
    assert read(page(byline="2020-02-22", body=long + text + long)).source is None


def test_a_speaker_in_an_interview_is_no_label(read: Read, page: MakePage) -> None:
    body = "<p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>媒体：请问何时开通，票价如何？</p><p>报道：市区多处在建，望市民谅解。</p>"
    found = read(page(byline="2020-02-22", body=body))
    assert (found.source, found.authors) == (None, ())


def test_an_empty_label_keeps_what_was_printed_and_gives_nothing(read: Read, page: MakePage) -> None:
    found = read(page(byline="来源：网络"))
    assert (found.source, found.source_raw) == (None, "网络")


def test_machines_are_believed_about_the_author_if_the_byline_prints_the_name(read: Read, page: MakePage) -> None:
    told = '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "马可"}]}</script>'
    assert read(page(head=told, byline="<span>马可</span> <span>2020-02-22</span>")).authors == ("马可",)
    assert read(page(head=told, byline="2020-02-22")).authors == ()


def test_the_agency_of_a_dateline_is_the_source_where_no_label_gives_one(read: Read, page: MakePage) -> None:
    begins = "测试社北京2月3日电", "测试网2月3日讯", "（中测社记者巫小伦台北20日电）", "测试晚报讯（记者 王小明）"
    for begin in begins:
        body = f"<p>{begin} 本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。</p>"
        source = read(page(byline="2020-02-22", body=body)).source
        assert source is not None
        assert source in begin
