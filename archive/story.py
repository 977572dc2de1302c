"""Do two wordings tell one story? Pure, symmetric, and says why."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from archive.fingerprint import fingerprint
from archive.text.normalise import key_form

SHARED = 40  # characters of shared sentences; fewer are a greeting and a signature
SAME = 0.5
PARTIAL = 0.3
CONTAINED = 0.8
LEAST_KEYS = 2
LEAST_TOTAL = 60
UNRELATED = 0.1


class Relation(StrEnum):
    """What two wordings are to each other. Only `SAME` makes them one article."""

    SAME = "same"
    TEMPLATE = "template"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What one wording says in a place where the other says something else."""

    context: str
    one: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The relation, and what it rests on.

    `share` is the part of the shorter wording's sentences that the other has, 0 to 1; `shared` their length in
    characters of the key form; `containment` the part of the shorter's 5-grams, None where it was not needed.
    """

    relation: Relation
    reason: str
    share: float
    shared: int
    containment: float | None = None
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text as the decision sees it; the last three are those of its fingerprint."""

    body: str
    digest: str = field(compare=False)
    keys: Mapping[int, int] = field(compare=False)
    total: int = field(compare=False)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The 5-grams of the key form."""
        form = key_form(self.body)
        return frozenset(form[at : at + 5] for at in range(len(form) - 4))


def wording(body: str) -> Wording:
    """The wording of a text, paragraphs separated by newlines."""
    prints = fingerprint(body)
    return Wording(body=body, digest=prints.digest, keys=dict(prints.keys), total=prints.total)


def same_story(one: Wording, other: Wording, *, stop: AbstractSet[int] = frozenset()) -> Judgement:
    """Whether two wordings tell one story. *stop* holds the keys too common to mean anything."""
    shared = shared_length(one, other, stop)
    share = shared / min(one.total, other.total) if shared >= SHARED else 0.0
    if one.digest == other.digest:
        return Judgement(relation=Relation.SAME, reason="same text", share=1.0, shared=shared)
    if any(len(text.keys) < LEAST_KEYS or text.total < LEAST_TOTAL for text in (one, other)):
        return Judgement(relation=Relation.NONE, reason="too short", share=share, shared=shared)
    if share >= SAME:
        return Judgement(relation=Relation.SAME, reason="shared sentences", share=share, shared=shared)
    if share >= PARTIAL:
        return Judgement(relation=Relation.PARTIAL, reason="shared sentences", share=share, shared=shared)
    contained = containment(one, other)
    relation, reason = (
        (Relation.PARTIAL, "shared wording") if contained >= CONTAINED else (Relation.NONE, "different text")
    )
    return Judgement(relation=relation, reason=reason, share=share, shared=shared, containment=contained)


def is_roundup(text: Wording, neighbours: Sequence[Wording], *, stop: AbstractSet[int] = frozenset()) -> bool:
    """Whether *text* holds two stories: two smaller neighbours of the same story that have nothing in common."""
    smaller = [one for one in neighbours if one.total < text.total]
    return any(
        shared_length(one, other, stop) < UNRELATED * min(one.total, other.total)
        for at, one in enumerate(smaller)
        for other in smaller[:at]
    )


def shared_length(one: Wording, other: Wording, stop: AbstractSet[int]) -> int:
    """Characters of the sentences that both have, stop keys left out."""
    return sum(length for key, length in one.keys.items() if key in other.keys and key not in stop)


def containment(one: Wording, other: Wording) -> float:
    """The part of the shorter wording's 5-grams that the other has."""
    least = min(len(one.grams), len(other.grams))
    return len(one.grams & other.grams) / least if least else 0.0
