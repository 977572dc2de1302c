"""What two texts of one template say differently: numbers, dates, places, persons, parts of a series.

Bulletins of two days or places share most of their sentences. Each of the others has a counterpart in the other text
with something else in its slots, while a true copy lacks the sentence or has it as it is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.stories.blanks import CONTEXT, FIRST, NUMBER, Sentence, Slot, counterparts, is_number, slots, tokens
from archive.stories.proper import persons, place

WIDEST = 6  # tokens in a slot that is a name or a number

DAY = re.compile(r"\d[月日]|(?:19|20)\d\d年|月\d+$")
DATELINE = re.compile(r"(?:\d{1,2}月)?(?:\d{1,2}日|日)?[电讯]")  # what is left of one after its place or its day
RECKONS = re.compile("[今昨明当][天日]|[今昨明][晨晚]")  # days that count from the dateline's


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
    """The conflicts, and how many numbers agree; 0 where nothing conflicts."""

    conflicts: tuple[Conflict, ...]
    agreed: int


def compare(one: Collection[str], other: Collection[str]) -> Comparison:
    """What the slots of two texts hold, these given as their `sentences`."""
    left = [sentence for sentence in one if sentence not in other]
    right = [sentence for sentence in other if sentence not in one]
    matched = [(tokens(mine), tokens(theirs)) for mine, theirs in counterparts(left[:FIRST], right[:FIRST])]
    reckons = bool(matched) and any(RECKONS.search(sentence) for sentence in (*one, *other))
    conflicts = [conflict for mine, theirs in matched for conflict in conflicts_of(mine, theirs, reckons=reckons)]
    if not conflicts:
        return Comparison(conflicts=(), agreed=0)
    agreed = sum(len(NUMBER.findall(sentence)) for sentence in one if sentence in other)
    agreed += sum(is_number(token) for mine, theirs in matched for token in set(mine) & set(theirs))
    return Comparison(conflicts=tuple(conflicts), agreed=agreed)


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


def kind_of(slot: Slot, *, reckons: bool) -> Kind | None:
    """What the slot holds; None if the two do not exclude each other, or nobody can say."""
    mine, theirs = ([token for token in side if is_number(token)] for side in (slot.one, slot.other))
    if mine and theirs:
        return kind_of_number(slot, mine, theirs, reckons=reckons)
    if max(len(slot.one), len(slot.other)) > WIDEST:
        return None
    if len(slot.left) > 1 and min(len(slot.one), len(slot.other)) == 1:
        return None  # within a sentence one character replaced is more often damage: 禁飞区, 上飞区
    before, after = "".join(slot.left[-1:]), "".join(slot.right[:5])
    if DATELINE.match(after):
        return None
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
    digits = [number.replace(".", "") for number in (one, other)]
    figures = [number.rstrip("0") or number for number in digits]
    return any(left.endswith(right) or right.endswith(left) for left, right in (digits, figures))
