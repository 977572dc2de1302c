"""What a reader can not see is not read; what is only folded away is."""

from collections.abc import Callable

import pytest

from archive.extract.hidden import hides
from archive.extract.result import Extraction

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

SPAM = "这里是看不见的广告文字，反复出现，读者从来没有见过它。"
HIDDEN = [
    '<div style="display:none">{}</div>',
    '<div style="DISPLAY : NONE ;">{}</div>',
    '<div style="color:red;display:none!important">{}</div>',
    '<div style="visibility: hidden">{}</div>',
    '<div style="opacity:0">{}</div>',
    "<div hidden>{}</div>",
    '<div aria-hidden="true">{}</div>',
    '<div style="font-size:0">{}</div>',
    '<div style="font-size:1px;color:#ffffff">{}</div>',
    '<div style="height:0;overflow:hidden">{}</div>',
    '<div style="width:0px; overflow: hidden">{}</div>',
    '<div style="position:absolute;left:-9000px">{}</div>',
    '<div style="position:fixed; top:-1000px;">{}</div>',
    '<div style="text-indent:-9999px">{}</div>',
    '<div style="color:#fff;background:#FFFFFF">{}</div>',
    '<font color="#FFFFFF" style="font-size:1px">{}</font>',
    '<div class="x1 gone">{}</div>',
    '<div id="ghost">{}</div>',
    '<span class="tagged">{}</span>',
    '<div class="inmedia">{}</div>',
    "<noscript>{}</noscript>",
    "<textarea>{}</textarea>",
    "<!-- {} -->",
]
SHEET = "<style>.a{color:red} .gone , .b { display : none }\n#ghost{position:absolute;left:-999em;left:-9999px}span.tagged{font-size:0}@media screen{.inmedia{display:none}}</style>"


@pytest.mark.parametrize("markup", HIDDEN)
def test_hidden_text_is_not_read(read: Read, page: MakePage, markup: str) -> None:
    body = f"<p>第一段正文说的是公共交通的新方案，共有二十条线路。{markup.format(SPAM)}</p>" + "".join(
        f"<p>第{n}段正文接着往下说，说得很仔细，也很有道理。</p>" + markup.format(SPAM) for n in "二三四"
    )
    text = read(page(body=body, head=SHEET)).text
    assert "看不见的广告" not in text
    assert "第四段正文" in text


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "opacity:0.5",
        "font-size:0.9em;font-size:14px",
        "font-size:10px",
        "font-size:large",
        "font-size:inherit",
        "opacity:inherit",
        "opacity:.9",
        "font-size:1.2em",
        "left:-9000px",
        "text-indent:2em",
        "text-indent:-2em",
        "color:#fff",
        "color:#fff;background:#000",
        "height:0",
        "width:100%;overflow:hidden",
        "position:absolute;left:-5px",
        "max-height:300px;overflow:hidden",
    ],
)
def test_a_visible_style_hides_nothing(style: str) -> None:
    assert not hides(style)


def test_a_folded_body_is_read_and_flagged(read: Read) -> None:
    text = "".join(
        f"<p>第{n}段正文很长，讲的是本市公共交通的新方案，一共有二十条线路要在三年之内开通。</p>" for n in range(9)
    )
    html = f'<html><head><meta charset=utf-8><title>公共交通的新方案</title></head><body><h1>公共交通的新方案</h1><div id="js_content" style="visibility: hidden">{text}</div></body></html>'
    found = read(html)
    assert found.text.count("\n") == 8
    assert "hidden-body" in found.flags


@pytest.mark.parametrize("style", ["visibility: hidden", "opacity:0"])
def test_a_short_body_that_a_script_fades_in_is_read(read: Read, style: str) -> None:
    text = "<p>明天起，二十路公交车改走海滨大道，原来的三个站点暂时不停车。</p><p>调整到月底为止，请乘客留意站牌上的通知。</p>"
    html = f'<html><head><meta charset=utf-8><title>二十路公交车改道</title></head><body><h1>二十路公交车改道</h1><div style="{style}">{text}</div></body></html>'
    assert read(html).text.endswith("请乘客留意站牌上的通知。")


def test_hidden_words_for_search_engines_do_not_displace_the_visible_body(read: Read, page: MakePage) -> None:
    hidden = "".join(
        f"<p>隐藏的第{n}段，专门写给搜索引擎看，读者看不见这些文字，它们和正文没有关系。</p>" for n in range(6)
    )
    found = read(page(before=f'<div style="display:none">{hidden}</div>'))
    assert "搜索引擎" not in found.text


def test_what_was_removed_is_counted(read: Read, page: MakePage) -> None:
    found = read(
        page(
            before='<div class="nav"><a href=/>首页</a></div><p style="display:none">x</p>',
            closing='<div class="share">分享到微信</div>',
        )
    )
    assert found.removed["hidden"] == 1
    assert found.removed["share"] == 1
    assert found.removed["navigation"] == 1
