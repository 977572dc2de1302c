"""Which texts are one article.

The rule is on the whole set of texts, so that it can not depend on the order in which they came:

* Two texts are *neighbours* if they share half of the shorter one's sentences (`neighbours.near`).
* A text is a *roundup* if two of its neighbours, both shorter, have nothing in common (`story.is_roundup`).
* Two texts are joined if their key digests are equal, or if they are neighbours, neither is a roundup, they tell one
  story and agree on their other neighbours (`pairs.py`). Two neighbours that one address has shown are joined
  whatever they say: a page that updates its numbers is revised, and its old and new texts are one article. A page that
  became another story, sharing less than half, belongs to another article from then on, and the old one keeps what it
  showed.
* An article is a connected component. A roundup, which would make its stories one, is an article of its own.

What is looked at again is found from the texts that changed:

* A text that comes can be a roundup, or make one of a longer neighbour that also has a neighbour foreign to the
  newcomer. It is asked for its neighbours, and the articles of those it is joined with become one. An article is known
  to hang together, so that it is asked about once: of two hundred copies the first that is joined will do. Where it
  tells one story with some texts of an article and not with others, these agree no more, and the article can fall
  apart.
* A text that goes can leave a longer neighbour that is no roundup any more, neighbours that agree again, and an article
  that falls apart.
* A text that becomes a roundup leaves its article, which can fall apart; one that is none any more comes like a new
  one.
* Where stop keys change, all this holds for each text that has one of them.

So the texts of an article that may fall apart are joined anew, all others stay with their article. Nothing but keys
is looked at to find neighbours; bodies are read of these, no others.

Numbers: the smallest of those that meet in an article stays, the others lead to it. Of an article that falls apart,
the part with the text that was shown keeps the number, so that it leads to what it was printed for.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, insert, select, update

from archive.models import articles, texts
from archive.statement import Statement
from archive.stories import neighbours, wordings
from archive.stories.components import Components
from archive.stories.neighbours import WANTED, Member
from archive.stories.pairs import Pairs
from archive.story import are_strangers, is_roundup

NEW_ARTICLE = insert(articles).values(copies=0).returning(articles.c.id)
MOVE = Statement(update(texts).where(texts.c.id == bindparam("moved")).values(article=bindparam("number")))
MOVE_ALL = update(texts).where(texts.c.article == bindparam("moved")).values(article=bindparam("number"))
SHOWN_BY = Statement(select(articles.c.id, articles.c.text).where(articles.c.id.in_(WANTED)))
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """What was arranged.

    `touched` are the articles that gained or lost texts, `merged` tells of those that are no more into which article
    they went, `turned` are the texts that have become roundups or ceased to be some.
    """

    touched: frozenset[int] = NONE
    turned: frozenset[int] = NONE
    merged: Mapping[int, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class Partition:
    """The partition of the texts within one transaction. Nothing is asked for twice."""

    connection: Connection
    known: dict[int, Member] = field(default_factory=dict)
    pairs: Pairs = field(init=False)

    def __post_init__(self) -> None:
        """Ask about pairs in the same transaction."""
        self.pairs = Pairs(connection=self.connection)

    def arrange(
        self,
        *,
        fresh: Collection[int] = NONE,
        loose: Collection[int] = NONE,
        doubted: Collection[int] = NONE,
        broken: Collection[int] = NONE,
        heir: tuple[int, int] | None = None,
    ) -> Arranged:
        """Find the articles of texts that came (*fresh*) and bring the others in line.

        Texts that are *loose* may be joined with neighbours that they were not before, *doubted* ones may have become
        roundups or cease to be some, articles that are *broken* have lost what may have held them together. *heir* is
        an article and the text that takes its number, if it has none left of its own.
        """
        turned = self.turn(fresh, doubted)
        held = self.members({*fresh, *loose, *turned})
        parted = {*broken, *(one.article for one in held if one.id in turned and one.article is not None)}
        parted.update(*map(self.pairs.parted, fresh))
        torn = neighbours.of_articles(self.connection, parted)
        pool = {one.id: one for one in (*torn, *(one for one in held if one.id in fresh))}
        found = Components()
        for one in held:
            self.visit(one, pool, found)
        self.mend(torn, pool, found)
        touched, merged = self.number(found, pool, parted, heir)
        return Arranged(touched=touched, merged=merged, turned=turned)

    def visit(self, one: Member, pool: Mapping[int, Member], found: Components) -> None:
        """Join a text with all it belongs with. A text outside *pool* stands for its whole article."""
        for twin in self.twins(one, pool):
            found.join(place(one, pool), place(twin, pool))
        for other in () if one.roundup else self.pairs.near(one.id):
            ends = place(one, pool), place(other, pool)
            if not other.roundup and not found.joined(ends) and self.pairs.are_joined(one.id, other.id):
                found.join(*ends)

    def mend(self, torn: Collection[Member], pool: Mapping[int, Member], found: Components) -> None:
        """Join the texts of each broken article anew, as far as they still belong together."""
        parts = defaultdict(list)
        for one in torn:
            if one.roundup:
                self.visit(one, pool, found)
            else:
                parts[one.article].append(one)
        for part in parts.values():
            for one in sorted(part, key=lambda one: (-one.total, one.id)):
                if found.joined(member.id for member in part):
                    break
                self.visit(one, pool, found)

    def number(
        self, found: Components, pool: Mapping[int, Member], parted: Collection[int], heir: tuple[int, int] | None
    ) -> tuple[frozenset[int], dict[int, int]]:
        """Write each component's article; those that were touched, and those that were merged with where they went."""
        holders = self.holders(pool, parted, heir)
        touched, merged = set[int | None](), dict[int, int]()
        for component in found.sets(pool):
            inside = [one for one in component if one in pool]
            outside = {-one for one in component if one < 0}
            ids = outside.union(*(holders.get(one, ()) for one in inside))
            if not inside and len(ids) == 1:
                continue
            article = min(ids) if ids else self.new_article()
            for one in inside:
                if pool[one].article != article:
                    MOVE.run(self.connection, {"moved": one, "number": article})
                    touched |= {pool[one].article, article}
            for one in outside - {article}:
                self.connection.execute(MOVE_ALL, {"moved": one, "number": article})
                touched.add(article)
            merged |= dict.fromkeys(ids - {article}, article)
        return frozenset(one for one in touched - merged.keys() if one is not None), merged

    def holders(
        self, pool: Mapping[int, Member], parted: Collection[int], heir: tuple[int, int] | None
    ) -> dict[int, set[int]]:
        """The text whose component keeps the number of each broken article, if any does."""
        own = defaultdict(set)
        for one in pool.values():
            own[one.article].add(one.id)
        holders: defaultdict[int, set[int]] = defaultdict(set)
        for article, shown in neighbours.rows(self.connection, SHOWN_BY, parted):
            if own[article]:
                holders[shown if shown in own[article] else min(own[article])].add(article)
            elif heir and heir[0] == article:
                holders[heir[1]].add(article)
        return holders

    def new_article(self) -> int:
        """The number of an article that shows nothing yet."""
        return int(self.connection.execute(NEW_ARTICLE).scalar_one())

    def turn(self, fresh: Collection[int], doubted: Collection[int]) -> frozenset[int]:
        """Mark what is a roundup now, and what is none any more; the texts whose mark changed."""
        asked = {*fresh, *doubted}
        self.members(asked)  # all at once
        marks = {text: self.is_roundup(text) for text in asked}
        for text in fresh:
            marks |= dict.fromkeys(self.made_roundups(text), True)
        held = self.members(marks)
        turned = frozenset(one.id for one in held if one.roundup != marks[one.id])
        for text in turned:
            self.connection.execute(update(texts).where(texts.c.id == text).values(roundup=marks[text]))
        if turned:
            self.known.clear()
            self.pairs.found.clear()
        return turned

    def is_roundup(self, text: int) -> bool:
        """Whether a text is a roundup."""
        (own,) = self.members((text,))
        smaller = [one for one in self.pairs.near(text) if one.total < own.total]
        if len(smaller) < 2:  # noqa: PLR2004 - a pair is asked for
            return False
        whole, *parts = self.pairs.read(text, *(one.id for one in smaller))
        return is_roundup(whole, parts, stop=wordings.stops(self.connection, *parts))

    def made_roundups(self, text: int) -> set[int]:
        """The texts that are roundups because *text* is there."""
        (own,) = self.members((text,))
        larger = {one.id: one for one in self.pairs.near(text) if one.total > own.total and not one.roundup}
        if not larger or self.pairs.is_single(text):
            return set()
        mine, *others = self.pairs.read(text, *larger)
        apart = set[int]().union(*(other.keys.keys() - mine.keys.keys() for other in others))
        strangers = neighbours.strangers(self.connection, text, apart)
        stop = wordings.stops(self.connection, mine)
        made = set[int]()
        for stranger, theirs in zip(strangers, self.pairs.read(*(one.id for one in strangers)), strict=True):
            if theirs.is_single or not are_strangers(mine, theirs, stop=stop):
                continue
            asked = [one.id for one in larger.values() if one.id not in made and stranger.total < one.total]
            made |= {one for one in asked if self.pairs.are_near(stranger.id, one)}
        return made

    def roundups_of(self, text: int) -> frozenset[int]:
        """The roundups that may be such because *text* is there."""
        return frozenset(one.id for one in self.pairs.near(text) if one.roundup)

    def members(self, wanted: Collection[int]) -> list[Member]:
        """Texts by number."""
        missing = [text for text in wanted if text not in self.known]
        if missing:
            self.known |= {one.id: one for one in neighbours.members(self.connection, missing)}
        return [self.known[text] for text in wanted]

    def twins(self, one: Member, pool: Mapping[int, Member]) -> list[Member]:
        """The other texts with the same key digest."""
        found = neighbours.twins(self.connection, one.digest)
        return [twin for twin in found if twin.id != one.id and (twin.article is not None or twin.id in pool)]


def place(one: Member, pool: Mapping[int, Member]) -> int:
    """What stands for a text among the components: its number, or minus that of its article, which hangs together."""
    return one.id if one.id in pool or one.article is None else -one.article
