"""What the index is fed."""

import pytest

from archive.text.bigrams import feed


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
        ("结束.5月", "结束 束 . 5 月"),
        ("北京 2022 年", "北京 京 2022 年"),
        ("北京（2022）年", "北京 京 . 2022 . 年"),
        ("北京\n2022", "北京 京 . 2022"),
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
