"""Pages made to cost time cost as much as they are long, and are read or refused for what they are."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hostile import ATTACKS, PARAGRAPHS
from lxml.html import HtmlElement, document_fromstring, fragment_fromstring

from archive.errors import NotAnArticle
from archive.extract.clean import drop
from archive.extract.result import Extraction
from archive.extract.second import DEEPEST, MOST, second_reading
from archive.extract.walk import LINES
from archive.outcome import Reason
from archive.page import ELEMENTS, parse

Read = Callable[..., Extraction]
SMALL = 1_000  # one in so many of the full number, which is seconds of reading
FIRST = PARAGRAPHS[0]
# What is kept where the attack outweighs the article around it.
KEPT = {
    "glosses": "習網個會學說們來",
    "glosses in lines": "習網個會學說們來",
    "slips": "來。”社區",
    "few slips": "來。”社區",
    "slips without an end": "鄙鐓",
    "titles": "第101回",
}
TOO_MANY = "attributes"
IN_EACH_OTHER = {
    "hidden in hidden",
    "deep and wide",
    "furniture in furniture",
}  # work is size times depth, and libxml2 goes 2,048 deep


def size_of(name: str) -> int:
    return max(ATTACKS[name].full // SMALL, 60)


@pytest.mark.parametrize("name", sorted(ATTACKS.keys() - {TOO_MANY}))
def test_a_hostile_page_is_read_with_its_article(read: Read, name: str) -> None:
    assert KEPT.get(name, FIRST) in read(ATTACKS[name].page(size_of(name))).text


def test_a_tag_of_too_many_attributes_is_refused(read: Read) -> None:
    with pytest.raises(NotAnArticle, match="more than 2,000 attributes") as refusal:
        read(ATTACKS[TOO_MANY].page(2_500))
    assert refusal.value.reason is Reason.UNREAD


def calls(action: Callable[[], object]) -> int:
    """How many functions an action calls, those in C included: its work, on any machine."""
    count = 0

    def counting(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", sorted(ATTACKS.keys() - IN_EACH_OTHER - {TOO_MANY}))
def test_four_times_the_page_is_four_times_the_work(read: Read, name: str) -> None:
    less, more = (ATTACKS[name].page(number * size_of(name)) for number in (1, 4))
    read(more)  # what is remembered of short strings is known to both
    assert calls(lambda: read(more)) < 6 * calls(lambda: read(less))


def test_more_elements_than_any_page_has_are_refused() -> None:
    with pytest.raises(NotAnArticle, match="200,000 elements") as refusal:
        parse(f"<html><body>{'<br>' * ELEMENTS}</body></html>", "http://x.cn/")
    assert refusal.value.reason is Reason.UNREAD


def test_more_lines_than_any_text_has_are_refused(read: Read) -> None:
    with pytest.raises(NotAnArticle, match="50,000 lines") as refusal:
        read(f"<html><body>{'<p>字' * (LINES + 1)}</body></html>")
    assert refusal.value.reason is Reason.UNREAD


@pytest.mark.parametrize("inside", ["<b>字</b>" * MOST, "<b>" * DEEPEST + "字" + "</b>" * DEEPEST])
def test_what_would_take_a_second_reader_too_long_is_not_read_twice(inside: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert second_reading(fragment_fromstring(f"<div>{paragraphs}</div>"))
    assert second_reading(fragment_fromstring(f"<div>{paragraphs}{inside}</div>")) is None


def kept(html: str) -> tuple[int, HtmlElement]:
    """A fragment after its `<i>` have been dropped, and how many they were."""
    tree = fragment_fromstring(html)
    return drop(tree.iter("i")), tree


@pytest.mark.parametrize(
    ("html", "count", "left"),
    [
        ("<p>甲<i>一</i>乙<i>二</i>丙</p>", 2, "甲乙丙"),
        ("<p><i>一</i><i>二</i>丙<b>丁</b><i>三</i>戊</p>", 3, "丙丁戊"),
        ("<p>甲<i>一<i>二</i>三</i>乙</p>", 2, "甲乙"),
        ("<p>甲</p>", 0, "甲"),
    ],
)
def test_text_behind_dropped_elements_stays(html: str, count: int, left: str) -> None:
    dropped, tree = kept(html)
    assert dropped == count
    assert tree.text_content() == left
    assert tree.find(".//i") is None


def test_the_root_is_not_dropped() -> None:
    assert drop([document_fromstring("<p>甲</p>")]) == 0


def test_what_is_hidden_within_a_hidden_body_is_dropped(read: Read, page: Callable[..., str]) -> None:
    body = "".join(f"<p>{text}<span hidden>藏在里面的水印。</span></p>" for text in PARAGRAPHS * 3)
    found = read(page(body=f'<div style="visibility:hidden">{body}</div>'))
    assert "hidden-body" in found.flags
    assert "水印" not in found.text
    assert found.removed["hidden"] == 9
