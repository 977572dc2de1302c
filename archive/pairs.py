"""Which two texts are joined: they tell one story, and nobody else's words are against it.

*Neighbours* share half of the shorter one's sentences, stop keys left out (`neighbours.near`). Two of them tell one
story or fill one template (`story.same_story`). What all bulletins of a series say tells one story with each of them,
so that a copy cut down to it would join them all; and so would a page that prints two of them. Therefore two
neighbours are joined if they tell one story and *agree*:

* Each third text that is a neighbour of both tells one story with both or with neither. The cut copy and a bulletin do
  not agree on another bulletin. Two cut copies do; so do two copies of a first report, whatever the updates say.
* A single sentence may be a quotation or a notice that unrelated texts have, so that all of its neighbours have to be
  the other's too.

Two texts that one address has shown are joined whatever they say: a page that updates its numbers is revised.

Each pair is judged once in a transaction. A text that comes is judged with all its neighbours, and one of these with
those that both have; so what a text costs grows with its neighbours, never with the archive.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection, select

from archive import neighbours
from archive.models import readings
from archive.neighbours import Member
from archive.story import Relation, Wording, same_story, wording

read_wording = lru_cache(maxsize=256)(wording)  # a new text is compared with some of those that came just before it


@dataclass(kw_only=True)
class Pairs:
    """Pairs of texts within one transaction."""

    connection: Connection
    found: dict[int, tuple[Member, ...]] = field(default_factory=dict)
    known: dict[int, Wording] = field(default_factory=dict)
    stop: dict[int, frozenset[int]] = field(default_factory=dict)
    judged: dict[frozenset[int], bool] = field(default_factory=dict)

    def near(self, text: int) -> tuple[Member, ...]:
        """The neighbours of a text."""
        if text not in self.found:
            self.found[text] = neighbours.near(self.connection, text)
        return self.found[text]

    def read(self, *texts: int) -> list[Wording]:
        """The wordings of texts."""
        missing = [text for text in texts if text not in self.known]
        if missing:
            bodies = neighbours.bodies(self.connection, *missing)
            self.known |= dict(zip(missing, map(read_wording, bodies), strict=True))
        return [self.known[text] for text in texts]

    def are_joined(self, one: int, other: int) -> bool:
        """Whether two neighbours, neither a roundup, belong to one article."""
        return (self.is_same(one, other) and self.agree(one, other)) or self.is_edit(one, other)

    def is_same(self, one: int, other: int) -> bool:
        """Whether two neighbours tell one story."""
        pair = frozenset((one, other))
        if pair not in self.judged:
            if one not in self.stop:
                self.stop[one] = neighbours.stops(self.connection, [one])
            found = same_story(*self.read(one, other), stop=self.stop[one])
            self.judged[pair] = found.relation is Relation.SAME
        return self.judged[pair]

    def agree(self, one: int, other: int) -> bool:
        """Whether two neighbours tell one story with the same texts, as far as these can be expected to know both."""
        mine, theirs = ({third.id: third for third in self.near(text)} for text in (one, other))
        self.read(*mine, *theirs)  # all at once
        thirds = [third for third in mine if third in theirs]
        for text, third in ((one, mine), (other, theirs)):
            thirds += third if self.is_single(text) else ()
        return all(
            (third in mine and self.is_same(one, third)) == (third in theirs and self.is_same(other, third))
            for third in thirds
            if third not in (one, other)
        )

    def parted(self, text: int) -> frozenset[int]:
        """The articles that may fall apart because *text* came, on which not all of their texts agree."""
        near = {one.id: one for one in self.near(text)}
        same = self.same(text)
        torn = {near[one].article for one in near.keys() - same} & {near[one].article for one in same}
        for one in same:
            if self.is_single(one) and near[one].article not in torn:
                unasked = (other for other in self.near(one) if other.id not in near)
                torn |= {other.article for other in unasked if other.article == near[one].article}
        return frozenset(article for article in torn if article is not None)

    def held_apart(self, text: int) -> frozenset[int]:
        """The texts that may be joined with others once *text* is gone."""
        same = self.same(text)
        return same if len(same) < len(self.near(text)) else frozenset(filter(self.is_single, same))

    def same(self, text: int) -> frozenset[int]:
        """The neighbours that tell one story with a text."""
        self.read(*(one.id for one in self.near(text)))  # all at once
        return frozenset(one.id for one in self.near(text) if self.is_same(text, one.id))

    def is_single(self, text: int) -> bool:
        """Whether a text is a single sentence."""
        (read,) = self.read(text)
        return read.is_single

    def is_edit(self, one: int, other: int) -> bool:
        """Whether an address has shown both texts."""
        theirs = readings.alias()
        both = select(readings.c.page).join(theirs, theirs.c.page == readings.c.page)
        at = both.where(readings.c.text == one, theirs.c.text == other).limit(1)
        return self.connection.execute(at).first() is not None
