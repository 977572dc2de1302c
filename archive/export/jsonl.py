"""JSON lines: an article a line with all evidence for it. What is written here, `archive.importing` reads again.

A line holds what the article shows (`title`, `published_at`, `source`, `editor`, `authors`, `text` and so on), then

* `captures`: every capture from which the article follows: record id, address, time, payload digest, and its reading:
  fields as printed and as understood, repairs, flags, where each field stood, the version of the reader. `text` and
  `part` name wordings by their SHA-256. Captures of the pages an article goes on over are among them;
* `texts`: the wordings by SHA-256, but for the one that is `text`;
* `copies` and `revisions`, which follow from the captures and are there to be read, not to be imported.

The bytes as served are not in it: they are in the WARC files that `warc` names, and in an export to `.wacz`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TextIO

from sqlalchemy import Connection, select

from archive.export.captures import Kept, kept
from archive.export.rows import Exported, exported
from archive.inert import dumped
from archive.models import pages, texts
from archive.views import copies, revisions

COPY = ("url", "site", "title", "published_at", "source", "editor", "authors", "first_seen_at", "similarity")
REVISION = ("number", "title", "from_at", "to_at", "reader")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An article, the captures it follows from, and what follows from them."""

    article: Exported
    captures: Sequence[Kept]
    copies: Sequence[Mapping[str, Any]]
    revisions: Sequence[Mapping[str, Any]]


def write(articles: Iterable[Evidence], file: TextIO) -> None:
    """Write a line an article."""
    file.writelines(dumped(line(one)) + "\n" for one in articles)


def line(found: Evidence) -> dict[str, Any]:
    """An article with its evidence, as JSON has it."""
    bodies = {digest: body for capture in found.captures for digest, body in capture.bodies.items()}
    return vars(found.article) | {
        "copies": found.copies,
        "revisions": found.revisions,
        "captures": [to_object(capture) for capture in found.captures],
        "texts": {digest: body for digest, body in bodies.items() if body != found.article.text},
    }


def to_object(capture: Kept) -> dict[str, Any]:
    """A capture and its reading."""
    where = {"page": capture.page, "site": capture.site, "warc": asdict(capture.place) if capture.place else None}
    return {**capture.fields, **where, "text": capture.text, "part": capture.part}


def evidence(connection: Connection, ids: Sequence[int]) -> Iterator[Evidence]:
    """The articles of *ids* with all that is known of them."""
    captured = kept(connection, ids)
    stood = copies_of(connection, ids)
    edited = revisions_of(connection, ids)
    for article in exported(connection, ids):
        yield Evidence(
            article=article,
            captures=captured[article.id],
            copies=stood[article.id],
            revisions=edited[article.id],
        )


def copies_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Mapping[str, Any]]]:
    """Where each article stands."""
    found = defaultdict[int, list[Mapping[str, Any]]](list)
    rows = connection.execute(
        select(copies).where(copies.c.article.in_(ids)).order_by(copies.c.first_seen_at, copies.c.url)
    )
    for row in rows.mappings():
        found[row["article"]].append({name: row[name] for name in COPY})
    return found


def revisions_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Mapping[str, Any]]]:
    """What the addresses of each article have shown of it, and when."""
    found = defaultdict[int, list[Mapping[str, Any]]](list)
    at = select(copies.c.page).where(copies.c.article.in_(ids))
    page_ids = connection.execute(at).scalars().all()
    rows = connection.execute(
        select(*(revisions.c[name] for name in REVISION), pages.c.url, texts.c.article, texts.c.digest)
        .join(pages, pages.c.id == revisions.c.page)
        .join(texts, texts.c.id == revisions.c.text)
        .where(revisions.c.page.in_(page_ids), texts.c.article.in_(ids))
        .order_by(pages.c.url, revisions.c.number)
    )
    for row in rows.mappings():
        shown = {"url": row["url"], **{name: row[name] for name in REVISION}, "text": row["digest"]}
        found[row["article"]].append(shown)
    return found
