"""An article's copies: what each prints, and how its text differs from that of the best. Read-only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, case, select

from archive.difference import Operation, difference, similarity
from archive.history import Gone
from archive.models import articles, sites, texts
from archive.publisher import Imprint
from archive.stories import wordings
from archive.story import Judgement, same_story, wording
from archive.views import copies

Line = Row[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An article at an address. `site` is the outlet's key, `site_name` what people call it.

    `similarity` is how much of its characters and the best copy's are the same, 0 to 1, whatever the script; 1 also
    where only punctuation and spaces differ. `gone` tells if it is there no more.
    """

    url: str
    site: str
    site_name: str
    title: str | None
    published_at: date | None
    source: str | None
    editor: str | None
    first_seen_at: datetime
    similarity: float
    is_best: bool
    gone: Gone | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A copy's text beside the best copy's, from which it differs in more than script, punctuation and spaces.

    `judgement` is what they are to each other. It may be another than `same`: two texts are in one article also if a
    third joins them, or if one address has shown both.
    `operations` make the copy's text of the best copy's. Scripts are `hans`, `hant`, `mixed` or `none`.
    """

    url: str
    judgement: Judgement
    best_script: str
    script: str
    operations: tuple[Operation, ...]


def copies_of(connection: Connection, article_id: int, key_digest: str) -> Sequence[Line]:
    """An article's rows of the view, in the order in which they were first seen, with their sites.

    `other` is a copy's text where it is not the text of *key_digest*.
    """
    other = case((texts.c.key_digest != key_digest, texts.c.body)).label("other")
    return connection.execute(
        select(copies, sites.c.name, sites.c.hosts, texts.c.script, other)
        .join(texts, texts.c.id == copies.c.text)
        .join(sites, sites.c.key == copies.c.site)
        .where(copies.c.article == article_id)
        .order_by(copies.c.first_seen_at, copies.c.url)
    ).all()


def to_copies(rows: Sequence[Line], best_url: str, best_body: str, gone: Sequence[Gone]) -> Iterator[Copy]:
    """Rows of `copies_of` as values."""
    missing = {one.url: one for one in gone if one.back_at is None}

    @cache
    def likeness(body: str) -> float:
        return similarity(difference(best_body, body))

    shown = ("url", "site", "title", "published_at", "source", "editor", "first_seen_at")
    for row in rows:
        yield Copy(
            **{name: getattr(row, name) for name in shown},
            site_name=row.name or row.site,
            similarity=1.0 if row.other is None else likeness(row.other),
            is_best=row.url == best_url,
            gone=missing.get(row.url),
        )


def imprint(row: Line) -> Imprint:
    """What a row of `copies_of` says of its origin."""
    names = (row.site, row.name, *row.hosts)
    return Imprint(url=row.url, site=row.site, names=names, source=row.source, published_at=row.published_at)


def compared(connection: Connection, article_id: int) -> tuple[Comparison, ...]:
    """Each copy that differs from the best one beside it; none for an article that is not there, or merged."""
    shown = select(texts).join(articles, articles.c.text == texts.c.id).where(articles.c.id == article_id)
    best = connection.execute(shown).first()
    if best is None:
        return ()
    rows = [row for row in copies_of(connection, article_id, best.key_digest) if row.other is not None]
    mine = wording(best.body)
    stop = wordings.stops(connection, mine)

    @cache
    def beside(body: str) -> tuple[Judgement, tuple[Operation, ...]]:
        return same_story(mine, wording(body), stop=stop), difference(best.body, body)

    return tuple(
        Comparison(
            url=row.url,
            judgement=beside(row.other)[0],
            best_script=best.script,
            script=row.script,
            operations=beside(row.other)[1],
        )
        for row in rows
    )
