"""What an article must say of itself to be found: the structured part of a question, and how it is put in SQL."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, func, or_, select

from archive.models import articles, pages, readings, sites, texts
from archive.text.normalise import normalise

# Between the names in a field; [ ] and " are those of the JSON that lists authors.
BETWEEN_NAMES = re.compile(r'[,、;/|《》"\[\]]+')
BETWEEN_WORDS = re.compile(r'[,、;/|《》"\[\]\s]+')


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


ALL = Filters()


def conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """*filters* in SQL. `published_at` begins with the stated day, so days compare with it as text."""
    teach_names(connection)
    if filters.start:
        yield articles.c.published_at >= day(filters.start)
    if filters.end:
        yield up_to(day(filters.end))
    if filters.site:
        yield on_site(site_keys(connection, filters.site))
    named = {articles.c.source: filters.source, articles.c.editor: filters.editor, articles.c.authors: filters.author}
    for field, name in named.items():
        if name:
            yield func.names(field, name, type_=Boolean)


def up_to(last: date) -> ColumnElement[bool]:
    """Whether an article is dated *last* or before."""
    if last == date.max:
        return articles.c.published_at.is_not(None)
    return articles.c.published_at < last + timedelta(days=1)


def on_site(keys: list[str]) -> ColumnElement[bool]:
    """Whether any copy of an article has stood on one of the sites *keys*."""
    a_copy = (
        select(readings.c.capture)
        .join(texts, texts.c.id == readings.c.text)
        .join(pages, pages.c.id == readings.c.page)
        .where(texts.c.article == articles.c.id, pages.c.site.in_(keys))
        .correlate(articles)
    )
    return or_(articles.c.site.in_(keys), a_copy.exists())


def site_keys(connection: Connection, name: str) -> list[str]:
    """The keys of the sites that have *name* as key, name or host."""
    known = connection.execute(select(sites)).all()
    return [site.key for site in known if any(names(one, name) for one in (site.key, site.name, *site.hosts))]


def day(value: date) -> date:
    """The day of a date or a datetime."""
    return value.date() if isinstance(value, datetime) else value


def teach_names(connection: Connection) -> None:
    """Make `names` a function of SQL, once for each connection to the database."""
    if "names" not in connection.info:
        driver: Any = connection.connection.driver_connection
        driver.create_function("names", 2, names, deterministic=True)
        connection.info["names"] = True


def names(field: str | None, name: str) -> bool:
    """Whether *field* is *name*, or *name* is one of the names in it, in either script."""
    return field is not None and squeezed(name) in names_in(field)


@lru_cache(maxsize=4096)
def names_in(field: str) -> frozenset[str]:
    """Each name in a field, in the form for comparing: 李雷、韩梅梅 are two, and so are 李雷 韩梅梅."""
    folded = normalise(field)
    parts = {squeezed(part) for part in (*BETWEEN_NAMES.split(folded), *BETWEEN_WORDS.split(folded))}
    return frozenset({squeezed(field), *parts})


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """A name in the form for comparing: 王　三 and 王三 are one."""
    return "".join(normalise(name).split())
