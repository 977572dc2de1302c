"""Reading stored captures again, and what that changes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, RowMapping, select

from archive.capture import Capture
from archive.errors import StorageError
from archive.ingest import ingest
from archive.models import captures, readings
from archive.outcome import Outcome
from archive.replay import Replay
from archive.site import Site, site_of
from archive.store import Store

# What a reader sees of an article, or why there is none.
SEEN = ("reason", "title", "published_at", "source", "editor", "authors", "text")


@dataclass(frozen=True, kw_only=True)
class Reread:
    """A capture that was read. `changed` names the fields that are not as they were; none if it had not been read."""

    capture: Capture
    site: Site
    outcome: Outcome
    changed: tuple[str, ...] = ()


def read_again(
    replay: Replay, paths: Iterable[Path], *, report: Callable[[StorageError], None], stale_only: bool
) -> Iterator[Reread]:
    """Read the captures of WARC files, ours or foreign, each in a transaction of its own.

    With *stale_only* those that today's reader has read are passed over. What is damaged goes to *report*.
    """
    for capture in replay.captures(paths, report=report):
        if stale_only and replay.is_current(capture):
            continue
        site = site_of(capture.url, replay.sites)
        with replay.database.writing() as connection:
            before = seen(connection, capture)
            outcome = ingest(capture, site, Store(connection))
            after = seen(connection, capture)
        changed = tuple(name for name in SEEN if before and after and before[name] != after[name])
        yield Reread(capture=capture, site=site, outcome=outcome, changed=changed)


def seen(connection: Connection, capture: Capture) -> RowMapping | None:
    """What was made of a capture; None if it has not been read."""
    reading = (
        select(*(readings.c[name] for name in SEEN))
        .join(captures, captures.c.id == readings.c.capture)
        .where(captures.c.record_id == capture.record_id)
    )
    return connection.execute(reading).mappings().first()
