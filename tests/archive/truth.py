"""What a text holds, by looking at it: what the index must agree with.

Both sides are normalised (one script, one width, small letters). Spaces between Chinese and other letters are dropped,
all else that is no letter and no point in a number is a break, and a break is like any other. The phrase must then
stand in the text as it is; a Latin word or a number must not go on beyond it, unless the phrase ends in a star.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from archive.questions.query import Query, Word
from archive.text.bigrams import BREAK, HAN, is_han
from archive.text.normalise import normalise

OTHER = rf"[^\W{HAN}]"
TASTE = re.compile(rf"(?<=[{HAN}])[ \t]+(?={OTHER})|(?<={OTHER})[ \t]+(?=[{HAN}])")
POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


@cache
def plain(text: str) -> str:
    """A text with a space for each break."""
    return re.sub(r"[^\w.]+", " ", POINT.sub(" ", TASTE.sub("", normalise(text)))).strip()


def holds(text: str, phrase: str, *, goes_on: bool = False) -> bool:
    """Whether *text* holds *phrase*, which is plain."""
    before = "" if is_han(phrase[0]) else rf"(?<!{OTHER})(?<!\.)"
    after = "" if is_han(phrase[-1]) or goes_on else rf"(?!{OTHER}|\.)"
    return re.search(before + re.escape(phrase) + after, plain(text)) is not None


def answers(title: str, body: str, asked: Query) -> bool:
    """Whether an article is what was asked for."""
    wanted = all(any(says(title, body, word) for word in group) for group in asked.words)
    return wanted and not any(says(title, body, word) for word in asked.no_words)


def says(title: str, body: str, word: Word) -> bool:
    """Whether title or body hold a word."""
    phrase = spelled(word.phrase.pieces)
    texts = (title,) if word.in_title else (title, body)
    return any(holds(text, phrase, goes_on=word.phrase.open_end) for text in texts)


def spelled(pieces: Iterable[str]) -> str:
    """A phrase as it reads."""
    runs = [" " if piece == BREAK else piece for piece in pieces]
    gaps = ["" if " " in pair or is_han(pair[0]) != is_han(pair[1]) else " " for pair in pairwise(runs)]
    return "".join(run + gap for run, gap in zip(runs, [*gaps, ""], strict=True))
