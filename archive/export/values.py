"""What is exported, as values. Writers know these and nothing of the archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from archive.capture import Capture, Place

SOFTWARE = f"news-archive {version('news-archive')}"


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An article as its best copy shows it.

    `published_at` is an aware datetime, or a date where the page prints only a day. `site` is the outlet's key,
    `site_name` what people call it. `captured_at` is when its address was last seen with an article.
    """

    id: int
    title: str | None
    published_at: date | None
    source: str | None
    editor: str | None
    authors: tuple[str, ...]
    site: str | None
    site_name: str | None
    url: str | None
    text: str
    language: str
    copies: int
    first_seen_at: datetime
    captured_at: datetime

    @property
    def published_on(self) -> date | None:
        """The day that the page states, in its own time zone."""
        return self.published_at.date() if isinstance(self.published_at, datetime) else self.published_at

    @property
    def publication(self) -> str | None:
        """What a reference calls the publication: whom the page credits, else the site."""
        return self.source or self.site_name


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A capture and its reading. `fields` holds the columns of both, `place` where its bytes are in this archive.

    `page` is the address it is a capture of. `text` and `part` are the digests of the article's text and of what the
    page itself says, `bodies` the wordings by these digests. A later page of an article over several has no `text` and
    no `article`; one that was refused (a 404 where the article stood) has no `part` either.
    """

    id: int
    article: int | None
    page: str
    site: Mapping[str, Any]
    place: Place | None
    fields: Mapping[str, Any]
    text: str | None
    part: str | None
    bodies: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An article, the captures it follows from, and what follows from them."""

    article: Exported
    captures: Sequence[Kept]
    copies: Sequence[Mapping[str, Any]]
    revisions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A capture with its bytes, and what was read from it."""

    capture: Capture
    kept: Kept


@dataclass(frozen=True, kw_only=True)
class About:
    """What an export says of itself: the question in one line ("" for everything), when, and by which program."""

    question: str
    made_at: datetime
    software: str = SOFTWARE

    @property
    def title(self) -> str:
        """A name for the whole."""
        return f"news-archive: {self.question}" if self.question else "news-archive"

    @property
    def id(self) -> str:
        """A name for the question that is the same each time it is asked."""
        return uuid5(NAMESPACE_URL, f"news-archive {self.question}").urn
