"""The piece of a text that shows why it was found."""

import pytest
from effort import effort_below
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.questions.query import parse
from archive.text.snippet import AROUND, cut, words_of


def marked(query: str, body: str) -> list[str]:
    snippet = cut(body, words_of(parse(query).phrases))
    return [snippet.text[start:end] for start, end in snippet.marks]


@pytest.mark.parametrize(
    ("query", "body", "words"),
    [
        ("国务院", "昨天，國務院决定", ["國務院"]),
        ("北京2022", "在北京（２０２２）和北京２０２２，北京 2022", ["北京２０２２", "北京 2022"]),
        ("“北京，2022”", "在北京2022和北京（２０２２）", ["北京（２０２２"]),
        ("5", "3.5和5.，5%", ["5", "5"]),
        ("北京交通 交通网", "北京交通网，交通", ["北京交通网"]),
        ("北京 OR 上海", "上海", ["上海"]),
        ("经济 社会", "社会与经济，社会", ["社会", "经济", "社会"]),
        ("covid", "Covids和Covid-19", ["Covid"]),
        ("covid*", "Covids和COVID", ["Covid", "COVID"]),
        ("第5条", "第5条和第55条", ["第5条"]),
        ("北京 -交通", "北京交通", ["北京"]),
        ('"北京 交通"', "北京\n交通", ["北京 交通"]),
        ("kg", "五㎏", []),
        ("a.b", "axb a.b", ["a.b"]),
    ],
)
def test_the_words_are_marked_where_they_stand(query: str, body: str, words: list[str]) -> None:
    assert marked(query, body) == words


def test_a_long_text_is_cut_around_the_first_place() -> None:
    snippet = cut("前" * 100 + "北京" + "后" * 100 + "北京", words_of(parse("北京").phrases))
    assert snippet.text == "…" + "前" * AROUND + "北京" + "后" * AROUND + "…"
    assert snippet.marks == ((AROUND + 1, AROUND + 3),)


def test_each_word_is_shown_with_some_text_around_it() -> None:
    body = "前" * 50 + "北京" + "中" * 200 + "交通" + "后" * 50
    snippet = cut(body, words_of(parse("交通 北京 火星").phrases))
    assert snippet.text == "…" + "前" * 20 + "北京" + "中" * 20 + "…" + "中" * 20 + "交通" + "后" * 20 + "…"
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["北京", "交通"]


def test_without_a_place_the_beginning_is_shown() -> None:
    assert cut("一\n二").text == "一 二"
    assert cut("一" * 81).text == "一" * 80 + "…"
    assert cut("一二三", words_of(parse("四").phrases)).marks == ()


@given(st.text(st.sampled_from('北京a2. ，\n"-*“”')), st.text(st.sampled_from("北京a2. ，\n")))
def test_marks_lie_within_the_snippet_in_order(query: str, body: str) -> None:
    try:
        words = words_of(parse(query).phrases)
    except QueryError:
        return
    snippet = cut(body, words)
    places = [place for mark in snippet.marks for place in mark]
    assert places == sorted(places)
    assert all(0 <= place <= len(snippet.text) for place in places)
    assert "\n" not in snippet.text


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    words = words_of(parse("北京2022x").phrases)
    with effort_below(2):
        cut(("北京" + "—" * 1000) * 1000, words)
