"""Full-text and structured questions to the archive. Read-only."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, column, func, literal_column, null, select, table

from archive.filters import ALL, Filters, conditions
from archive.models import articles, texts
from archive.text.bigrams import Query, parse_query
from archive.text.snippet import cut, words_of

Sort = Literal["new", "rank"]

INDEX = table("articles_fts", column("rowid"))
BATCH = 500  # texts in memory at a time


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An article that was found, as its best copy shows it.

    `marks` are the places (start, end) in `snippet` where the words stand. `rank` is bm25, the smaller the better; None
    where nothing was ranked.
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


def search(  # noqa: PLR0913 - the question, and keyword-only options for the page wanted of the answer
    connection: Connection,
    query: str,
    filters: Filters = ALL,
    *,
    sort: Sort = "new",
    limit: int | None = None,
    offset: int = 0,
) -> list[Hit]:
    """Articles that hold the words of *query* (see `parse_query`), newest or best first. Raises QueryError."""
    asked = parse_query(query)
    page = ordered(matching(connection, asked, filters), ranked=sort == "rank").limit(limit).offset(offset)
    return hits(connection, page, words_of(asked))


def listing(connection: Connection, filters: Filters = ALL, *, limit: int | None = None, offset: int = 0) -> list[Hit]:
    """Articles that meet *filters*, newest first; those without a date come last."""
    page = ordered(meeting(connection, filters), ranked=False).limit(limit).offset(offset)
    return hits(connection, page)


def count(connection: Connection, query: str | None = None, filters: Filters = ALL) -> int:
    """How many articles `search` finds without a limit, or `listing` if there is no *query*. Raises QueryError."""
    found = meeting(connection, filters) if query is None else matching(connection, parse_query(query), filters)
    number: int = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return number


def meeting(connection: Connection, filters: Filters) -> Select[Any]:
    """Select the articles that meet *filters*."""
    return select(articles.c.id, articles.c.published_at, null().label("rank")).where(
        articles.c.merged_into.is_(None), articles.c.text.is_not(None), *conditions(connection, filters)
    )


def matching(connection: Connection, query: Query, filters: Filters) -> Select[Any]:
    """Select the articles that meet *filters* and match *query*."""
    matches = literal_column("articles_fts").bool_op("MATCH")(query.match)
    return meeting(connection, filters).join(INDEX, INDEX.c.rowid == articles.c.id).where(matches)


def ordered(found: Select[Any], *, ranked: bool) -> Select[Any]:
    """Newest first or best first; what is alike, by id."""
    if not ranked:
        return found.order_by(articles.c.published_at.desc(), articles.c.id.desc())
    rank = func.bm25(literal_column("articles_fts")).label("rank")
    return found.with_only_columns(articles.c.id, articles.c.published_at, rank).order_by(rank, articles.c.id.desc())


def hits(connection: Connection, page: Select[Any], words: re.Pattern[str] | None = None) -> list[Hit]:
    """The hits of one page, in its order. Texts are read only here, so that ordering many results stays cheap."""
    found = connection.execute(page).all()
    shown = select(articles, texts.c.body).join(texts, texts.c.id == articles.c.text)
    result = []
    for begin in range(0, len(found), BATCH):
        part = found[begin : begin + BATCH]
        rows = connection.execute(shown.where(articles.c.id.in_([one.id for one in part])))
        by_id = {row.id: row for row in rows}
        result += [hit(by_id[one.id], words, rank=one.rank) for one in part]
    return result


def hit(row: Row[*tuple[Any, ...]], words: re.Pattern[str] | None, *, rank: float | None) -> Hit:
    """One result, with the piece of its text that holds *words*."""
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
        rank=rank,
    )
