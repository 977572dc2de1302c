"""Reading stored captures again, and what that changes."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select

from archive.batch import together
from archive.capture import Capture
from archive.database import Database
from archive.errors import StorageError
from archive.extract import READER
from archive.ingest import Finding, Refusal, Task, file, read_task
from archive.models import captures, readings
from archive.outcome import Outcome
from archive.replay import Replay
from archive.site import Site, site_of
from archive.statement import Statement
from archive.store import Store
from archive.workers import Workers

# What a reader sees of an article, or why there is none.
SEEN = ("reason", "title", "published_at", "source", "editor", "authors", "text")
READING = Statement(
    select(readings.c.reader, *(readings.c[name] for name in SEEN))
    .join(captures, captures.c.id == readings.c.capture)
    .where(captures.c.record_id == bindparam("record_id"))
)


@dataclass(frozen=True, kw_only=True)
class Reread:
    """A capture that was read. `changed` names the fields that are not as they were; none if it had not been read."""

    capture: Capture
    site: Site
    outcome: Outcome
    changed: tuple[str, ...] = ()


def read_again(  # noqa: PLR0913 - what to read, how, and who is told
    replay: Replay,
    paths: Iterable[Path],
    *,
    report: Callable[[StorageError], None],
    stale_only: bool,
    processes: int | None = 0,
    entering: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[Reread]:
    """Read the captures of WARC files, ours or foreign, and enter them in their order.

    With *stale_only* those that today's reader has read are passed over. What is damaged goes to *report*. So many
    *processes* read pages, one a core for None; with 0 they are read here, and without a limit of time. What is
    entered together is entered and handed over within *entering*.
    """
    stored = replay.captures(paths, report=report)
    chosen = replay.stale(stored) if stale_only else stored
    tasks = (Task(capture=one, site=site_of(one.url, replay.sites)) for one in chosen)
    found = read_here(tasks) if processes == 0 else in_pool(tasks, processes)
    with closing(found):
        for batch in found:
            with entering():
                yield from entered(replay.database, batch, stale_only=stale_only)


def read_here(tasks: Iterator[Task]) -> Generator[list[tuple[Task, Finding]]]:
    """Tasks with what was read, one at a time."""
    for task in tasks:
        yield [(task, read_task(task))]


def in_pool(tasks: Iterator[Task], size: int | None) -> Generator[list[tuple[Task, Finding]]]:
    """Tasks with what was read by a pool, which is not started for nothing."""
    first = next(tasks, None)
    if first is not None:
        with closing(Workers(read_task, refused=refused, size=size)) as readers:
            yield from readers.in_order(chain((first,), tasks))


def refused(refusal: Refusal) -> Finding:
    """What is found of a page that could not be read in time."""
    return refusal


def entered(database: Database, batch: list[tuple[Task, Finding]], *, stale_only: bool) -> Iterator[Reread]:
    """What became of some captures that were read, in as few transactions as may be."""
    todo = deque(batch)
    steps = (partial(enter, *todo.popleft(), stale_only=stale_only) for _ in batch)
    while todo:
        for done in together(database, steps):
            if isinstance(done, Exception):
                raise done
            if done:
                yield done


def enter(task: Task, finding: Finding, connection: Connection, *, stale_only: bool) -> Reread | None:
    """Enter what a capture was read as; None if it stands in the files twice, and has been entered in the meantime."""
    before = seen(connection, task.capture)
    if stale_only and before and before["reader"] == READER:
        return None
    outcome = file(task.capture, finding, task.site, Store(connection))
    after = seen(connection, task.capture) if before else None
    changed = tuple(name for name in SEEN if before and after and before[name] != after[name])
    return Reread(capture=task.capture, site=task.site, outcome=outcome, changed=changed)


def seen(connection: Connection, capture: Capture) -> dict[str, Any] | None:
    """What was made of a capture; None if it has not been read."""
    return READING.named(connection, {"record_id": capture.record_id})
