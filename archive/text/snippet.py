"""The piece of a text that shows why it was found."""

import re
from dataclasses import dataclass

from archive.text.bigrams import HAN, Phrase, Query, is_han
from archive.text.normalise import fold_for_offsets

AROUND = 40  # characters shown on either side of what was found: about two lines of a terminal
LETTER = rf"[^\W{HAN}]"


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """A piece of a text on one line, and where in it the words stand that were looked for (start, end)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def words_of(query: Query) -> re.Pattern[str]:
    """What finds the wanted words of *query* in a text folded for offsets."""
    return re.compile("|".join(f"(?:{pattern_of(phrase)})" for phrase in query.wanted))


def pattern_of(phrase: Phrase) -> str:
    """A phrase as the index sees it: punctuation may stand between its runs, letters may not go on beyond it."""
    # Possessive, so that a long line of dashes is looked at once.
    between = r"\W*+".join(re.escape(run) for run in phrase.runs)
    before = "" if is_han(phrase.runs[0]) else f"(?<!{LETTER})"
    after = "" if phrase.open_end or is_han(phrase.runs[-1]) else f"(?!{LETTER})"
    return before + between + after


def cut(body: str, words: re.Pattern[str] | None = None) -> Snippet:
    """The first place in *body* where *words* stand, with what is around it; else the beginning of *body*.

    Words are not seen where only NFKC makes them the same (㎏ and kg): there the beginning is shown, unmarked.
    """
    folded = fold_for_offsets(body)
    first = words.search(folded) if words else None
    if words is None or first is None:
        return Snippet(text=one_line(body[: 2 * AROUND]) + ("…" if len(body) > 2 * AROUND else ""))
    start, end = max(0, first.start() - AROUND), min(len(body), first.end() + AROUND)
    left, right = "…" if start else "", "…" if end < len(body) else ""
    shift = len(left) - start
    marks = tuple((word.start() + shift, word.end() + shift) for word in words.finditer(folded, start, end))
    return Snippet(text=left + one_line(body[start:end]) + right, marks=marks)


def one_line(text: str) -> str:
    """*text* with a space for each line break, so that offsets hold."""
    return text.replace("\n", " ")
