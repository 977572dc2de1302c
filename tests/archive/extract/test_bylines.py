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
    ("来源：", None),
    ("来源：</span>", None),
    ("来源：网络", None),
    ("来源：未知 作者：佚名", None),
    ("来源：本站原创", None),
    ("资金来源：市级财政", None),
    ("来源： <a href=/next>点击浏览下一页</a>", None),
    ("2020-02-22 08:30", None),
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
    ("本报记者 王小明 方 敏", ("王小明 方 敏",)),
    ("作者：未知", ()),
    ("作者：", ()),
    ("作者: <a href=/next>点击图片浏览下一页</a>", ()),
    ("作者：admin", ()),
]


@pytest.mark.parametrize(("byline", "authors"), AUTHORS)
def test_the_authors_are_read(read: Read, page: MakePage, byline: str, authors: tuple[str, ...]) -> None:
    assert read(page(byline=byline)).authors == authors


@pytest.mark.parametrize(
    ("first", "authors"),
    [
        ("测试社北京2月3日电（记者 王小明）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明",)),
        ("（测试社记者王小明、李小红）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明", "李小红")),
        ("〔記者巫小倫／台北報導〕本市今天公布了新的公共交通方案，計畫新增線路二十條。", ("巫小倫",)),
        ("本市今天公布了新的公共交通方案。记者:这个方案是怎么来的，市民是否满意？", ()),
        ("本市今天公布了新的公共交通方案（图片来自网络），计划新增线路二十条。", ()),
    ],
)
def test_reporters_in_the_text_are_read(read: Read, page: MakePage, first: str, authors: tuple[str, ...]) -> None:
    assert (
        read(page(body=f"<p>{first}</p><p>方案自公布之日起施行，有效期三年，欢迎市民提出意见。</p>")).authors == authors
    )


@pytest.mark.parametrize(
    ("end", "authors"),
    [("（张小峰）", ("张小峰",)), ("（完）", ()), ("（未完待续）", ()), ("（资料图）", ()), ("（综合报道）", ())],
)
def test_a_name_signed_at_the_end_is_an_author(read: Read, page: MakePage, end: str, authors: tuple[str, ...]) -> None:
    body = f"<p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。{end}</p>"
    assert read(page(body=body)).authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "原标题：另一个更长的标题，说得更清楚",
        "（原标题：另一个更长的标题，说得更清楚）",
        "- 原標題:另一个更长的标题，说得更清楚",
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


def test_an_empty_label_keeps_what_was_printed_and_gives_nothing(read: Read, page: MakePage) -> None:
    found = read(page(byline="来源：网络"))
    assert (found.source, found.source_raw) == (None, "网络")
