"""Where two texts say different things in the same place: their sentences, cut into tokens and laid side by side."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, KeysView, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise, product, starmap
from sys import intern

from archive.fingerprint import SENTENCE_END
from archive.text.gloss import strip_shapes
from archive.text.normalise import fold_for_offsets
from archive.text.numerals import arabic

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NO_TOKEN = re.compile(rf"[^0-9a-z.{HAN}]+")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
TOKEN = re.compile(rf"{NUMBER.pattern}|[a-z]+|[{HAN}]")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
LEADING = re.compile(r"(?<![\d.])0+(?=\d)")  # 08日 is 8日
PARTS = "上中下"
PART = re.compile(r"\(([上中下])\)|([上中下])篇")

LONGEST = 200  # tokens of a sentence that are compared
MOST = 64  # pairs of sentences that are compared
FIRST = 1000  # sentences of either text for which a counterpart is looked for
FEW = 2048  # pairs of sentences that are asked for one by one whether any are alike
COMMON = 16  # sentences that may hold two neighbours if these are to help to find counterparts
ALIKE = 0.4  # of the neighbours in the shorter sentence
CONTEXT = 4  # tokens beside a slot that agree
KEPT = 2048  # sentences whose tokens are kept, 2 to 20 KB each: copies of a story have most of them in common

Sentence = tuple[str, ...]  # its tokens: numbers, Latin words, single Han characters
Neighbours = AbstractSet[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Slot:
    """What two sentences have between two stretches that agree, *left* and *right*."""

    left: Sentence
    one: Sentence
    other: Sentence
    right: Sentence


def sentences(body: str) -> KeysView[str]:
    """The different sentences of a text, in order, of any length: folded, numerals as digits, without punctuation."""
    text = PART.sub(lambda part: f"第{PARTS.index(part[1] or part[2]) + 1}篇", fold_for_offsets(strip_shapes(body)))
    text = LEADING.sub("", arabic(THOUSANDS.sub("", text)))
    pieces = (NO_TOKEN.sub("", piece) for piece in SENTENCE_END.split(text))
    return dict.fromkeys(map(intern, filter(None, pieces))).keys()


def tokens(sentence: str) -> Sentence:
    """The tokens of a sentence."""
    return tuple(map(intern, TOKEN.findall(sentence[: 2 * LONGEST])[:LONGEST]))


def counterparts(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sentences that say the same but for what is in the slots, most alike first; each once at most."""
    if len(one) * len(other) <= FEW and not any(starmap(are_alike, product(one, other))):
        return
    mine, theirs = ([neighbours(sentence) for sentence in side] for side in (one, other))
    found = [
        (-count, at, to)
        for at, to, count in in_common(mine, theirs)
        if count > 1 and count >= ALIKE * min(len(mine[at]), len(theirs[to]))
    ]
    left, right = set(range(len(one))), set(range(len(other)))
    for _, at, to in sorted(found):
        if at in left and to in right and len(one) - len(left) < MOST:
            left.remove(at)
            right.remove(to)
            yield one[at], other[to]


def in_common(one: Sequence[Neighbours], other: Sequence[Neighbours]) -> Iterator[tuple[int, int, int]]:
    """How many neighbours each of *one* has in common with each of *other*, where it has some; common ones left out."""
    if len(other) <= COMMON:  # then none is common, and most copies differ in a sentence or two
        yield from ((at, to, len(mine & theirs)) for at, mine in enumerate(one) for to, theirs in enumerate(other))
        return
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for to, theirs in enumerate(other):
        for pair in theirs:
            holders[pair].append(to)
    for at, mine in enumerate(one):
        counts = Counter(to for pair in mine & holders.keys() if len(holders[pair]) <= COMMON for to in holders[pair])
        yield from ((at, to, count) for to, count in counts.items())


@lru_cache(maxsize=32 * KEPT)
def are_alike(one: str, other: str) -> bool:
    """Whether two sentences can be counterparts: pages made of the same paragraphs ask it of the same ones."""
    mine, theirs = neighbours(one), neighbours(other)
    return len(mine & theirs) >= max(2, ALIKE * min(len(mine), len(theirs)))


@lru_cache(maxsize=KEPT)
def neighbours(sentence: str) -> Neighbours:
    """Each two tokens that stand side by side in a sentence, any number for any other."""
    return frozenset(pairwise("#" if is_number(token) else token for token in tokens(sentence)))


def slots(one: Sentence, other: Sentence) -> Iterator[Slot]:
    """Where two sentences differ in one place: enough agrees beside it, or all else in a short sentence."""
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag != "replace":
            continue
        left = one[codes[at - 1][1] : i1] if at else ()
        right = one[i2 : codes[at + 1][2]] if at + 1 < len(codes) else ()
        beside = len(left) + len(right)
        if beside >= CONTEXT or beside == len(one) - (i2 - i1) == len(other) - (j2 - j1) > 1:
            yield Slot(left=left, one=one[i1:i2], other=other[j1:j2], right=right)


def is_number(token: str) -> bool:
    """Whether a token is a number."""
    return token[0].isdigit()
