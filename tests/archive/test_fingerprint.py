"""The fingerprint says what is the same text, and what two texts share."""

import hashlib

from effort import effort_below
from hypothesis import given
from hypothesis import strategies as st

from archive.fingerprint import fingerprint
from archive.text.normalise import key_form

TEXT = "村里的路修好了，老人们都来看。\n果子当天就能运进城里的市场！好。\n孩子们说，放学再也不用蹚水过河；真好？"
MIRRORED = "村里的路修好了,老人們都來看。\n果子當天就能運進城里的市場!好。\n孩子們(men)說，放學再也不用蹚水過河；真好?"


def test_script_width_glosses_and_punctuation_make_no_difference() -> None:
    assert fingerprint(TEXT) == fingerprint(MIRRORED)


def test_another_word_changes_the_digest_and_one_key() -> None:
    one, other = fingerprint(TEXT), fingerprint(TEXT.replace("果子", "茶叶"))
    assert one.digest != other.digest
    assert len(set(one.keys) & set(other.keys)) == 2


def test_short_pieces_have_no_key_and_equal_ones_have_one() -> None:
    found = fingerprint("好的。" + "村里的路修好了老人们都来看。" * 3)
    assert [length for _, length in found.keys] == [13]
    assert found.total == 13


def test_an_empty_text_has_a_digest_and_no_keys() -> None:
    assert fingerprint("").keys == ()
    assert fingerprint("").digest == hashlib.sha256(b"").hexdigest()


def test_keys_are_pinned_since_the_archive_stores_them() -> None:
    assert fingerprint("村里的路修好了老人们都来看").keys == ((-6144982368750197380, 13),)


def test_of_a_very_long_text_the_longest_sentences_are_kept() -> None:
    sentences = ["渡" * 3 + "口" * (10 + number % 60) + "木桌"[: number % 3] + f"{number:04}" for number in range(500)]
    found = fingerprint("。".join(sentences))
    longest = sorted(map(len, sentences), reverse=True)[:400]
    assert sorted((length for _, length in found.keys), reverse=True) == longest
    assert found.total == sum(longest)
    assert fingerprint("。".join(reversed(sentences))).keys == found.keys


def test_clauses_are_found_again_where_no_sentence_is_left_as_it_was() -> None:
    text = "村里的路修好了以后，老人们都来渡口边看，孩子们在木桌旁边读书。县里的图书馆昨天开门，管理员整理旧的卡片，读者在门口排队等候。"
    edited = text.replace("读书", "看书").replace("昨天", "前天")
    one, other = fingerprint(text), fingerprint(edited)
    assert not set(one.keys) & set(other.keys)
    assert len(set(one.clauses) & set(other.clauses)) == 4


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("路。！？;\n網(wǎng)A１"), max_size=200))
def test_the_digest_is_that_of_the_whole_key_form(text: str) -> None:
    found = fingerprint(text)
    assert found.digest == hashlib.sha256(key_form(text).encode()).hexdigest()
    assert found.total == sum(length for _, length in found.keys)
    assert all(-(2**63) <= key < 2**63 for key, _ in found.keys)


def test_a_page_costs_few_milliseconds() -> None:
    text = TEXT * 12
    fingerprint(text)
    with effort_below(0.5):
        for _ in range(100):
            fingerprint(text)
