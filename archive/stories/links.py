"""Links between articles that share much and are not one story.

Two articles are linked by what their shown texts are to each other, so the links depend on no order either. They are
found when an article begins to show another text.
"""

from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_

from archive.models import related
from archive.statement import Statement
from archive.stories import neighbours, wordings
from archive.stories.neighbours import Member
from archive.story import Relation, containment, same_story


class Kind(StrEnum):
    """What an article is to another."""

    PARTIAL = "partial"  # they share a good part
    TEMPLATE = "template"  # the same sentences with other numbers: bulletins of two days
    CONTAINS = "contains"  # a page of several stories, and one of these
    CONTAINED = "contained"  # the same from the other side


OPPOSITE = {Kind.CONTAINS: Kind.CONTAINED, Kind.CONTAINED: Kind.CONTAINS}
LINKED = Statement(select(related.c.other).where(related.c.article == bindparam("number")).order_by(related.c.other))
LINK = Statement(insert(related))
UNLINK = Statement(delete(related).where(related.c.article == bindparam("number")))
# Each link stands here from both sides, so that the other side is found by the key.
THEIRS = select(related.c.other, related.c.article).where(related.c.article == bindparam("number"))
UNLINK_OTHERS = Statement(delete(related).where(tuple_(related.c.article, related.c.other).in_(THEIRS)))
KINDS = {Relation.PARTIAL: Kind.PARTIAL, Relation.TEMPLATE: Kind.TEMPLATE}


def relink(connection: Connection, article: int, text: int) -> None:
    """Link *article*, which shows *text*, with what that has to do with, and with nothing else."""
    unlink(connection, article)
    candidates = [one for one in neighbours.shown(connection, text) if one.article != article]
    if not candidates:
        return
    (own,) = neighbours.members(connection, (text,))
    known = wordings.read(connection, [text, *(other.id for other in candidates)])
    stop = wordings.stops(connection, known[text])
    rows = []
    for other in candidates:
        mine, theirs = known[text], known[other.id]
        found = same_story(mine, theirs, stop=stop)
        kind = contents(own, other) if found.relation is Relation.SAME else KINDS.get(found.relation)
        if kind is None:
            continue
        held = found.containment if found.containment is not None else containment(mine, theirs)
        sides = ((article, other.article, kind), (other.article, article, OPPOSITE.get(kind, kind)))
        rows += [
            {"article": one, "other": two, "kind": what, "share": found.share, "containment": held}
            for one, two, what in sides
        ]
    if rows:
        LINK.each(connection, rows)


def contents(own: Member, other: Member) -> Kind:
    """Which of two texts holds the other: the roundup, of two the larger one."""
    contains = (own.roundup, own.total, own.digest) > (other.roundup, other.total, other.digest)
    return Kind.CONTAINS if contains else Kind.CONTAINED


def unlink(connection: Connection, article: int) -> None:
    """Forget all links of an article, from both sides."""
    for side in (UNLINK_OTHERS, UNLINK):
        side.run(connection, {"number": article})


def linked(connection: Connection, article: int) -> tuple[int, ...]:
    """The articles that an article is linked with, in order."""
    return tuple(other for (other,) in LINKED.run(connection, {"number": article}))
