"""The steps together, and the small ones: doubled commas, leaked tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.markup import drop_leaked_tags
from archive.text.punctuation import drop_doubled_commas
from archive.text.repair import repair_html, repair_text

CLEAN = (
    "村口的老槐树有三百岁了，树下的茶摊摆了四十年。",
    "“茶还是老味道吗？”“是！”摊主笑了，说每年卖出1,000斤茶叶。",
    "他念了一段《论语》：“学而时习之，不亦说（yuè）乎……”——声音不高。",
    "比分是3:2；主队（客场）赢了，真的？！没人信。",
    "记者从气象局(NMC)获悉，周末有雨，气温降到5℃。",
    "代码里写着 a<b 和 if (x > 1)，网页换行用<br>标签。",
    "人民網(wǎng)也报道了这件事，全文见 https://example.com/a?b=1&c=2 。",
)
DOUBLED = "路通了,，人來了,、貨走了,。天晴了,。誰說的,？老李說的,！"


def test_doubled_commas_go() -> None:
    text, edits, _ = drop_doubled_commas(DOUBLED)
    assert text == "路通了，人來了、貨走了。天晴了。誰說的？老李說的！"
    assert len(edits) == 6


@pytest.mark.parametrize(
    "text",
    [
        "此外，，老李也来了。他说,。就走了。",
        "等等……——说完了？！真的！！“好,”他说，1,000元、2,000元、3,000元、4,000元、5,000元。",
    ],
)
def test_a_few_typing_errors_and_true_commas_stay(text: str) -> None:
    assert drop_doubled_commas(text)[0] == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ('路通了。?span style="display:none">', "路通了。"),
        ("路通了。?/p>", "路通了。"),
        ("路通了。</font<br /", "路通了。"),
        ('路通了。<span style="color:red">灯亮了。', "路通了。灯亮了。"),
    ],
)
def test_the_rest_of_a_tag_goes(text: str, cleaned: str) -> None:
    assert drop_leaked_tags(text)[0] == cleaned


@pytest.mark.parametrize(
    "text",
    ["若a<b则停", "他读《边城》", "换行写<br>，段落写<p>", "写成“<a href='x'>”就行", "真的?<b", "是a?b:c吗"],
)
def test_prose_with_brackets_stays(text: str) -> None:
    assert drop_leaked_tags(text)[0] == text


def test_a_body_with_all_the_damage_comes_out_clean() -> None:
    clean = [
        "鄉村的網絡通了，會用手機的人多。",
        "幾個年輕人開了網店，鄉親都來看。",
        "老人也會用網絡、會打字，開會不難。",
    ]
    readings = {"鄉": "xiāng", "網": "wǎng", "會": "huì", "機": "jī", "個": "gè", "開": "kāi"}
    damaged = "xqv望溪網|今日望溪\n".join([*clean, ""]).replace("，", ",，").replace("。", ",。")
    for char, reading in readings.items():
        damaged = damaged.replace(char, f"{char}({reading})")
    repaired = repair_text(damaged.strip())
    assert repaired.text == "\n".join(clean)
    assert {edit.step for edit in repaired.edits} == {"gloss", "watermark", "punctuation"}


def test_clean_text_is_not_touched() -> None:
    text = "\n".join(CLEAN)
    assert repair_text(text).text == text
    assert repair_html(text).text == text


@given(st.lists(st.sampled_from(CLEAN), max_size=9), st.sampled_from(["\n", ""]))
def test_clean_sentences_are_not_touched_in_any_order(sentences: list[str], between: str) -> None:
    text = between.join(sentences)
    assert repair_text(text).text == text
    assert repair_html(f"<p>{text}</p>").text == f"<p>{text}</p>"


@given(st.text(alphabet='網(wǎng)會huì路通,，。！？?!<>/span="\n |xq', max_size=80))
def test_each_step_is_deterministic_and_idempotent(text: str) -> None:
    for step in (drop_doubled_commas, drop_leaked_tags, repair_text, repair_html):
        once = step(text)
        assert step(text) == once
        text_once = once[0] if isinstance(once, tuple) else once.text
        again = step(text_once)
        assert (again[0] if isinstance(again, tuple) else again.text) == text_once
