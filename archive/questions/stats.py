"""How many articles there are, by what they say of themselves. Read-only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, func, select, type_coerce

from archive.columns import Text
from archive.errors import QueryError
from archive.models import articles, articles_indexed, is_shown
from archive.questions.filters import ALL, Filters
from archive.questions.query import parse
from archive.search import matching
from archive.status import rejections
from archive.text.names import squeezed

By = Literal["day", "month", "site", "source", "editor", "reason"]

IN_ORDER = {"day": 10, "month": 7}  # characters of 2026-11-01 that tell it


@dataclass(frozen=True, kw_only=True)
class Group:
    """How many articles (by reason: captures) have `value`; None is of those that have none."""

    value: str | None
    number: int


def stats(connection: Connection, by: By, query: str | None = None, filters: Filters = ALL) -> list[Group]:
    """Days and months in their order, what has no date before them; all else the largest group first.

    Raises QueryError: for a *query* as `search` does, for reasons with a *query* or *filters*, for any other *by*.
    """
    if by not in get_args(By):
        raise QueryError(f"articles are counted by {', '.join(get_args(By))}, not by '{by}'")
    if by == "reason":
        if query is not None or filters != ALL:
            raise QueryError("reasons are those of captures, words and filters are about articles: ask for either")
        return groups(rejections(connection).items())
    value = field(by)
    chosen = select(value, func.count()).group_by(value)
    found: dict[str | None, int] = dict(connection.execute(narrowed(connection, chosen, query, filters)).all())
    if by in IN_ORDER:
        return [Group(value=one, number=found[one]) for one in sorted(found, key=lambda one: one or "")]
    return groups((found if by == "site" else in_one_script(found)).items())


def field(by: By) -> ColumnElement[Any]:
    """What the articles are grouped by."""
    if by in IN_ORDER:
        return func.substr(type_coerce(articles.c.published_at, Text), 1, IN_ORDER[by], type_=Text)
    return articles.c[by]


def narrowed(connection: Connection, chosen: Select[Any], query: str | None, filters: Filters) -> Select[Any]:
    """*chosen* of the articles that are asked for. Of all of them it is read from an index alone."""
    if query is None and filters == ALL:
        return chosen.where(is_shown)
    found = matching(connection, None if query is None else parse(query), filters).subquery()
    return (
        chosen.select_from(found)
        .join(articles_indexed, articles_indexed.c.slot == found.c.slot)
        .join(articles, articles.c.id == articles_indexed.c.article)
    )


def in_one_script(found: Mapping[str | None, int]) -> Mapping[str | None, int]:
    """央視網 and 央视网 counted as one, by the spelling that is more frequent."""
    spellings: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for value, number in found.items():
        spellings[squeezed(value or "")][value] += number
    return {each.most_common(1)[0][0]: each.total() for each in spellings.values()}


def groups(found: Iterable[tuple[str | None, int]]) -> list[Group]:
    """The largest first."""
    ordered = sorted(found, key=lambda one: (-one[1], one[0] or ""))
    return [Group(value=value, number=number) for value, number in ordered]
