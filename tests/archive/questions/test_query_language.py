"""What a person types, and what it means."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.questions.query import MOST_CHARACTERS, MOST_WORDS, Name, parse


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("社区防控", '"社区 区防 防控"'),
        ("疫", '"疫"*'),
        ("第5条", '"第 5 条"*'),
        ("北京2022", '"北京 京 2022"'),
        ("covid-19", '"covid 19"'),
        ("quick*", '"quick"*'),
        ("北京 交通", '"北京" AND "交通"'),
        ("北京　交通", '"北京" AND "交通"'),
        ('"北京 交通"', '"北京 京 交通"'),
        ("“北京 交通”", '"北京 京 交通"'),
        ('"关于“北京”的通知"', '"关于 于 北京 京 的通 通知"'),
        ("北京 -交通 -地铁", '("北京") NOT ("交通" OR "地铁")'),
        ('北京 -"新 区"', '("北京") NOT ("新 区"*)'),
        ("臺灣", '"台湾"'),
        ("NEAR(北京", '"near . 北京"'),
        ("b:北京", '"b . 北京"'),
        ("^北京", '"北京"'),
        ('北京"', '"北京"'),
        ("OR 1=1;--", '"or" AND "1 1"'),
        ("北京（2022）年", '"北京 京 . 2022 . 年"*'),
        ("北京 2022", '"北京" AND "2022"'),
        ("“北京 2022”", '"北京 京 2022"'),
        ("「北京 交通」", '"北京 京 交通"'),
        ('"北京 交通', '"北京" AND "交通"'),
        ("北京 OR 上海", '("北京" OR "上海")'),
        ("北京 ＯＲ 上海 OR 天津 地铁", '("北京" OR "上海" OR "天津") AND "地铁"'),
        ("北京 AND 交通", '"北京" AND "交通"'),
        ("北京 or 上海", '"北京" AND "or" AND "上海"'),
        ("北京 OR", '"北京" AND "or"'),
        ("OR AND OR", '"or" AND "and" AND "or"'),
        ("AND OR NEAR", '("and" OR "near")'),
        ("北京 OR AND 上海", '"北京" AND "or" AND "上海"'),
        ('北京 "OR" 上海', '"北京" AND "or" AND "上海"'),
        ("北京 AND -交通", '("北京") NOT ("交通")'),
        ("北京 －交通", '("北京") NOT ("交通")'),
        ("北京 - 交通", '"北京" AND "交通"'),
        ("北京 --交通", '("北京") NOT ("交通")'),
        ("title:地铁", 'title : "地铁"'),
        ("Title：地铁 OR 公交", '(title : "地铁" OR "公交")'),
        ("title:“新 线”", 'title : "新 线"*'),
        ("公交 -title:地铁", '("公交") NOT (title : "地铁")'),
        ("title: 地铁", '"title" AND "地铁"'),
        ("body:quick", '"body quick"'),
        ("北京:交通", '"北京 京 交通"'),
        ("(北京 OR 上海) 交通", '("北京" OR "上海") AND "交通"'),
        ("col-umn", '"col umn"'),
        ("北\0京", '"北 京"*'),
        ("北京 & 😀 -", '"北京"'),
        ("北京*", '"北京"'),
    ],
)
def test_a_query_is_words_phrases_and_exclusions_and_nothing_else(query: str, match: str) -> None:
    assert parse(query).match == match


@pytest.mark.parametrize("query", ["", "  \t　", '"', "*", "😀", "\0", "()", '"' * 999, "-北京", '-"北京" -x', "-"])
def test_a_query_that_names_nothing_to_look_for_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="a query needs"):
        parse(query)


@pytest.mark.parametrize(
    ("query", "names", "no_names"),
    [
        ("source:新华社", [["source 新华社"]], []),
        ("北京 来源：新华社", [], []),
        ("source：「新华 社」 北京", [["source 新华 社"]], []),
        ("source:新华社 OR editor:李雷 SITE:paper", [["source 新华社", "editor 李雷"], ["site paper"]], []),
        ('author:"John Smith" -source:央视网', [["author John Smith"]], ["source 央视网"]),
        ("北京 source:", [], []),
        ("北京 source:😀", [], []),
    ],
)
def test_names_are_asked_of_their_fields(query: str, names: list[list[str]], no_names: list[str]) -> None:
    asked = parse(query)
    assert [[said(name) for name in group] for group in asked.names] == names
    assert [said(name) for name in asked.no_names] == no_names


def said(name: Name) -> str:
    return f"{name.field} {name.name}"


@pytest.mark.parametrize("query", ["北京 OR -上海", "-北京 OR 上海", "北京 OR source:新华社", "source:新华社 OR 北京"])
def test_what_or_can_not_join_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="OR"):
        parse(query)


def test_a_query_without_end_is_refused() -> None:
    assert len(parse("a " * MOST_WORDS).words) == MOST_WORDS
    with pytest.raises(QueryError, match="words"):
        parse("a " * (MOST_WORDS + 1))
    with pytest.raises(QueryError, match="characters"):
        parse("北" * (MOST_CHARACTERS + 1))


# Quoted tokens, a column, AND, OR, NOT and brackets around whole groups: all that is ever said to FTS5.
BARE = r'[^"\s()*:^+-]+'
WORD = rf'(?:title : )?"{BARE}(?: {BARE})*"\*?'
ANY = rf"(?:{WORD}|\({WORD}(?: OR {WORD})+\))"
ALL = rf"{ANY}(?: AND {ANY})*"
MATCH = re.compile(rf"{ALL}|\({ALL}\) NOT \({WORD}(?: OR {WORD})*\)")


@given(
    st.text(alphabet=st.characters() | st.sampled_from('北京交通a1 "-*():^.'))
    | st.lists(
        st.sampled_from(["OR", "AND", "title:", "source:", "-", '"', "北", "京", " ", " ", "a", "：", "“", "」"])
    ).map("".join)
)
def test_no_query_speaks_the_language_of_fts5(query: str) -> None:
    try:
        match = parse(query).match
    except QueryError:
        return
    assert match is None or MATCH.fullmatch(match)
