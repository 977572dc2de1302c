"""Full-text and structured questions to the archive. Read-only.

Newest first is the order of the index itself (see `archive.questions.slots`): a page of it costs the same wherever it
begins and however many articles match. To rank them each has to be looked at, so of more than `MOST_RANKED` the newest
are ranked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    column,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    table,
    tuple_,
)

from archive.errors import QueryError
from archive.models import articles, articles_indexed, is_shown, texts
from archive.questions.cursor import Cursor
from archive.questions.filters import ALL, Filters, says_name, within
from archive.questions.index import refuse_other_version
from archive.questions.phrases import by_rarest_pairs
from archive.questions.query import Query, parse
from archive.text.snippet import cut, words_of

Sort = Literal["new", "rank"]

INDEX = table("articles_fts", column("rowid"))
MATCH: ColumnClause[str] = literal_column("articles_fts")
HOLDS = MATCH.bool_op("MATCH")(bindparam("words"))  # in FTS5's language
# Put together once: that takes as long as finding a page of what they ask for.
WITH_WORDS = select(INDEX.c.rowid.label("slot"), null().label("rank")).select_from(INDEX).where(HOLDS)
WITHOUT_WORDS = select(articles_indexed.c.slot.label("slot"), null().label("rank")).select_from(articles_indexed)
TITLE_WEIGHT, BODY_WEIGHT = 10.0, 1.0  # a word in the title counts for ten in the text
# To rank is to look at each article that matches, one or two microseconds each.
MOST_RANKED = 10_000
BATCH = 500  # texts in memory at a time
MOST = 2**63 - 1  # SQLite counts no further


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An article that was found, as its best copy shows it.

    `published_at` is a date where the page prints no time, None where it prints neither. `marks` are the places (start,
    end) in `snippet` where the words stand. `rank` is bm25, the smaller the better; None where nothing was ranked.
    `cursor` asks for what comes after this hit: `after=hit.cursor`.
    """

    article_id: int
    title: str | None
    published_at: date | None
    source: str | None
    editor: str | None
    authors: tuple[str, ...]
    site: str | None
    url: str | None
    copies: int
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()
    rank: float | None = None
    cursor: str = ""


def search(  # noqa: PLR0913 - the question, and keyword-only options for the page wanted of the answer
    connection: Connection,
    query: str,
    filters: Filters = ALL,
    *,
    sort: Sort = "new",
    limit: int | None = None,
    after: str | None = None,
) -> list[Hit]:
    """Articles that hold what *query* asks for (see `archive.questions.query`), newest first or the best of them first.

    *after* is the cursor of a hit. Newest first, pages fit together whatever is entered meanwhile. Best first, they do
    while nothing is entered: a new article changes what every word weighs. Raises QueryError.
    """
    asked = parse(query)
    places = page(connection, asked, filters, sort=sort, limit=limit, after=after)
    return hits(connection, places, asked)


def listing(
    connection: Connection, filters: Filters = ALL, *, limit: int | None = None, after: str | None = None
) -> list[Hit]:
    """Articles that meet *filters*, newest first; those without a date come last. QueryError for a bad cursor."""
    return hits(connection, page(connection, None, filters, limit=limit, after=after), None)


def count(connection: Connection, query: str | None = None, filters: Filters = ALL) -> int:
    """How many articles `search` finds without a limit, or `listing` if there is no *query*. Raises QueryError."""
    found = matching(connection, parse(query) if query is not None else None, filters)
    number: int = connection.execute(found.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    return number


def page(  # noqa: PLR0913 - as for `search`
    connection: Connection,
    asked: Query | None,
    filters: Filters,
    *,
    sort: Sort = "new",
    limit: int | None = None,
    after: str | None = None,
) -> list[Cursor]:
    """Where the articles of one page stand, in its order."""
    if limit is not None and limit < 0:
        raise QueryError(f"a page can not have {limit} articles")
    if sort not in get_args(Sort):
        raise QueryError(f"an answer is sorted by {' or '.join(get_args(Sort))}, not by '{sort}'")
    found = matching(connection, asked, filters)
    most = None if limit is None else min(limit, MOST)
    ranked = sort == "rank" and asked is not None and bool(asked.words)
    cursor = Cursor.read(after, ranked=ranked) if after is not None else None
    if ranked:
        best = best_first(ranked_part(connection, found), cursor).limit(most)
        return [Cursor(slot=slot, rank=rank) for slot, rank in connection.execute(best)]
    newest = newest_first(found, cursor).limit(most)
    slots = by_rarest_pairs(connection, newest, asked, limit) if asked and limit is not None else None
    if slots is None:
        slots = list(connection.execute(newest).scalars())
    return [Cursor(slot=slot) for slot in slots]


def matching(connection: Connection, asked: Query | None, filters: Filters) -> Select[Any]:
    """Select the slots of the articles that meet *filters* and match *asked*; articles are looked at only for names."""
    refuse_other_version(connection)
    words = asked.match if asked else None
    found, slot = (WITH_WORDS, INDEX.c.rowid) if words else (WITHOUT_WORDS, articles_indexed.c.slot)
    said = list(names_said(connection, asked, filters))
    if said:
        noted = INDEX.join(articles_indexed, articles_indexed.c.slot == slot) if words else articles_indexed
        found = found.select_from(noted.join(articles, articles.c.id == articles_indexed.c.article))
    found = found.where(*within(slot, filters), *said)
    if not words and asked and asked.excluded:
        words, found = asked.excluded, found.where(slot.not_in(select(INDEX.c.rowid).where(HOLDS)))
    return found.params(words=words) if words else found


def names_said(connection: Connection, asked: Query | None, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What the fields of an article must say, and must not."""
    yield from (says_name(connection, name) for name in filters.names)
    if asked:
        yield from (or_(*(says_name(connection, name) for name in group)) for group in asked.names)
        yield from (func.coalesce(says_name(connection, name), false()).is_(false()) for name in asked.no_names)


def newest_first(found: Select[Any], cursor: Cursor | None) -> Select[Any]:
    """In the order of the index, from *cursor* on."""
    slot = found.selected_columns.slot.element
    return found.where(*([slot > cursor.slot] if cursor else [])).order_by(slot)


def ranked_part(connection: Connection, found: Select[Any]) -> Select[Any]:
    """Of what is found, as much as is ranked."""
    oldest = connection.execute(newest_first(found, None).limit(1).offset(MOST_RANKED - 1)).first()
    return found.where(found.selected_columns.slot.element <= oldest.slot) if oldest else found


def best_first(found: Select[Any], cursor: Cursor | None) -> Select[Any]:
    """By bm25, what is alike newest first; from *cursor* on."""
    slot = found.selected_columns.slot
    ranked = found.with_only_columns(slot, func.bm25(MATCH, TITLE_WEIGHT, BODY_WEIGHT).label("rank")).subquery()
    place = ranked.c.rank, ranked.c.slot
    after = [tuple_(*place) > tuple_(cursor.rank, cursor.slot)] if cursor else []
    return select(ranked).where(*after).order_by(*place)


def hits(connection: Connection, places: Sequence[Cursor], asked: Query | None) -> list[Hit]:
    """The hits of one page, in its order. Texts are read only here, so that ordering many results stays cheap."""
    words = words_of(asked.phrases) if asked else ()
    shown = (
        select(articles_indexed.c.slot, articles, texts.c.body)
        .join_from(articles_indexed, articles, articles.c.id == articles_indexed.c.article)
        .join(texts, texts.c.id == articles.c.text)
        .where(is_shown)
    )
    result = []
    for begin in range(0, len(places), BATCH):
        part = places[begin : begin + BATCH]
        rows = connection.execute(shown.where(articles_indexed.c.slot.in_([place.slot for place in part])))
        by_slot = {row.slot: row for row in rows}
        result += [hit(by_slot[place.slot], words, place) for place in part if place.slot in by_slot]
    return result


def hit(row: Row[*tuple[Any, ...]], words: Sequence[re.Pattern[str]], place: Cursor) -> Hit:
    """One result, with the pieces of its text that hold *words*."""
    snippet = cut(row.body, words)
    return Hit(
        article_id=row.id,
        title=row.title,
        published_at=row.published_at,
        source=row.source,
        editor=row.editor,
        authors=tuple(row.authors or ()),
        site=row.site,
        url=row.url,
        copies=row.copies,
        snippet=snippet.text,
        marks=snippet.marks,
        rank=place.rank,
        cursor=str(place),
    )
