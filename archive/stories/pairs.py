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

A text that comes is judged with all its neighbours, and one of these with those that both have, most of which pairs
are remembered; so what a text costs grows with its neighbours, never with the archive. It does grow with them: of a
story in hundreds of different wordings, each costs a tenth of a millisecond or so.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from archive.models import readings
from archive.stories import neighbours, wordings
from archive.stories.neighbours import Member
from archive.stories.recent import Recent
from archive.story import Wording, are_near, is_one_story

# Pairs of wordings that were judged, in some 20 MB. A new text is compared with all its neighbours, and of these one is
# with the others, what most often was done when the later of the two came.
JUDGED: Recent[tuple[str, str], bool] = Recent(most=2**16, weigh=lambda _: 1)


@dataclass(kw_only=True)
class Pairs:
    """Pairs of texts within one transaction."""

    connection: Connection
    found: dict[int, tuple[Member, ...]] = field(default_factory=dict)
    known: dict[int, Wording] = field(default_factory=dict)
    stop: dict[int, frozenset[int]] = field(default_factory=dict)

    def near(self, text: int) -> tuple[Member, ...]:
        """The neighbours of a text."""
        if text not in self.found:
            self.found[text] = neighbours.near(self.connection, text)
        return self.found[text]

    def read(self, *texts: int) -> list[Wording]:
        """The wordings of texts."""
        missing = [text for text in texts if text not in self.known]
        if missing:
            self.known |= wordings.read(self.connection, missing)
        return [self.known[text] for text in texts]

    def are_joined(self, one: int, other: int) -> bool:
        """Whether two neighbours, neither a roundup, belong to one article."""
        return (self.is_same(one, other) and self.agree(one, other)) or self.is_edit(one, other)

    def is_same(self, one: int, other: int) -> bool:
        """Whether two neighbours tell one story."""
        mine, theirs = self.read(one, other)
        pair = (min(mine.identity, theirs.identity), max(mine.identity, theirs.identity))
        judged = JUDGED.get(pair)
        if judged is None:
            judged = is_one_story(mine, theirs)
            JUDGED.keep(pair, judged)
        return judged

    def agree(self, one: int, other: int) -> bool:
        """Whether two neighbours tell one story with the same texts, as far as these can be expected to know both."""
        if self.is_single(one) or self.is_single(other):
            return self.know_the_same(one, other)
        self.read(*(third.id for third in self.near(one)))  # all at once
        return all(
            self.is_same(one, third.id) == self.is_same(other, third.id)
            for third in self.near(one)
            if third.id != other and self.are_near(other, third.id)
        )

    def know_the_same(self, one: int, other: int) -> bool:
        """Whether two neighbours, one of them a single sentence, agree."""
        mine, theirs = ({third.id for third in self.near(text)} - {one, other} for text in (one, other))
        self.read(*mine, *theirs)  # all at once
        asked = (mine & theirs).union(*(near for text, near in ((one, mine), (other, theirs)) if self.is_single(text)))
        return all(
            (third in mine and self.is_same(one, third)) == (third in theirs and self.is_same(other, third))
            for third in asked
        )

    def are_near(self, one: int, other: int) -> bool:
        """Whether two texts are neighbours, by what is in memory of them."""
        mine, theirs = self.read(one, other)
        if one not in self.stop:
            self.stop[one] = wordings.stops(self.connection, mine)
        return are_near(mine, theirs, stop=self.stop[one])

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
