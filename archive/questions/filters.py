"""What an article must say of itself to be found: the structured part of a question, and how it is put in SQL."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from archive.columns import Text
from archive.errors import QueryError
from archive.models import articles, articles_indexed, is_shown, pages, readings, sites, texts
from archive.questions.query import Field, Name
from archive.questions.slots import span
from archive.text.names import names_in, squeezed

COLUMNS: dict[Field, str] = {"source": "source", "editor": "editor", "author": "authors"}
Ids = Select[tuple[int]] | CompoundSelect[tuple[int]]

FEW = 2000  # articles that are found sooner by what they say than by looking at one after the other


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What an article must say of itself to be found. Days are those the page states, both ends included.

    `site` is a site's key, name or host; any copy of the article may have stood there. `source`, `editor` and `author`
    are a whole field or one of the names in it. Names are compared in one script: 央视网 is 央視網.
    """

    start: date | None = None
    end: date | None = None
    site: str | None = None
    source: str | None = None
    editor: str | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if not isinstance(day, date | None):
                raise QueryError(f"a day is a date, not {day!r:.60}")

    @property
    def names(self) -> tuple[Name, ...]:
        """The fields that must say something."""
        asked: dict[Field, str | None] = {
            "site": self.site,
            "source": self.source,
            "editor": self.editor,
            "author": self.author,
        }
        return tuple(Name(field=field, name=name) for field, name in asked.items() if name)


ALL = Filters()


def within(slot: ColumnElement[int], filters: Filters) -> Iterator[ColumnElement[bool]]:
    """The days of *filters* in SQL: *slot* is a column of slots, which fall with the time."""
    highest, above = span(filters.start, filters.end)
    if highest is not None:
        yield slot <= highest
    if above is not None:
        yield slot > above


def says_name(connection: Connection, name: Name) -> ColumnElement[bool]:
    """Whether an article says *name* in its field, in SQL."""
    if name.field == "site":
        return narrowed(connection, *on_site(site_keys(connection, name.name)))
    column = COLUMNS[name.field]
    values = [value for value in values_of(connection, column) if says(value, name.name)]
    chosen = select(func.json_each(json.dumps(values)).table_valued("value").c.value)
    ids = select(articles.c.id).where(articles.c[column].in_(chosen), is_shown)
    # The plus keeps SQLite from its index on the column, which is no use for taking the newest of many.
    return narrowed(connection, ids, literal_column(f"+articles.{column}").in_(chosen))


def narrowed(connection: Connection, ids: Ids, one_by_one: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same condition twice, of which the quicker one is taken: few articles are named, many looked at."""
    found = list(connection.execute(ids.limit(FEW + 1)).scalars())
    if len(found) > FEW:
        return one_by_one
    return articles_indexed.c.article.in_(select(func.json_each(json.dumps(found)).table_valued("value").c.value))


def values_of(connection: Connection, column: str) -> Iterator[str]:
    """What stands in a column of the articles, each value once: as many steps in the index as there are values."""
    stored = type_coerce(articles.c[column], Text)
    values = select(func.min(stored).label("value")).where(is_shown).cte("each", recursive=True)
    above = select(func.min(stored)).where(stored > values.c.value, is_shown).correlate(values).scalar_subquery()
    values = values.union_all(select(above).select_from(values).where(values.c.value.is_not(None)))
    yield from connection.execute(select(values.c.value).where(values.c.value.is_not(None))).scalars()


def on_site(keys: list[str]) -> tuple[Ids, ColumnElement[bool]]:
    """The articles of which a copy has stood on one of the sites *keys*; and whether one has, looked at alone."""
    standing = (
        select(texts.c.article)
        .join(readings, readings.c.text == texts.c.id)
        .join(pages, pages.c.id == readings.c.page)
        .where(pages.c.site.in_(keys))
    )
    shown = articles.c.site.in_(keys)
    ids = union_all(select(articles.c.id).where(shown, is_shown), standing)
    # Where there is one copy, it is the one that is shown.
    others = standing.where(articles.c.copies > 1, texts.c.article == articles.c.id).correlate(articles)
    return ids, or_(shown, others.exists())


def site_keys(connection: Connection, name: str) -> list[str]:
    """The keys of the sites that have *name* as key, name or host."""
    known = connection.execute(select(sites)).all()
    return [site.key for site in known if any(says(one, name) for one in (site.key, site.name, *site.hosts))]


def says(field: str, name: str) -> bool:
    """Whether *field* is *name*, or *name* is one of the names in it, in either script."""
    return squeezed(name) in names_in(field)
