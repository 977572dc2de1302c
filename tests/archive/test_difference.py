"""Two wordings side by side: what they share, what was changed, and that no text takes long."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.difference import LONGEST, difference, similarity
from archive.text.normalise import fold_for_offsets

HAN = [chr(0x4E00 + number) for number in range(2000)]
TEXTS = st.text(st.sampled_from("新舊旧县县图書书馆３3A。！\n，的"), max_size=60)


def marked(before: str, after: str) -> str:
    """The difference on one line."""
    shown = (
        step.before
        if step.kind == "equal"
        else (f"[-{step.before}-]" if step.before else "") + (f"{{+{step.after}+}}" if step.after else "")
        for step in difference(before, after)
    )
    return "".join(shown)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("开馆。", "", "[-开馆。-]"),
        ("", "开馆。", "{+开馆。+}"),
        ("开馆。", "开馆。", "开馆。"),
        ("新馆三例。", "新馆五例。", "新馆[-三-]{+五+}例。"),
        ("到11月3日上午。", "到12月4日上午。", "到1[-1-]{+2+}月[-3-]{+4+}日上午。"),
        ("甲先到。乙后到。丙没来。", "甲先到。丙没来。", "甲先到。[-乙后到。-]丙没来。"),
        ("甲先到。丙没来。", "甲先到。\n乙后到。丙没来。", "甲先到。{+\n乙后到。+}丙没来。"),
        ("甲先到。乙后到。", "甲先到。乙后到。\n丙没来。", "甲先到。乙后到。{+\n丙没来。+}"),
        ("首日接待读者两千余人次。", "首日接待读者近三千人次。", "首日接待读者[-两-]{+近三+}千[-余-]人次。"),
    ],
)
def test_what_was_changed_is_marked_and_no_more(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


def test_characters_in_common_by_chance_do_not_tear_a_new_sentence_apart() -> None:
    before = "少儿阅览区内座无虚席，志愿者在门口引导读者有序入馆"
    after = "公司的负责人表示，今后还将视客流的情况增加若干班次"
    assert marked(before, after) == f"[-{before}-]{{+{after}+}}"


def test_the_other_script_and_another_width_are_no_change_and_are_shown_as_they_are() -> None:
    (only,) = difference("县图书馆３６万册。", "縣圖書館36萬冊。")
    assert (only.kind, only.before, only.after) == ("equal", "县图书馆３６万册。", "縣圖書館36萬冊。")
    steps = difference("县图书馆新馆开放。", "縣圖書館舊館開放。")
    assert [(step.kind, step.before_at, step.before, step.after) for step in steps] == [
        ("equal", 0, "县图书馆", "縣圖書館"),
        ("replace", 4, "新", "舊"),
        ("equal", 5, "馆开放。", "館開放。"),
    ]


@given(TEXTS, TEXTS)
def test_the_operations_are_both_texts_and_alternate(before: str, after: str) -> None:
    steps = difference(before, after)
    assert "".join(step.before for step in steps) == before
    assert "".join(step.after for step in steps) == after
    for step in steps:
        assert before.startswith(step.before, step.before_at)
        assert after.startswith(step.after, step.after_at)
        assert (step.kind == "insert", step.kind == "delete") == (not step.before, not step.after)
        if step.kind == "equal":
            assert fold_for_offsets(step.before) == fold_for_offsets(step.after)
    kinds = [step.kind == "equal" for step in steps]
    assert all(one != other for one, other in pairwise(kinds))


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert similarity(difference(text, text)) == 1.0
    assert similarity(difference(text, "")) == (0.0 if text else 1.0)


def test_similarity_is_the_part_in_common() -> None:
    text = "".join(Random(1).sample(HAN, 200))
    assert similarity(difference(text, text[:50] + text[100:])) == pytest.approx(300 / 350)
    assert similarity(difference(text, "".join(reversed(text)))) < 0.1


def sentences(seed: int, number: int) -> str:
    draw = Random(seed)
    return "".join("".join(draw.choices(HAN, k=20)) + "。" for _ in range(number))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("啊" * 1_000_000, "呀" * 1_000_000),
        ("啊呀" * 500_000, "呀啊" * 500_000),
        ("啊。呀。" * 250_000, "呀。啊。" * 250_000),
        ("".join(Random(1).choices("啊呀。", k=300_000)), "".join(Random(2).choices("啊呀。", k=300_000))),
        ("".join(Random(1).choices(HAN, k=1_000_000)), "".join(Random(2).choices(HAN, k=1_000_000))),
    ],
    ids=["one character", "two in turn", "two sentences", "random sentences of two", "no sentence at all"],
)
def test_no_text_is_expensive(before: str, after: str) -> None:
    steps = difference(before, after)  # a search for the smallest difference would not come back in this life
    assert sum(len(step.before) for step in steps) == len(before)
    assert sum(len(step.after) for step in steps) == len(after)


def test_edits_all_over_a_long_text_are_all_found() -> None:
    text = sentences(1, 1000)
    edited = "".join("改" if number % 97 == 0 else char for number, char in enumerate(text))
    steps = difference(text, edited)
    assert similarity(steps) > 0.98
    assert max(len(step.before) for step in steps if step.kind != "equal") < 10


def test_what_is_too_long_to_look_into_is_shown_as_changed_between_what_begins_and_ends_alike() -> None:
    text = "".join(Random(3).choices(HAN, k=LONGEST + 10))
    steps = difference("头" + text + "尾", "头" + text[: LONGEST // 2] + "改" + text[LONGEST // 2 + 1 :] + "尾")
    assert [step.kind for step in steps] == ["equal", "replace", "equal"]
    steps = difference("头" + text + "尾", "头甲" + text + "乙尾")
    assert [(step.kind, len(step.before)) for step in steps] == [
        ("equal", 1),
        ("replace", LONGEST + 10),
        ("equal", 1),
    ]
