"""Two characters at a time: what the search index is fed, and what it is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import add

from archive.text.normalise import FOLD, normalise

# The version of what `feed` makes of a text: the rules below and the fold. Raise the last digits with the rules.
FEED = FOLD * 1000 + 1

# Ideographs with 々〆〇 and Hangzhou numerals, kana, and the private use area, where pages of the GBK years put rare
# characters of names. Everything of this kind is written without spaces.
HAN = (
    r"\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A run of those, as a group, or a run of any other letters and digits; 3.5 is one run.
RUN = re.compile(rf"([{HAN}]+)|(?:[^\W{HAN}]|(?<=\d)\.(?=\d))+")
IS_HAN = re.compile(rf"[{HAN}]")
# Stands where punctuation parts Chinese from other letters. Between two Chinese runs none is needed: that a run ends is
# seen from its last character. No run is a dot alone.
BREAK = "."


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Runs and breaks that must follow each other; with `open_end` the last run may go on in the text.

    A text holds it if it holds these characters one after another, in any script, with some punctuation wherever the
    phrase has some; Latin words and numbers are whole. Spaces between Chinese and other letters are a matter of taste
    (2022年, 2022 年) and count for nothing.
    """

    pieces: tuple[str, ...]
    open_end: bool

    @property
    def match(self) -> str:
        """The phrase in FTS5's language. Only letters, digits, `.` and `_` stand between the quotes."""
        *inner, last = self.pieces
        found = [token for piece in inner for token in tokens(piece, han=is_han(piece))] + last_tokens(last)
        return f'"{" ".join(found)}"' + ("*" if self.open_end else "")


def feed(text: str) -> str:
    """The tokens of *text*, with spaces between: 武汉社区3.5 gives 武汉 汉社 社区 区 3.5."""
    return " ".join(chain.from_iterable(tokens(piece, han=han) for piece, han in pieces_of(normalise(text))))


def phrase_of(words: str) -> Phrase | None:
    """The phrase in *words*; None if there is nothing in them that is indexed (😀, &).

    A single Chinese character is found wherever it stands, a Latin word whole, or as a beginning with `*` at its end.
    """
    words = normalise(words)
    pieces = tuple(piece for piece, _ in pieces_of(words))
    if not pieces:
        return None
    single = len(pieces[-1]) == 1 and is_han(pieces[-1])
    starred = words.endswith(pieces[-1] + "*") and not is_han(pieces[-1])
    return Phrase(pieces=pieces, open_end=single or starred)


def pieces_of(normalised: str) -> Iterator[tuple[str, bool]]:
    """The runs of a text, and a break where more than spaces stands between Chinese and other letters.

    With each comes whether it is Chinese.
    """
    before: re.Match[str] | None = None
    for found in RUN.finditer(normalised):
        if before and before.lastindex != found.lastindex and normalised[before.end() : found.start()].strip(" \t"):
            yield BREAK, False
        yield found[0], found.lastindex is not None
        before = found


def is_han(run: str) -> bool:
    """Whether a run is written without spaces, and so is cut into pairs."""
    return IS_HAN.match(run) is not None


def tokens(piece: str, *, han: bool) -> list[str]:
    """A Chinese run as its pairs and its last character, which makes each character the beginning of a token."""
    return [*pairs(piece), piece[-1]] if han else [piece]


def last_tokens(run: str) -> list[str]:
    """The last run of a phrase: it may go on in the text, so its last character is no token of its own."""
    return list(pairs(run)) if is_han(run) and len(run) > 1 else [run]


def pairs(run: str) -> Iterator[str]:
    """All neighbouring characters."""
    return map(add, run, run[1:])
