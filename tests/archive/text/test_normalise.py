"""Forms for comparing: one script, one width, offsets kept where they are promised."""

import unicodedata
from itertools import chain

import pytest
from effort import effort_below
from hypothesis import given
from hypothesis import strategies as st

from archive.text import tables
from archive.text.normalise import IDEOGRAPHS, SEPARATE, fold, fold_for_offsets, key_form, label_form, normalise, unify

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF) | st.characters(codec="utf-8"))


@given(CHINESE)
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    for form in (fold, fold_for_offsets):
        assert len(form(text)) == len(text)
        assert form(form(text)) == form(text)


@given(
    st.text(alphabet=st.sampled_from([*map(chr, chain(*SEPARATE)), *"網絡裏", "\u0301", "ｶ", "ﾞ", "각", "\U0002f800"]))
)
def test_width_and_script_fold_in_one_step_as_in_two(text: str) -> None:
    assert unify(text) == fold(unicodedata.normalize("NFKC", text))


def test_each_separate_character_folds_as_it_does_alone() -> None:
    characters = list(map(chr, chain(*SEPARATE, *IDEOGRAPHS)))
    assert list(map(unify, characters)) == [fold(unicodedata.normalize("NFKC", char)) for char in characters]


@given(CHINESE)
def test_the_key_form_is_idempotent(text: str) -> None:
    assert key_form(key_form(text)) == key_form(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("網絡發展", "网络发展"),
        ("隨著", "随着"),
        ("覆蓋、反複、恢復", "覆盖、反复、恢复"),
        ("裏面與裡面", "里面与里面"),
        ("頭髮", "头发"),
        ("為爲", "为为"),
    ],
)
def test_scripts_meet_in_the_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("pair", ["像象", "坐座", "沈沉", "划画", "链炼", "呆待", "哩里", "幺么", "淼渺", "坏坯"])
def test_everyday_characters_stay_apart(pair: str) -> None:
    assert fold(pair[0]) != fold(pair[1])


def test_the_fold_is_legible() -> None:
    assert fold("隨著會議復雜裏餘借") == "随着会议复杂里余借"


def test_the_classes_are_those_of_this_version() -> None:
    """A change of these numbers is a new FOLD, and a rebuild of every key and index."""
    classes = tables.lines("fold.txt")
    assert len(classes) == 4629
    assert sum(map(len, classes)) - len(classes) == 5231
    assert max(map(len, classes)) == 6


@pytest.mark.parametrize(
    ("text", "normal", "key", "label"),
    [
        ("ＡＢ１２３，　路", "ab123, 路", "ab123路", "AB123, 路"),
        ("網(wǎng)站…Wi-Fi", "网(wǎng)站...wi-fi", "网站wifi", "网站...Wi-Fi"),
        ("㎏", "kg", "kg", "kg"),
        ("責任編輯：", "责任编辑:", "责任编辑", "责任编辑:"),
    ],
)
def test_the_forms_differ_in_what_they_keep(text: str, normal: str, key: str, label: str) -> None:
    assert (normalise(text), key_form(text), label_form(text)) == (normal, key, label)


def test_offsets_fold_width_and_case_one_to_one() -> None:
    assert fold_for_offsets("Ｎ９５口罩，İ　Z…") == "n95口罩,İ z…"


def test_the_tables_load_fast_enough_to_be_loaded_by_every_command() -> None:
    with effort_below(0.3):
        tables.fold_table.__wrapped__()
        tables.readings.__wrapped__()
        tables.torn_words.__wrapped__()
