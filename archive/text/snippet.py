"""The pieces of a text that show why it was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.text.bigrams import BREAK, HAN, Phrase, is_han
from archive.text.normalise import fold_for_offsets

AROUND = 40  # characters shown on either side of what was found: about two lines of a terminal
LEAST_AROUND = 12  # where several words are shown apart, each has less around it
MOST_PIECES = 4
Span = tuple[int, int]
LETTER = rf"[^\W{HAN}]"


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """Pieces of a text on one line, and where in it the words stand that were looked for (start, end)."""

    text: str
    marks: tuple[Span, ...] = ()


def words_of(phrases: Iterable[Phrase]) -> tuple[re.Pattern[str], ...]:
    """What finds each of *phrases* in a text folded for offsets."""
    return tuple(re.compile(pattern_of(phrase)) for phrase in dict.fromkeys(phrases))


def pattern_of(phrase: Phrase) -> str:
    """A phrase as the index sees it: breaks and spaces where it has them, and letters may not go on beyond it."""
    first, last = phrase.pieces[0], phrase.pieces[-1]
    before = "" if is_han(first) else rf"(?<!{LETTER})(?<!\d\.(?=\d))"
    after = "" if phrase.open_end or is_han(last) else rf"(?!{LETTER}|(?<=\d)\.\d)"
    gaps = (gap(one, other) + escaped(other) for one, other in pairwise(phrase.pieces))
    return before + escaped(first) + "".join(gaps) + after


def escaped(piece: str) -> str:
    """A run as it stands in a pattern; a break is nothing but a gap."""
    return "" if piece == BREAK else re.escape(piece)


def gap(one: str, other: str) -> str:
    """What may stand between two pieces. Possessive, so that a long line of dashes is looked at once."""
    if one == BREAK:
        return ""
    glued = other != BREAK and is_han(one) != is_han(other)
    return r"[^\S\n]*+" if glued else r"\W++"


def cut(body: str, words: Sequence[re.Pattern[str]] = ()) -> Snippet:
    """Where each of *words* first stands in *body*, with what is around it; else the beginning of *body*.

    Words are not seen where only NFKC makes them the same (㎏ and kg): there the beginning is shown, unmarked.
    """
    folded = fold_for_offsets(body)
    first = [found.span() for found in (word.search(folded) for word in words) if found][:MOST_PIECES]
    if not first:
        return Snippet(text=one_line(body[: 2 * AROUND]) + ("…" if len(body) > 2 * AROUND else ""))
    around = max(AROUND // len(first), LEAST_AROUND)
    text, marks = "", list[Span]()
    for start, end in joined((max(0, start - around), min(len(body), end + around)) for start, end in first):
        text += "…" if start else ""
        places = joined(found.span() for word in words for found in word.finditer(folded, start, end))
        marks += [(place[0] - start + len(text), place[1] - start + len(text)) for place in places]
        text += one_line(body[start:end])
        last = end
    return Snippet(text=text + ("…" if last < len(body) else ""), marks=tuple(marks))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in their order, those that overlap or touch as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def one_line(text: str) -> str:
    """*text* with a space for each line break, so that offsets hold."""
    return text.replace("\n", " ")
