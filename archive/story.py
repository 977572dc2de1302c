"""Do two wordings tell one story? Pure, symmetric, and says why."""

from bisect import bisect_left
from collections.abc import Collection, KeysView, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from archive.fingerprint import Fingerprint, fingerprint
from archive.stories.blanks import sentences
from archive.stories.template import Comparison, Conflict, Kind, compare, is_remnant
from archive.text.normalise import key_form
from archive.text.script import script_of

SHARED = 40  # characters of shared sentences; fewer are a greeting and a signature
SAME = 0.5  # of the shorter wording's sentences
PARTIAL = 0.3
CONTAINED = 0.75  # of the shorter wording's 5-grams; 3 % of the characters changed leave .68 to .95
LEAST_TOTAL = 60  # characters of sentences; less is too short for anything but equality
UNRELATED = 0.1
GRAM = 5
LONGEST = 100_000  # characters whose 5-grams are taken: each costs 100 bytes, and no news text is as long

# The guard: conflicts against numbers that agree. A date, a place or a person tells more than one number of many.
WEIGHT = {Kind.NUMBER: 1, Kind.DATE: 3, Kind.PLACE: 3, Kind.PERSON: 3}
CONFLICTING = 0.1


class Relation(StrEnum):
    """What two wordings are to each other. Only `SAME` makes them one article."""

    SAME = "same"
    TEMPLATE = "template"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The relation, and what it rests on.

    `shared` is the length in characters of key form of the sentences both have, stop keys left out; `share` the part
    of the shorter wording that is, 0 to 1, and 0 where `shared` is too little to count; `containment` the part of its
    5-grams, None where that was not needed. `conflicts` are told whether or not they decided.
    """

    relation: Relation
    reason: str
    share: float
    shared: int
    containment: float | None = None
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text as the decision sees it. `digest`, `keys` (each with its length) and `total` are its fingerprint's."""

    body: str
    digest: str = field(compare=False)
    keys: Mapping[int, int] = field(compare=False)
    total: int = field(compare=False)

    @property
    def is_short(self) -> bool:
        """Whether so little is left of it for comparing that only an equal text is the same."""
        return too_short(self.total)

    @property
    def is_single(self) -> bool:
        """Whether it is a single sentence, which texts that have nothing else in common may quote."""
        return len(self.keys) == 1

    @cached_property
    def grams(self) -> frozenset[str]:
        """The 5-grams of the key form; of a very long text those of its beginning."""
        form = key_form(self.body[:LONGEST])
        return frozenset(form[at : at + GRAM] for at in range(len(form) - GRAM + 1))

    @cached_property
    def sentences(self) -> KeysView[str]:
        """The sentences as the guard against bulletins reads them."""
        return sentences(self.body)

    @cached_property
    def identity(self) -> str:
        """SHA-256 of the text as it is."""
        return sha256(self.body.encode()).hexdigest()

    @cached_property
    def script(self) -> str:
        """The script it is in."""
        return script_of(self.body)


def too_short(total: int) -> bool:
    """Whether a wording with so many characters in its sentences is equal to another or nothing."""
    return total < LEAST_TOTAL


def wording(body: str, prints: Fingerprint | None = None) -> Wording:
    """The wording of a text, paragraphs separated by newlines, with its fingerprint where that is known already."""
    prints = prints or fingerprint(body)
    return Wording(body=body, digest=prints.digest, keys=dict(prints.keys), total=prints.total)


def same_story(one: Wording, other: Wording, *, stop: AbstractSet[int] = frozenset()) -> Judgement:
    """Whether two wordings tell one story. *stop* holds the keys too common to mean anything.

    Not to be asked about two states of one page: a page that updates its numbers is revised.
    """
    if other.digest < one.digest:
        return mirrored(same_story(other, one, stop=stop))
    shared = shared_length(one, other, stop=stop)
    if one.digest == other.digest:
        return Judgement(relation=Relation.SAME, reason="same text", share=1.0, shared=shared)
    share = shared / min(one.total, other.total) if shared >= SHARED else 0.0
    if one.is_short or other.is_short:
        return Judgement(relation=Relation.NONE, reason="too short", share=share, shared=shared)
    contained = containment(one, other) if share < PARTIAL else None
    if contained is not None and contained < CONTAINED:
        return Judgement(
            relation=Relation.NONE, reason="different text", share=share, shared=shared, containment=contained
        )
    found = compare(one.sentences, other.sentences)
    relation, reason = Relation.PARTIAL, "shared wording" if contained else "shared sentences"
    if is_template(found, one, other):
        relation, reason = Relation.TEMPLATE, f"another {min(found.conflicts, key=rank).kind}"
    elif share >= SAME:
        relation = Relation.SAME
    return Judgement(
        relation=relation,
        reason=reason,
        share=share,
        shared=shared,
        containment=contained,
        conflicts=found.conflicts,
    )


def are_near(one: Wording, other: Wording, *, stop: AbstractSet[int]) -> bool:
    """Whether two wordings share half of the shorter one's sentences."""
    shared = shared_length(one, other, stop=stop)
    return shared >= SHARED and shared >= SAME * min(one.total, other.total)


def is_one_story(one: Wording, other: Wording) -> bool:
    """Whether two that are near tell one story: `same_story` without its reasons, whatever the stop keys."""
    if other.digest < one.digest:
        one, other = other, one
    return one.digest == other.digest or not is_template(compare(one.sentences, other.sentences), one, other)


def mirrored(found: Judgement) -> Judgement:
    """The judgement with the two wordings in the other order."""
    conflicts = tuple(replace(conflict, one=conflict.other, other=conflict.one) for conflict in found.conflicts)
    return replace(found, conflicts=conflicts)


def shared_length(one: Wording, other: Wording, *, stop: AbstractSet[int]) -> int:
    """Characters of the sentences that both have, stop keys left out."""
    return sum(map(one.keys.__getitem__, (one.keys.keys() & other.keys.keys()) - stop))


def containment(one: Wording, other: Wording) -> float:
    """The part of the shorter wording's 5-grams that the other has."""
    least = min(len(one.grams), len(other.grams))
    return len(one.grams & other.grams) / least if least else 0.0


def is_template(found: Comparison, one: Wording, other: Wording) -> bool:
    """Whether two wordings fill one template: what conflicts weighs a tenth of what conflicts and agrees.

    Where they are in two scripts, one of them went through a mirror, whose commas swallow digits: 41 becomes 1.
    """
    if not found.conflicts:
        return False
    weight = sum(WEIGHT[conflict.kind] for conflict in found.conflicts)
    if weight == 1 and is_remnant(found.conflicts[0].one, found.conflicts[0].other) and one.script != other.script:
        return False
    return weight >= CONFLICTING * (weight + found.agreed)


def rank(conflict: Conflict) -> int:
    """The kinds of conflict, the one that people look for first."""
    return (Kind.PLACE, Kind.PERSON, Kind.DATE, Kind.NUMBER).index(conflict.kind)


def is_roundup(text: Wording, neighbours: Sequence[Wording], *, stop: AbstractSet[int] = frozenset()) -> bool:
    """Whether *text* holds several stories: two of its smaller *neighbours* have nothing in common.

    Neighbours are the wordings that share `SAME` of the shorter one's sentences with it, whatever their numbers say. A
    roundup joins none of them, or it would make all of them one. Single sentences are parts of a story and not stories.
    """
    smaller = [one for one in neighbours if one.total < text.total and not one.is_single]
    if len(smaller) < 2 or have_a_core(smaller, stop=stop):  # noqa: PLR2004 - a pair is asked for
        return False
    # Two that together hold more of the text than there is have the surplus in common.
    held = sorted(((shared_length(text, one, stop=stop), at) for at, one in enumerate(smaller)))
    enough = (1 + UNRELATED) * text.total
    return any(
        are_strangers(smaller[one], smaller[other], stop=stop)
        for place, (mine, one) in enumerate(held)
        for _, other in held[: min(place, bisect_left(held, (enough - mine,)))]
    )


def have_a_core(wordings: Collection[Wording], *, stop: AbstractSet[int]) -> bool:
    """Whether so much stands in all of these wordings that no two of them are strangers."""
    first, *others = wordings
    core = first.keys.keys() - stop
    for one in others:
        core = core & one.keys.keys()
    return sum(first.keys[key] for key in core) >= UNRELATED * max(one.total for one in wordings)


def are_strangers(one: Wording, other: Wording, *, stop: AbstractSet[int] = frozenset()) -> bool:
    """Whether two wordings have nothing in common, not even damaged sentences."""
    least = min(one.total, other.total)
    return shared_length(one, other, stop=stop) < UNRELATED * least and containment(one, other) < PARTIAL
