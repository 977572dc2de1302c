"""Markup made to break a reader costs little and loses no text."""

import contextlib
from collections.abc import Callable

import pytest
from effort import effort_below

from archive.errors import NotAnArticle
from archive.extract.hidden import hides
from archive.extract.result import Extraction
from archive.outcome import Reason
from archive.page import parse

Read = Callable[..., Extraction]
MakePage = Callable[..., str]


@pytest.mark.parametrize("reference", ["&#27;", "&#x1b;", "&#1", "&#x00000B;", "&#65535;", "&#xFFFE;", "&#0031;"])
def test_a_reference_to_a_control_character_loses_no_article(read: Read, page: MakePage, reference: str) -> None:
    body = f"<p>第一段里有一个{reference}控制字符的引用，文章不应该因此而丢失。</p><p>第二段很平常，没有什么特别的东西可说。</p>"
    text = read(page(body=body)).text
    assert text.startswith("第一段里有一个")
    assert text.isprintable() or "\n" in text


@pytest.mark.parametrize(
    ("reference", "character"), [("&#120;", "x"), ("&#146;", "’"), ("&#x4e2d;", "中"), ("&#9;", " "), ("&#10;", " ")]
)
def test_other_references_are_left_alone(reference: str, character: str) -> None:
    assert character in parse(
        f"<html><body><p>甲{reference}乙</p></body></html>", "http://x.cn/"
    ).tree.text_content().replace("\t", " ").replace("\n", " ")


@pytest.mark.parametrize("depth", [253, 400, 2_000])
@pytest.mark.parametrize("tag", ["div", "span", "b"])
def test_text_below_many_elements_is_read(read: Read, page: MakePage, depth: int, tag: str) -> None:
    deep = f"<{tag}>" * depth + "<p>这一段正文藏在很深的地方，一样要读出来，不能丢。</p>" + f"</{tag}>" * depth
    assert "藏在很深的地方" in read(page(body=deep + "<p>这一段在外面，平平常常，也要读出来。</p>")).text


def test_a_hundred_thousand_elements_deep_is_survived(read: Read, page: MakePage) -> None:
    with effort_below(5):
        found = read(page(after="<div>" * 100_000))
    assert found.title == "本市公布新一轮公共交通优化方案"


def test_one_huge_text_node_is_read_whole() -> None:
    page = parse(f"<html><body><p>{'字' * 5_000_000}</p><p>末段</p></body></html>", "http://x.cn/")
    text = "".join(page.tree.itertext())
    assert len(text) == 5_000_002
    assert text.endswith("末段")
    assert not page.truncated


def test_a_hundred_thousand_attributes_are_refused_at_once() -> None:
    attack = "<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p></body></html>"
    with effort_below(1), pytest.raises(NotAnArticle) as refusal:
        parse(attack, "http://x.cn/")
    assert refusal.value.reason is Reason.UNREAD


@pytest.mark.parametrize(
    "harmless",
    [
        f'<img src="data:image/png;base64,{"A" * 300_000}">',
        f'<p title="{"a b=c " * 5_000}">x</p>',
        "<script>" + "if (a<b && c) { d = 1; }\n" * 5_000 + "</script>",
        f"<!-- <p {'a ' * 5_000}> -->",
    ],
)
def test_long_tags_with_few_attributes_are_read(harmless: str) -> None:
    assert (
        parse(f"<html><body>{harmless}<p>正文</p></body></html>", "http://x.cn/").tree.text_content().endswith("正文")
    )


@pytest.mark.parametrize("disguise", ["<p '> ", "<!-- <script> -->", '<a title="<script>">'])
def test_attributes_hidden_behind_quotes_are_counted(disguise: str) -> None:
    with pytest.raises(NotAnArticle):
        parse(f"<html><body>{disguise}<p {' '.join(f'a{n}' for n in range(5_000))}>x</p><i ' x='>", "http://x.cn/")


@pytest.mark.parametrize(
    "piece", ['<a "', '<a ="', "<!--", "<script>", "<a b='", "&#", "</html", "<style>{", "<a<a", "<"]
)
def test_no_pattern_is_quadratic_in_hostile_markup(piece: str) -> None:
    with effort_below(5), contextlib.suppress(NotAnArticle):
        parse("<html><body><p>文</p>" + piece * (1_000_000 // len(piece)), "http://x.cn/")


@pytest.mark.parametrize(
    "style",
    ["display:" * 50_000, "/*" * 50_000, " " * 100_000, "background:" * 30_000, "color:#fff;background" * 10_000],
)
def test_no_pattern_is_quadratic_in_a_hostile_style(style: str) -> None:
    with effort_below(3):
        assert not hides(style)


@pytest.mark.parametrize(
    "text",
    [
        "2026年" * 30_000,
        "来源：" * 30_000,
        "作者 " * 30_000,
        "（记者" * 30_000,
        "1" * 100_000,
        "图 " * 50_000,
        "刚刚" * 30_000,
        "《" * 90_000,
    ],
)
def test_no_pattern_is_quadratic_in_a_hostile_text(read: Read, page: MakePage, text: str) -> None:
    with effort_below(5):
        read(page(byline=text, closing=f"<p>{text}</p>"))


@pytest.mark.parametrize(
    "json",
    [
        "{",
        "[1, 2",
        '{"@graph": 3}',
        "null",
        "[" * 100_000,
        '{"datePublished": {"a": 1}}',
        '{"datePublished": "gestern"}',
    ],
)
def test_broken_json_ld_is_passed_over(read: Read, page: MakePage, json: str) -> None:
    assert read(page(head=f'<script type="application/ld+json">{json}</script>')).source == "测试社"


def test_many_links_are_survived(read: Read, page: MakePage) -> None:
    links = "".join(f"<li><a href=/{n}>又一条新闻的标题，编号{n}</a></li>" for n in range(20_000))
    with effort_below(10):
        found = read(page(after=f"<ul>{links}</ul>"))
    assert found.text.count("\n") == 2
