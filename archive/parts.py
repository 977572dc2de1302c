"""Articles over several pages: the text of the first page's reading is the text of all pages.

It follows from the readings alone, whatever the order in which they came: from a first page through `next_page`, of
each page that reading which was captured soon after it, else nearest in time.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select

from archive import articles
from archive.database import listed
from archive.extract.parts import MOST_PARTS
from archive.models import captures, pages, readings, texts
from archive.prepared import prepare
from archive.statement import Statement

ON_PAGE = "page "  # evidence for an editor whom only a later page names: they stand at the end
# Who reads a first page asks for those that follow as soon as it can: a slow site's fiftieth comes within that time.
SOON = timedelta(hours=1)
JOINED, INCOMPLETE = "joined", "incomplete"  # flags: of several pages; a page that should be there is not

Part = Row[*tuple[Any, ...]]

WORDINGS = (  # of a page, at all times
    select(texts.c.body, readings.c.next_page, readings.c.editor, readings.c.editor_raw)
    .add_columns(captures.c.captured_at, captures.c.record_id)
    .join_from(readings, pages, pages.c.id == readings.c.page)
    .join(texts, texts.c.id == func.coalesce(readings.c.part, readings.c.text))
    .join(captures, captures.c.id == readings.c.capture)
    .where(pages.c.url == bindparam("url"))
)
LEADING = Statement(
    select(pages.c.url, readings.c.capture, readings.c.text, readings.c.next_page, texts.c.body)
    .add_columns(captures.c.captured_at)
    .join_from(readings, pages, pages.c.id == readings.c.page)
    .join(texts, texts.c.id == readings.c.part)
    .join(captures, captures.c.id == readings.c.capture)
    .where(readings.c.next_page.in_(listed("urls")))
)


class Head(NamedTuple):
    """A reading from which `next_page` leads on, with the wording of its own page. A first page's has a `text`."""

    url: str
    capture: int
    text: int | None
    next_page: str
    body: str
    captured_at: datetime


@dataclass(frozen=True, kw_only=True)
class Named:
    """The editor whom a later page names, as its reading has it, and the number of that page."""

    editor: str
    editor_raw: str | None
    page: int


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The text of a first page and of those that follow. `pages` counts them, `complete` if none is missing."""

    text: str
    pages: int = 1
    complete: bool = True
    named: Named | None = None

    def marked(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """*row*, a reading's columns, with what its parts bring: flags, evidence, and an editor if it names none."""
        flags = [flag for flag in row["flags"] or () if flag not in (JOINED, INCOMPLETE)]
        flags += [JOINED] * (self.pages > 1) + [INCOMPLETE] * (not self.complete)
        evidence = {name: where for name, where in (row["evidence"] or {}).items() if name != "parts"}
        own = dict(row)
        if evidence.get("editor", "").startswith(ON_PAGE):
            own |= {"editor": None, "editor_raw": None}
            del evidence["editor"]
        if self.pages > 1:
            evidence["parts"] = f"joined from {self.pages} pages"
        if self.named and "editor" not in evidence:
            own |= {"editor": self.named.editor, "editor_raw": self.named.editor_raw}
            evidence["editor"] = f"{ON_PAGE}{self.named.page}"
        return own | {"flags": flags, "evidence": evidence}


def whole(connection: Connection, first: str, url: str, *, next_page: str | None, at: datetime) -> Whole:
    """The text that begins with *first*, the wording of *url*, and goes on at *next_page*, as captured with it at *at*.

    Each wording stands in it once: a pager of comments shows the same article again. One that leads back ends there.
    """
    found = list(following(connection, url, next_page, at))
    later = [part for part in found if part is not None]
    bodies = dict.fromkeys([first, *(part.body for part in later)])
    named = [
        Named(editor=part.editor, editor_raw=part.editor_raw, page=page)
        for page, part in enumerate(later, 2)
        if part.editor is not None
    ]
    return Whole(
        text="\n".join(bodies),
        pages=len(bodies),
        complete=len(later) == len(found),
        named=named[-1] if named else None,
    )


def following(connection: Connection, url: str, next_page: str | None, at: datetime) -> Iterator[Part | None]:
    """The readings of *next_page* and of those it leads to, in their order; None, at the end, for a missing one."""
    seen = {url}
    while next_page is not None and next_page not in seen:
        seen.add(next_page)
        part = captured_with(connection, next_page, at) if len(seen) <= MOST_PARTS else None
        yield part
        next_page = part.next_page if part is not None else None


def captured_with(connection: Connection, url: str, at: datetime) -> Part | None:
    """The wording that the later page at *url* had when the first one was captured, at *at*; None if there is none.

    That is the first within SOON after it: the one before may be nearer, where the same article was fetched twice in a
    row. Else it is the nearest, for a crawl visits a page it knows when that is due; of two the earlier.
    """

    def distance(row: Part) -> tuple[bool, timedelta, datetime, str]:
        after = row.captured_at - at
        return not timedelta() <= after <= SOON, abs(after), row.captured_at, row.record_id

    return min(connection.execute(WORDINGS, {"url": url}), key=distance, default=None)


def rejoin(connection: Connection, url: str) -> bool:
    """Join anew every article that goes over the page at *url*, because a reading of that page came or went.

    Whether there is any.
    """
    found = list(heads(connection, url))
    for head in found:
        now = whole(connection, head.body, head.url, next_page=head.next_page, at=head.captured_at)
        mine = readings.c.capture == head.capture
        row: dict[str, Any] = {**connection.execute(select(readings).where(mine)).mappings().one()}
        text = articles.article_wording(connection, prepare(now.text))
        if (text, now.marked(row)) == (row["text"], row):
            continue
        connection.execute(delete(readings).where(mine))
        before = articles.former(connection, page=row["page"], text=row["text"], part=None)
        connection.execute(insert(readings).values(now.marked(row) | {"text": text}))
        articles.settle(connection, text, row["page"], before)
    return bool(found)


def heads(connection: Connection, url: str) -> Iterator[Head]:
    """The readings of first pages from which `next_page` leads to *url*, with their own wording."""
    reached, todo = {url}, {url}
    for _ in range(MOST_PARTS):
        found = [Head(*row) for row in LEADING.run(connection, {"urls": json.dumps(list(todo))})]
        yield from (row for row in found if row.text is not None)
        todo = {row.url for row in found} - reached
        reached |= todo
        if not todo:
            return
