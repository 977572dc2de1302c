"""What the index is fed, and what it is asked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.text.bigrams import MOST_CHARACTERS, MOST_WORDS, feed, parse_query


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("武汉社区", "武汉 汉社 社区 区"),
        ("疫", "疫"),
        ("武汉，社区", "武汉 汉 社区 区"),
        ("國務院", "国务 务院 院"),
        ("北京2022年", "北京 京 2022 年"),
        ("增长3.5%。", "增长 长 3.5"),
        ("Covid-19", "covid 19"),
        ("ＧＤＰ增长", "gdp 增长 长"),
        ("结束.5月", "结束 束 5 月"),
        ("ひらがな", "ひら らが がな な"),
        ("café 한국", "café 한국"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("人们、々〇", "人们 们 々〇 〇"),
        ("", ""),
        ("……😀", ""),
    ],
)
def test_chinese_becomes_pairs_and_all_else_stays_whole(text: str, tokens: str) -> None:
    assert feed(text) == tokens


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
        ("NEAR(北京", '"near 北京"'),
        ("b:北京", '"b 北京"'),
        ("^北京", '"北京"'),
        ('北京"', '"北京"'),
        ("OR 1=1;--", '"or" AND "1 1"'),
        ("北\0京", '"北 京"*'),
        ("北京 & 😀 -", '"北京"'),
        ("北京*", '"北京"'),
    ],
)
def test_a_query_is_words_phrases_and_exclusions_and_nothing_else(query: str, match: str) -> None:
    assert parse_query(query).match == match


@pytest.mark.parametrize("query", ["", "  \t　", '"', "*", "😀", "\0", "()", '"' * 999, "-北京", '-"北京" -x', "-"])
def test_a_query_that_names_nothing_to_look_for_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="a query needs"):
        parse_query(query)


def test_a_query_without_end_is_refused() -> None:
    assert len(parse_query("a " * MOST_WORDS).wanted) == MOST_WORDS
    with pytest.raises(QueryError, match="words"):
        parse_query("a " * (MOST_WORDS + 1))
    with pytest.raises(QueryError, match="characters"):
        parse_query("北" * (MOST_CHARACTERS + 1))


# Quoted tokens, AND, OR, NOT and brackets around whole groups: all that is ever said to FTS5.
BARE = r'[^"\s()*:^+-]+'
PHRASE = rf'"{BARE}(?: {BARE})*"\*?'
MATCH = re.compile(rf"{PHRASE}(?: AND {PHRASE})*|\({PHRASE}(?: AND {PHRASE})*\) NOT \({PHRASE}(?: OR {PHRASE})*\)")


@given(st.text(alphabet=st.characters() | st.sampled_from('北京交通a1 "-*():^.')))
def test_no_query_speaks_the_language_of_fts5(query: str) -> None:
    try:
        match = parse_query(query).match
    except QueryError:
        return
    assert MATCH.fullmatch(match)
