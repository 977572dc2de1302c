"""What is one story and what is not: a table of pairs, and what holds for any texts."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.fingerprint import fingerprint
from archive.stories.template import Kind
from archive.story import SAME, Judgement, Relation, Wording, is_roundup, same_story, wording

PAIRS = tomllib.loads(Path(__file__).with_name("story_pairs.toml").read_text(encoding="utf-8"))
SENTENCE = re.compile(r"[^。！？\n]*[。！？\n”]*")
TRADITIONAL = str.maketrans(
    "云与桥两从长宽东资里后万备岁兰说车钟据绍园开亮当晚电记", "雲與橋兩從長寬東資裡後萬備歲蘭說車鐘據紹園開亮當晚電記"
)


def filled(case: dict[str, Any], side: str) -> Wording:
    """One of the two texts of a template."""
    return wording(case["text"].format(**case[side]) + PAIRS["advice"].get(case.get("advice", ""), ""))


def copied(case: dict[str, Any]) -> Wording:
    """A story after what the case does to it."""
    text = PAIRS["stories"][case["of"]].strip()
    for old, new in case.get("replace", ()):
        assert old in text
        text = text.replace(old, new)
    for part in case.get("drop", ()):
        assert part in text
        text = "".join(sentence for sentence in SENTENCE.findall(text) if part not in sentence)
    text = case.get("before", "") + text + case.get("after", "")
    return wording(text.translate(TRADITIONAL) if case.get("script") else text)


@pytest.mark.parametrize("case", PAIRS["template"], ids=lambda case: case["name"])
def test_texts_of_one_template_are_told_apart(case: dict[str, Any]) -> None:
    judgement = same_story(filled(case, "one"), filled(case, "other"))
    assert judgement.relation == case.get("expect", "template"), judgement
    assert judgement.share >= SAME, "the sentences alone would make it one story"


@pytest.mark.parametrize("case", PAIRS["copy"], ids=lambda case: case["name"])
def test_copies_of_a_story_are_the_same(case: dict[str, Any]) -> None:
    judgement = same_story(copied(case), wording(PAIRS["stories"][case["of"]]))
    assert judgement.relation == case.get("expect", "same"), judgement


BRIDGE, ORCHARD = (PAIRS["stories"][name].strip() for name in ("bridge", "orchard"))
ONE = "云崖大桥全长两千一百米，双向六车道，设计时速八十公里，由省交通规划院设计，两岸各有一座观景台，桥下可以通行三千吨级的货船，施工历时四年零两个月。"
PIECES = [piece for story in (BRIDGE, ORCHARD) for piece in story.splitlines()] + [
    case["text"].format(**case[side]) for case in PAIRS["template"][:12] for side in ("one", "other")
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=9).map("\n".join)


def turned(judgement: Judgement) -> Judgement:
    """The judgement as the other side would put it."""
    sides = tuple(replace(conflict, one=conflict.other, other=conflict.one) for conflict in judgement.conflicts)
    return replace(judgement, conflicts=sides)


@given(TEXTS, TEXTS)
def test_the_order_of_the_two_makes_no_difference(one: str, other: str) -> None:
    assert same_story(wording(one), wording(other)) == turned(same_story(wording(other), wording(one)))


@given(TEXTS)
def test_a_text_is_one_story_with_itself(text: str) -> None:
    assert same_story(wording(text), wording(text)).relation is Relation.SAME


@given(TEXTS, TEXTS)
def test_script_width_punctuation_and_space_change_no_judgement(one: str, other: str) -> None:
    half = str.maketrans("，。！？：；（）", ",。!?:;()")
    damaged = wording(one.translate(TRADITIONAL).translate(half).replace("，", ",,").replace("\n", "\n\u3000\u3000"))
    assert same_story(damaged, wording(other)).relation is same_story(wording(one), wording(other)).relation


@given(TEXTS, TEXTS)
def test_keys_from_the_archive_judge_as_keys_made_anew(one: str, other: str) -> None:
    prints = fingerprint(one)
    kept = Wording(body=one, digest=prints.digest, keys=dict(prints.keys), total=prints.total)
    assert same_story(kept, wording(other)) == same_story(wording(one), wording(other))


def test_short_texts_are_the_same_only_when_equal() -> None:
    short = "云崖大桥今天上午通车，两岸居民从此不用再等渡船。"
    assert same_story(wording(short), wording(short.replace("，", " "))).relation is Relation.SAME
    judgement = same_story(wording(short), wording(BRIDGE + "\n" + short))
    assert (judgement.relation, judgement.reason) == (Relation.NONE, "too short")


def test_stop_keys_add_nothing_to_what_is_shared() -> None:
    advice = PAIRS["advice"]["traffic"]
    one, other = wording(BRIDGE + advice), wording(ORCHARD + advice)
    assert same_story(one, other).shared > 0
    assert same_story(one, other, stop=set(wording(advice).keys)).shared == 0


def test_a_judgement_names_the_slot_and_what_each_text_has_in_it() -> None:
    case = next(case for case in PAIRS["template"] if case["name"] == "another place, the same numbers")
    judgement = same_story(filled(case, "one"), filled(case, "other"))
    assert judgement.reason == "another place"
    assert [(conflict.kind, conflict.one, conflict.other) for conflict in judgement.conflicts] == [
        (Kind.PLACE, "云崖市", "青渡县")
    ]
    assert judgement.conflicts[0].context == "…气象台10"


def test_scattered_edits_leave_a_link() -> None:
    edited = wording(
        ORCHARD.replace("换了卖法", "换啦卖法")
        .replace("等到冬天", "等至冬天")
        .replace("一笔账", "一笔帐目")
        .replace("每周三", "逢周三")
        .replace("大家", "众人")
        .replace("也有", "还有")
    )
    judgement = same_story(edited, wording(ORCHARD))
    assert judgement.relation is Relation.PARTIAL
    assert judgement.containment is not None


def test_unrelated_stories_are_nothing_to_each_other() -> None:
    assert same_story(wording(BRIDGE), wording(ORCHARD)).relation is Relation.NONE


def test_a_page_with_two_stories_is_a_roundup() -> None:
    page = wording(BRIDGE + "\n" + ORCHARD)
    assert is_roundup(page, [wording(BRIDGE), wording(ORCHARD)])
    assert not is_roundup(page, [wording(BRIDGE), wording("简讯\n" + BRIDGE)])
    assert not is_roundup(wording(BRIDGE), [page, wording(ORCHARD)])


def test_damage_to_a_copy_makes_no_roundup_of_the_whole() -> None:
    damaged, cut = "\n".join(re.sub("[，。]", "的", BRIDGE).splitlines()[:3]), "".join(SENTENCE.findall(BRIDGE)[:9])
    assert not is_roundup(wording(BRIDGE), [wording(damaged), wording(cut)])


def test_single_sentences_make_no_roundup_of_the_whole() -> None:
    single, half = wording(ONE), wording("\n".join(BRIDGE.splitlines()[1:]))
    assert single.is_single
    assert not single.is_short
    assert not is_roundup(wording(ONE + "\n" + BRIDGE), [single, half])
