"""Who wrote it, where no label says so: in the text, in brackets, on a line of its own, at the end."""

from collections.abc import Callable

import pytest

from archive.extract.result import Extraction

Read = Callable[..., Extraction]
MakePage = Callable[..., str]


@pytest.mark.parametrize(
    ("first", "authors"),
    [
        ("测试社北京2月3日电（记者 王小明）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明",)),
        ("（测试社记者王小明、李小红）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明", "李小红")),
        ("〔記者巫小倫／台北報導〕本市今天公布了新的公共交通方案，計畫新增線路二十條。", ("巫小倫",)),
        ("〔记者巫小伦／台北报导〕本市今天公布了新的公共交通方案，计划新增线路二十条。", ("巫小伦",)),
        ("（中测社记者巫小伦台北20日电）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("巫小伦",)),
        ("中测社北京2月3日电 (王小明)本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明",)),
        ("本报讯（记者 王小明 通讯员 李小红）本市今天公布了新的公共交通方案，计划新增线路。", ("王小明", "李小红")),
        ("本报海滨5月19日电 记者王小明报道：本市今天公布了新的公共交通方案，计划新增线路。", ("王小明",)),
        ("本报讯 记者王小明 通讯员李小红报道：本市今天公布了新的公共交通方案，计划新增线路。", ("王小明", "李小红")),
        ("测试社记者王小明、李小红报道 本市今天公布了新的公共交通方案，计划新增线路。", ("王小明", "李小红")),
        ("测试新闻客户端讯（测试晚报首席记者 王小明 摄影报道）本市今天公布了新的方案，计划新增线路。", ("王小明",)),
        ("测试新闻网消息（王小明 李小红）本市今天公布了新的公共交通方案，计划新增线路二十条。", ("王小明", "李小红")),
        (
            "测试网1月1日讯（中测报记者 王小明 李小红/文 丁小一/图）本市今天公布了新的公共交通方案，计划新增线路。",
            ("王小明", "李小红"),
        ),
        ("据测试社记者王小明报道，本市今天公布了新的公共交通方案，计划新增线路二十条。", ()),
        ("本市今天公布了新的公共交通方案，计划新增线路二十条。记者 王小明 摄", ()),
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
    [
        ("（张小峰）", ("张小峰",)),
        ("（作者张小峰系测试大学教授）", ("张小峰",)),
        ("（作者张小峰 单位：测试大学）", ("张小峰",)),
        ("（测试县融媒体中心 张小峰 李小红）", ("张小峰", "李小红")),
        ("（张小峰 文/图）", ("张小峰",)),
        ("（张小峰 通讯员李小红）", ("张小峰", "李小红")),
        ("（张小峰 李小红 摄影报道）", ("张小峰", "李小红")),
        ("（文/张小峰 李小红 图/丁小一）", ("张小峰", "李小红")),
        ("（张小峰是海滨县石门村人。）", ()),
        ("（编辑 张小峰 审核 李小红）", ()),
        ("（完）", ()),
        ("（未完待续）", ()),
        ("（资料图）", ()),
        ("（综合报道）", ()),
        ("（张小峰摄）", ()),
        ("（有删改）", ()),
        ("（高清图）", ()),
    ],
)
def test_a_name_signed_at_the_end_is_an_author(read: Read, page: MakePage, end: str, authors: tuple[str, ...]) -> None:
    body = f"<p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。{end}</p>"
    assert read(page(body=body)).authors == authors


def test_credits_in_the_last_lines_of_the_text_are_read(read: Read, page: MakePage) -> None:
    text = "<p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。</p>"
    credit = "记者 王小明 李小红", "视频制作 李小红", "视频编辑 薛小婧", "监制 潘小林", "测试中心出品"
    assert read(page(body=text + "".join(f"<p>{line}</p>" for line in credit))).authors == ("王小明", "李小红")


def test_who_reported_a_related_story_is_no_author(read: Read, page: MakePage) -> None:
    teaser = (
        "<div><a href=/1>另一条新闻的标题</a><p>测试晚报讯（记者 王小明）另一座城市昨天也公布了自己的方案。</p></div>"
    )
    assert read(page(closing=teaser)).authors == ()


OWN_LINES = [
    ("本报记者 王小明", ("王小明",)),
    ("□本报记者 王小明", ("王小明",)),
    ("□王小明", ("王小明",)),
    ("测试社记者王小明、李小红", ("王小明", "李小红")),
    ("记者王小明／台北报导", ("王小明",)),
    ("测试晚报记者 王小明 李小红 文/图", ("王小明", "李小红")),
    ("生活中心／王小明报导", ("王小明",)),
    ("王小明 李小红 报导 / 海滨市", ("王小明", "李小红")),
    ("测经记者 王小明 测经编辑 李小红", ("王小明",)),
    ("国际中心／综合报导", ()),
    ("社会中心／高雄报导", ()),
    ("测试社记者 王小明 摄", ()),
    ("N本报记者 王小明", ("王小明",)),
    ("■记者王小明/文 李小红/图", ("王小明",)),
    ("■高标准", ()),
]


@pytest.mark.parametrize(("line", "authors"), OWN_LINES)
def test_a_reporter_may_have_a_line_of_the_text(
    read: Read, page: MakePage, line: str, authors: tuple[str, ...]
) -> None:
    body = f"<p>{line}</p><p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p><p>方案自公布之日起施行，有效期三年。</p>"
    assert read(page(body=body)).authors == authors


def test_a_reporter_in_brackets_before_a_last_line_is_read(read: Read, page: MakePage) -> None:
    first = "<p>本市今天公布了新的公共交通方案，计划新增线路二十条。</p>" * 2
    last = "<p>方案自公布之日起施行，有效期三年。（评论员 王小明 李红）</p><p>已标记为不感兴趣，系统将作出调整。</p>"
    assert read(page(body=first + last)).authors == ("王小明", "李红")
