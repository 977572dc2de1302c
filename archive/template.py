"""What two texts of one template say differently: numbers, dates, places, persons, parts of a series.

Bulletins of two days or places share most of their sentences. Each of the others has a counterpart in the other text
with something else in its slots, while a true copy lacks the sentence or has it as it is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from archive.fingerprint import SENTENCE_END
from archive.proper import persons, place
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
COMMON = 16  # sentences that may hold two neighbours if these are to help to find counterparts
ALIKE = 0.4  # of the neighbours in the shorter sentence
CONTEXT = 4  # tokens beside a slot that agree
WIDEST = 6  # tokens in a slot

DAY = re.compile(r"\d[月日]|(?:19|20)\d\d年|月\d+$")
DATELINE = re.compile(r"日?[电讯]")
RECKONS = re.compile("[今昨明当][天日]|[今昨明][晨晚]")  # days that count from the dateline's

Sentence = tuple[str, ...]  # its tokens: numbers, Latin words, single Han characters


class Kind(StrEnum):
    """What stands in a slot."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A slot of the template: what stands around it, and what each of the two texts has in it."""

    kind: Kind
    context: str
    one: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The conflicts, and how many numbers agree; 0 where nothing was left to compare."""

    conflicts: tuple[Conflict, ...]
    agreed: int


@dataclass(frozen=True, kw_only=True)
class Slot:
    """What two sentences have between two stretches that agree, *left* and *right*."""

    left: Sentence
    one: Sentence
    other: Sentence
    right: Sentence


def sentences(body: str) -> tuple[str, ...]:
    """The different sentences of a text, of any length: folded, its numerals as digits, without punctuation."""
    text = PART.sub(lambda part: f"第{PARTS.index(part[1] or part[2]) + 1}篇", fold_for_offsets(strip_shapes(body)))
    text = LEADING.sub("", arabic(THOUSANDS.sub("", text)))
    return tuple(dict.fromkeys(filter(None, (NO_TOKEN.sub("", piece) for piece in SENTENCE_END.split(text)))))


def compare(one: Sequence[str], other: Sequence[str]) -> Comparison:
    """What the slots of two texts hold, these given as their `sentences`."""
    shared = set(one) & set(other)
    left, right = ([tokens(sentence) for sentence in side if sentence not in shared] for side in (one, other))
    if not left or not right:
        return Comparison(conflicts=(), agreed=0)
    conflicts: list[Conflict] = []
    agreed = sum(len(NUMBER.findall(sentence)) for sentence in shared)
    reckons = any(RECKONS.search(sentence) for sentence in (*one, *other))
    for mine, theirs in counterparts(left, right):
        conflicts += conflicts_of(mine, theirs, reckons=reckons)
        agreed += sum(is_number(token) for token in set(mine) & set(theirs))
    return Comparison(conflicts=tuple(conflicts), agreed=agreed)


def tokens(sentence: str) -> Sentence:
    """The tokens of a sentence."""
    return tuple(TOKEN.findall(sentence[: 2 * LONGEST]))[:LONGEST]


def counterparts(one: Sequence[Sentence], other: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences that say the same but for what is in the slots, most alike first; each once at most."""
    theirs = [neighbours(sentence) for sentence in other]
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, pairs in enumerate(theirs):
        for pair in pairs:
            holders[pair].append(at)
    found = []
    for at, pairs in enumerate(map(neighbours, one)):
        alike = Counter(to for pair in pairs if len(to_all := holders.get(pair, ())) <= COMMON for to in to_all)
        found += [
            (-count, at, to)
            for to, count in alike.items()
            if count > 1 and count >= ALIKE * min(len(pairs), len(theirs[to]))
        ]
    left, right = set(range(len(one))), set(range(len(other)))
    for _, at, to in sorted(found):
        if at in left and to in right and len(one) - len(left) < MOST:
            left.remove(at)
            right.remove(to)
            yield one[at], other[to]


def neighbours(sentence: Sentence) -> AbstractSet[tuple[str, str]]:
    """Each two tokens that stand side by side, any number for any other."""
    return set(pairwise("#" if is_number(token) else token for token in sentence))


def conflicts_of(one: Sentence, other: Sentence, *, reckons: bool) -> Iterator[Conflict]:
    """The conflicts of two counterparts; *reckons* tells that the text counts its days from its dateline."""
    found = list(slots(one, other))
    for slot in found:
        kind = kind_of(slot, reckons=reckons)
        if kind:
            context = f"{''.join(slot.left[-CONTEXT:])}…{''.join(slot.right[:CONTEXT])}"
            yield Conflict(kind=kind, context=context, one="".join(slot.one), other="".join(slot.other))
    mine, theirs = persons("".join(one)), persons("".join(other))
    if found and mine and theirs and not {name[0] for name in mine} & {name[0] for name in theirs}:
        yield Conflict(kind=Kind.PERSON, context="", one=" ".join(sorted(mine)), other=" ".join(sorted(theirs)))


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


def kind_of(slot: Slot, *, reckons: bool) -> Kind | None:
    """What the slot holds; None if the two do not exclude each other, or nobody can say."""
    mine, theirs = ([token for token in side if is_number(token)] for side in (slot.one, slot.other))
    if mine and theirs:
        return kind_of_number(slot, mine, theirs, reckons=reckons)
    if max(len(slot.one), len(slot.other)) > WIDEST:
        return None
    if slot.left and min(len(slot.one), len(slot.other)) == 1:
        return None  # one character replaced in a word is more often damage: 禁飞区, 上飞区
    before, after = "".join(slot.left[-1:]), "".join(slot.right[:3])
    here, there = (place(before, "".join(side), after) for side in (slot.one, slot.other))
    return Kind.PLACE if here and there and here not in there and there not in here else None


def kind_of_number(slot: Slot, mine: Sequence[str], theirs: Sequence[str], *, reckons: bool) -> Kind | None:
    """Whether the numbers in a slot exclude each other, and whether they are part of a date."""
    if set(mine) & set(theirs):
        return None
    sides = (slot.one, slot.other)
    if max(map(len, sides)) > WIDEST:
        if not all(is_number(side[-1]) for side in sides):
            return None
        mine, theirs = mine[-1:], theirs[-1:]
    if len(slot.one) != len(slot.other) and any(is_remnant(one, other) for one in mine for other in theirs):
        return None
    after = "".join(slot.right[:2])
    if not all(DAY.search("".join((*slot.left[-2:], *side)) + after[:1]) for side in sides):
        return Kind.NUMBER
    return None if DATELINE.match(after) and not reckons else Kind.DATE


def is_remnant(one: str, other: str) -> bool:
    """Whether one number may be what damage left of the other: its last digits, or the same without 万."""
    left, right = (number.replace(".", "").rstrip("0") for number in (one, other))
    return left.endswith(right) or right.endswith(left)


def is_number(token: str) -> bool:
    """Whether a token is a number."""
    return token[0].isdigit()
