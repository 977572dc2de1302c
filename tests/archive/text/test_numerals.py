"""Numerals become digits where they count or date something, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.normalise import fold
from archive.text.numerals import MIXED, NUMERAL, arabic

WORDS = """
一些 十分 万一 三亚 九江 四川 七台河市 五家渠市 三台县 京九集团 三元区 千方百计 二手 一起 一样 一度 一时 一天 一成不变 三位一体
一次性 一心一意 四分五裂 第一时间 三四个 七八十人 几十人 数万人 上百人 百年 亿万人民 二十大 八一大楼 十四五规划 一带一路 三十六计
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增病例三例", "新增病例3例"),
        ("三十二人", "32人"),
        ("一百零五名", "105名"),
        ("三千零八十元", "3080元"),
        ("两辆车", "2辆车"),
        ("十人", "10人"),
        ("二十多人", "20多人"),
        ("三万多人", "30000多人"),
        ("一亿三千万人", "130000000人"),
        ("1.2万亿元", "1200000000000元"),
        ("3万", "30000"),
        ("3万5千元", "35000元"),
        ("1万2000人", "12000人"),
        ("十月二十日", "10月20日"),
        ("二〇二四年", "2024年"),
        ("二○二四年", "2024年"),
        ("一九九七年", "1997年"),
        ("第五条", "第5条"),
        ("第十二", "第12"),
        ("连载之三", "连载之3"),
        ("上篇(二)", "上篇(2)"),
        ("百分之三点五", "百分之3.5"),
        ("百分之百", "百分之100"),
        ("四分之三", "4分之3"),
        ("五点五级", "5.5级"),
        ("十二点五万吨", "125000吨"),
        ("九时三十分", "9时30分"),
        ("三点二十分", "3点20分"),
        ("二十三分", "23分"),
        ("星期三", "星期3"),
        ("上周五", "上周5"),
        ("一名", "1名"),
        ("一季度", "1季度"),
    ],
)
def test_numerals_that_count_or_date_become_digits(text: str, expected: str) -> None:
    assert arabic(text) == expected


@pytest.mark.parametrize("text", WORDS.split())
def test_words_and_names_keep_their_characters(text: str) -> None:
    assert arabic(text) == text


@given(st.integers(1, 99_999_999))
def test_every_number_is_read_back(number: int) -> None:
    assert arabic(f"共{spelled(number)}人") == f"共{number}人"


def spelled(number: int) -> str:
    """A number as Chinese newspapers write it: 30,020 is 三万零二十."""
    high, low = divmod(number, 10_000)
    if not high:
        return below_myriad(low)
    gap = "零" if 0 < low < 1000 else ""
    return f"{below_myriad(high)}万{gap}{below_myriad(low) if low else ''}"


def below_myriad(number: int) -> str:
    """A number up to 9,999."""
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += "零一二三四五六七八九"[digit] + sign
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


@given(st.text(alphabet="一二两三十百千万亿零〇点个年第之分(3.)人", max_size=30))
def test_any_run_of_numerals_is_survived_and_settled_at_once(text: str) -> None:
    found = arabic(text)
    assert isinstance(found, str)
    assert arabic(found + "。") == arabic(found) + "。"


def test_the_rules_are_written_in_folded_characters() -> None:
    assert all(fold(rule.pattern) == rule.pattern for rule in (MIXED, NUMERAL))
