"""Pages made to cost a reader time: each grows with a number, and at its `full` number weighs up to twelve megabytes.

What costs the time stands in the text of an ordinary article, where every step of the reading meets it.
"""

from collections.abc import Callable
from dataclasses import dataclass

PARAGRAPHS = (
    "松岭县昨天公布了新的公共交通方案，计划在三年内新增公交线路二十条，并延长末班车的时间。",
    "县交通局负责人表示，方案在制定过程中听取了居民意见，重点解决早晚高峰拥挤、换乘不便等问题。",
    "根据安排，第一批线路将于明年春天开通，票价保持不变，老年人和学生继续享受优惠。",
)
GLOSSED = "習(xí)網(wǎng)個(gè)會(huì)學(xué)說(shuō)們(men)來(lái)"


def around(attack: str, *, head: str = "", byline: str = "", attributes: str = "") -> bytes:
    """An article with *attack* in its text."""
    first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>松岭县公布公共交通方案_松岭新闻网</title>{head}</head>"
        f'<body{attributes}><div class="main"><h1>松岭县公布公共交通方案</h1>'
        f'<div class="info">2026-11-01 10:00 来源：松岭日报{byline}</div>'
        f'<div class="content">{first}{attack}{"".join(rest)}</div></div></body></html>'
    ).encode()


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A kind of page. `full` is the number that makes it as big as anybody would send it."""

    full: int
    page: Callable[[int], bytes]


def numbered(form: str) -> Callable[[int], str]:
    """*form* so many times, with its number in it."""
    return lambda count: "".join(form.replace("#", str(number)) for number in range(count))


def of(form: str, **places: str) -> Callable[[int], bytes]:
    """An article with *form* so many times in its text."""
    repeated = numbered(form) if "#" in form else lambda count: form * count
    return lambda count: around(repeated(count), **places)


def nested(tag: str) -> Callable[[int], bytes]:
    """An article with so many elements in each other."""
    return lambda count: around(f"<{tag}>" * count + "里面" + f"</{tag}>" * count)


def sheet(rule: str) -> Callable[[int], bytes]:
    """An article with a style sheet of so many rules."""
    return lambda count: around("", head=f"<style>{numbered(rule)(count)}</style>")


ATTACKS = {
    "short paragraphs": Attack(full=100_000, page=of("<p>这是第#段，不长，可是有很多很多段，一段接着一段。</p>")),
    "one text": Attack(full=3_300_000, page=lambda count: around(f"<div>{'字' * count}</div>")),
    "nested div": Attack(full=200_000, page=nested("div")),
    "nested span": Attack(full=200_000, page=nested("span")),
    "nested b": Attack(full=200_000, page=nested("b")),
    "nested p and div": Attack(full=100_000, page=of("<p><div>段，文。")),
    "open elements": Attack(full=200_000, page=of("<div>字")),
    "attributes": Attack(
        full=100_000, page=lambda count: around("", attributes="".join(f" a{n}=1" for n in range(count)))
    ),
    "links in a line": Attack(full=500_000, page=of("<a href=/#>第#条新闻</a>")),
    "links in paragraphs": Attack(full=150_000, page=of("<p><a href=/#>又一条新闻的标题，编号#</a></p>")),
    "links in a list": Attack(full=150_000, page=of("<li class=related-#><a href=/#>又一条新闻的标题在这里</a></li>")),
    "links to pages": Attack(full=150_000, page=of("<a href=/2026/a_#.html>下一页</a>")),
    "line breaks": Attack(full=100_000, page=of("这是一行不长的文字，后面跟着换行。<br>")),
    "empty line breaks": Attack(full=1_000_000, page=of("<br>")),
    "line breaks in a heading": Attack(full=1_000_000, page=lambda count: around(f"<h1>题{'<br>文' * count}</h1>")),
    "entities": Attack(full=1_000_000, page=lambda count: around("&#20013;&amp;" * (count // 2))),
    "full stops": Attack(full=1_600_000, page=of("。")),
    "commas and stops": Attack(full=1_500_000, page=of(",。")),
    "digits": Attack(full=3_000_000, page=of("1")),
    "dates": Attack(full=180_000, page=of("2026年11月1日")),
    "dates in lines": Attack(full=150_000, page=of("<p>2026-11-01 08:30</p>")),
    "dates in pieces": Attack(full=300_000, page=of("<p>11/01</p>")),
    "dates in the byline": Attack(full=180_000, page=lambda count: around("", byline="2026年11月1日" * count)),
    "labels": Attack(full=200_000, page=of("责任编辑：")),
    "labels in lines": Attack(full=150_000, page=of("<p>责任编辑：</p>")),
    "labels in the byline": Attack(full=200_000, page=lambda count: around("", byline=" 责任编辑：" * count)),
    "glosses": Attack(full=60_000, page=of(GLOSSED)),
    "glosses in lines": Attack(full=60_000, page=of(f"<p>{GLOSSED}，是這樣。</p>")),
    "slips": Attack(full=200_000, page=of("來?！鄙鐓^(")),
    "few slips": Attack(full=300_000, page=lambda count: around("來?！鄙鐓^(" * 400 + "社区的字。" * count)),
    "slips without an end": Attack(full=5_000, page=lambda count: around(("來?！" + "鄙鐓" * 400) * (count // 10))),
    "watermarks": Attack(full=100_000, page=of("<p>这一段有自己的话要说，第#段。此文转载于某处某某站</p>")),
    "one long watermark": Attack(
        full=300_000,
        page=lambda count: around("".join(f"<p>第{n}段。{'水印文字' * (count // 10)}</p>" for n in range(10))),
    ),
    "watermarks one after another": Attack(
        full=20_000,
        page=lambda count: around("".join(f"<p>{n}说完了。{'甲乙丙丁戊己庚' * 5}</p>" for n in range(count))),
    ),
    "a style sheet": Attack(full=100_000, page=sheet(".c#{display:none;color:red;margin:0}")),
    "a style sheet of one rule": Attack(
        full=100_000, page=lambda count: around("", head=f"<style>{numbered('.c#,')(count)}p{{display:none}}</style>")
    ),
    "style elements": Attack(full=50_000, page=of("<style>.c#{display:none}</style>")),
    "styles on elements": Attack(full=100_000, page=of('<p style="margin:#px;font-size:12px">字，文。</p>')),
    "hidden elements": Attack(full=200_000, page=of("<i hidden>藏</i>字")),
    "hidden in hidden": Attack(full=20_000, page=of(f"<div hidden>{'藏着的一句话。' * 4}")),
    "a script": Attack(full=5_000_000, page=lambda count: around(f"<script>{'a<b;' * (count // 4)}</script>")),
    "scripts": Attack(full=150_000, page=of("<script>x()</script>字")),
    "comments": Attack(full=300_000, page=of("<!-- x -->字")),
    "json-ld": Attack(
        full=50_000,
        page=of('<script type="application/ld+json">{"@type":"NewsArticle","headline":"第#条","author":"甲"}</script>'),
    ),
    "nested json-ld": Attack(
        full=100_000,
        page=lambda count: around("", head=f'<script type="application/ld+json">{"[" * count}{"]" * count}</script>'),
    ),
    "digits in json-ld": Attack(
        full=3_000_000,
        page=lambda count: around("", head=f'<script type="application/ld+json">{{"a":{"1" * count}}}</script>'),
    ),
    "meta": Attack(full=100_000, page=lambda count: around("", head=numbered("<meta name=n# content=v#>")(count))),
    "a long title": Attack(
        full=1_000_000, page=lambda count: around("", head=f"<meta property=og:title content='{'题' * count}'>")
    ),
    "titles": Attack(full=200_000, page=of("<h2>松岭县公布公共交通方案，第#回</h2>")),
    "titles again": Attack(full=200_000, page=of("<h1>松岭县公布公共交通方案</h1>")),
    "ids": Attack(full=150_000, page=of("<b id=source#>松</b>")),
    "telling ids": Attack(full=50_000, page=nested("b id=pubtime_")),
    "tables in tables": Attack(full=50_000, page=nested("table><tr><td")),
    "a table": Attack(
        full=100_000, page=lambda count: around(f"<table>{'<tr><td>甲</td><td>乙</td></tr>' * count}</table>")
    ),
    "cells": Attack(full=300_000, page=lambda count: around(f"<table><tr>{'<td>甲</td>' * count}</tr></table>")),
    "a list": Attack(full=150_000, page=lambda count: around(f"<ul>{'<li>一项，很短。' * count}</ul>")),
    "lists in lists": Attack(full=50_000, page=nested("ul><li")),
    "marks of a farm": Attack(full=500_000, page=of("甲|乙 ")),
    "inline elements": Attack(full=300_000, page=of("<span>字</span><em>文</em>")),
    "children of one": Attack(full=300_000, page=of("<b>字</b>")),
    "accounts": Attack(full=100_000, page=of('<span class="author">张小明#</span>')),
    "deep and wide": Attack(
        full=40_000,
        page=lambda count: around(
            "<div><p>一段不长的话，有标点，还有字。" * (count // 40) + "<p>深处的一段，很多。" * count
        ),
    ),
    "furniture in furniture": Attack(full=1_000, page=of("<div class=share><p>一段话，不算太短的一段话。</p>")),
    "combining marks": Attack(full=1_500_000, page=of("\u0301")),
    "zero bytes": Attack(full=3_000_000, page=of("\0")),
    "leaked tags": Attack(full=150_000, page=of("?span style=&quot;a&quot;")),
    "spaces": Attack(full=5_000_000, page=of(" ")),
    "ideographic spaces": Attack(full=1_600_000, page=of("\u3000")),
}
