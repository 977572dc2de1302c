"""Text read one byte out of step: what is torn is put right, and what only looks torn stays."""

import pytest
from effort import effort_below
from hypothesis import given
from hypothesis import strategies as st
from misreading import gloss, tear

from archive.text.repair import repair_html

TORN_BY_COMMA = [
    # what is torn, and what ends it
    ("。” and a second half in 區", "<p>老王笑著說：“路通了，果子就能賣出去。”社區的人都點頭(眾人鼓掌)。</p>"),
    ("。” and the next half in 縣", "<p>他只說了一句：“明天再來。”縣裏的人都知道他的脾氣，(沒有)人再問。</p>"),
    ("。總 and a bracket swallowed", "<p>他在信裏寫道，雨停了。總得有人把路修好。(大家)都記得這句話。</p>"),
    (
        "。看 and a tag swallowed",
        "<p>村里的路修好了。看着新桥，老人十分高兴，逢人就说起这件事。</p>\n<p>第二天又下雨了。</p>",
    ),
    ("。” and a tag swallowed", "<p>她說：“今年的收成比去年好。”</p><p>(完)</p>"),
    ("校。 and a bracket swallowed", "<p>孩子們一早就回到學校。(次日)才開課。</p>"),
    ("校。 and a tag swallowed", "<p>她回到學校。</p>"),
    ("海、 and a second half in 紹", "<p>他們去過上海、寧波和紹興。(完)</p>"),
    ("海、 known from the page", "<p>這一帶叫望海，人們都愛歌會。老人說，望海、福安都有歌會(露天)。</p>"),
]
GLOSSES = {"數": "shù", "報": "bào", "說": "shuō", "當": "dāng", "會": "huì"}
TORN_BY_GLOSS = [
    ("數 in 當地, up to the next gloss", "<p>地方報紙說，數百人到場，報名的數字還會變。當地的報紙沒有說準。</p>"),
    ("數 in 當地, up to a tag", "<p>報名數字，會說。</p><p>當地人。</p><p>數目不詳</p>"),
]


@pytest.mark.parametrize("page", [page for _, page in TORN_BY_COMMA], ids=[name for name, _ in TORN_BY_COMMA])
def test_text_torn_by_a_comma_is_put_in_step(page: str) -> None:
    damaged = tear(page)
    repaired = repair_html(damaged)
    assert damaged != page
    assert repaired.text == page
    assert {edit.step for edit in repaired.edits} == {"slip"}


@pytest.mark.parametrize("page", [page for _, page in TORN_BY_GLOSS], ids=[name for name, _ in TORN_BY_GLOSS])
def test_a_gloss_planted_between_two_halves_is_taken_out(page: str) -> None:
    whole = page
    for char, reading in GLOSSES.items():
        whole = whole.replace(char, f"{char}({reading})")
    damaged = gloss(page, GLOSSES)
    assert damaged != whole
    assert repair_html(damaged).text == whole


def test_a_tear_is_repaired_after_full_width_marks_became_ascii() -> None:
    page = TORN_BY_COMMA[0][1]
    narrow = {0xFF01 + step: 0x21 + step for step in range(94)}
    assert repair_html(tear(page).translate(narrow)).text == page.translate(narrow)


def test_a_swallowed_tag_is_a_tag_again() -> None:
    page = '<p>雨停了。總要有人去修路。<span style="display:none">水印</span></p>'
    damaged = tear(page)
    assert "?span style" in damaged
    assert '。<span style="display:none">' in repair_html(damaged).text


def test_an_inferred_end_is_logged_as_inferred_and_a_found_one_as_exact() -> None:
    exact, inferred = (repair_html(tear(TORN_BY_COMMA[case][1])).edits[0] for case in (0, 3))
    assert exact.exact
    assert not inferred.exact


def test_a_digit_that_is_gone_is_not_passed_over() -> None:
    page = "<p>大家共有一座橋。老人說，雨停了。總共有300人來幫忙。</p>"
    assert repair_html(tear(page)).text == page.replace("300", "\ufffd00")


def test_a_reading_that_no_character_explains_is_flagged() -> None:
    page = "<p>他们?shù)人。</p>"
    repaired = repair_html(page)
    assert repaired.text == page
    assert repaired.flags == ("slip",)


@pytest.mark.parametrize(
    "page",
    [
        "<p>他问：“你去吗?”“去！”说完就走。</p>",
        "<p>你去吗？！他不信。</p>",
        "<p>真的?!他不信，转身就走。</p>",
        "<p>什么?!?</p>",
        "<p>“真的?”?!</p>",
        "<p>Really?!他说?！（笑）</p>",
        "<p>?凡注明来源的稿件，均为转载。</p>",
        "<p>?example.com 版权所有</p>",
        '<p><a href="/find?！鄙鐓^c">链接</a></p>',
        '<p title="?！鄙鐓^(">他来了。</p>',
        '<script>var a = "?！鄙鐓^(";</script>',
        "<style>/* ?！鄙鐓^( */</style>",
        "<!-- ?！鄙鐓^( -->",
        "<p>他说是（真的?！好的)。</p>",
    ],
)
def test_what_is_no_tear_stays(page: str) -> None:
    assert repair_html(page).text == page
    assert not repair_html(page).edits


@given(st.text(alphabet="村里的路修好了社區看總書記。！？“”，、?!<>()pa鄙鐓^yщ\ue266\ufffd€", max_size=60))
def test_any_page_comes_out_the_same_when_repaired_twice(page: str) -> None:
    once = repair_html(page).text
    assert repair_html(page).text == once
    assert repair_html(once).text == once


@pytest.mark.parametrize("piece", ["?！鄙", "?！", "<", "<!--", "<script", "??", "重?fù)", "?！鄙" + "社" * 900])
def test_a_hostile_page_takes_no_longer_than_its_length(piece: str) -> None:
    page = piece * (1_000_000 // len(piece))
    with effort_below(20):
        repair_html(page)
