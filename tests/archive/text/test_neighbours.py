"""The words of a page are counted where they are asked for, as if all had been counted."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.text.neighbours import Neighbours


@given(st.text(alphabet="村里的路\u3000a< ", max_size=30), st.sampled_from("村里a<"))
def test_the_words_with_a_character_are_all_its_neighbours_beyond_ascii(page: str, char: str) -> None:
    words = Counter(one + other for one, other in pairwise(page) if not (one.isascii() or other.isascii()))
    found = Neighbours(page).of(char)
    assert {word: number for word, number in found.items() if len(word) == 2 and " " not in word} == {
        word: number for word, number in words.items() if char in word
    }


def test_a_character_of_ascii_has_no_neighbours() -> None:
    assert not Neighbours("村 里, 的").of(" ")
    assert not Neighbours("村里").of("")
