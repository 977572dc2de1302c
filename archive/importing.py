"""Articles from the JSON lines that an export writes (see `archive.export.jsonl`), without their bytes.

What is imported are the captures with their readings; texts, articles, copies and revisions follow from these here as
they do anywhere. So the same articles come out in an empty archive, and a capture that an archive has already changes
nothing in it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from pydantic import ValidationError
from sqlalchemy import select, update

from archive.capture import Capture
from archive.database import Database
from archive.errors import MalformedError
from archive.extract.result import Extraction
from archive.line import Line, Read
from archive.models import captures, readings
from archive.outcome import Reason
from archive.prepared import prepare
from archive.store import Store

LONGEST = 64 << 20  # bytes of a line; an article with a thousand captures has one
DERIVED = {"text", "script", "part_of"}


@dataclass(frozen=True, kw_only=True)
class Remembered(Capture):
    """A capture whose bytes are elsewhere: only their digest is known."""

    payload_digest: str = field()


@dataclass(kw_only=True)
class Imported:
    """What importing has brought: captures entered, captures the archive had already, and lines that were malformed."""

    new: int = 0
    known: int = 0
    malformed: int = 0


def import_lines(
    database: Database,
    file: BinaryIO,
    *,
    name: str,
    report: Callable[[MalformedError], None],
    advance: Callable[[int], None] = lambda _number: None,
) -> Imported:
    """Enter the articles of *file*, each line in a transaction of its own.

    A line that can not be read goes to *report*, which names it by *name* and number; all others are imported.
    *advance* is told of each line. Raises StorageError.
    """
    done = Imported()
    for number, raw in lines(file):
        try:
            line = parsed(raw, f"{name}:{number}")
        except MalformedError as error:
            report(error)
            done.malformed += 1
        else:
            enter(database, line, done)
        advance(1)
    return done


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, by number from 1; of one that is too long only its first LONGEST bytes."""
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        rest = raw
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST)
        if raw.strip():
            yield number, raw


def parsed(raw: bytes, where: str) -> Line:
    """A line. Raises MalformedError, which begins with *where*."""
    if len(raw) == LONGEST:
        raise MalformedError(f"{where}: longer than {LONGEST >> 20} MiB")
    try:
        return Line.model_validate_json(raw.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, fault["loc"]))
        message = fault["msg"].removeprefix("Value error, ")
        raise MalformedError(f"{where}: " + (f"{key}: {message}" if key else message)) from error


def enter(database: Database, line: Line, done: Imported) -> None:
    """Enter the captures of a line that the archive does not have."""
    with database.writing() as connection:
        store = Store(connection)
        for read in sorted(line.captures, key=lambda read: read.refused):  # a page is one since it held an article
            if store.has(read.record_id):
                done.known += 1
                continue
            file(store, read, line.bodies)
            # The store takes a reading for one of today's reader; this one was made by the reader it names.
            mine = select(captures.c.id).where(captures.c.record_id == read.record_id).scalar_subquery()
            connection.execute(update(readings).where(readings.c.capture == mine).values(reader=read.reader))
            done.new += 1


def file(store: Store, read: Read, bodies: Mapping[str, str]) -> None:
    """Enter one capture with its reading."""
    if read.refused and read.reason:
        store.reject(to_capture(read), read.reason, read.detail or "")
        return
    found = extraction(read, bodies[read.wording])
    store.record(to_capture(read), found, prepare(found.text), read.site)


def to_capture(read: Read) -> Remembered:
    """The capture of a reading."""
    return Remembered(
        url=read.url,
        captured_at=read.captured_at,
        status=read.status,
        headers=(("Content-Type", read.content_type),) if read.content_type else (),
        body=b"",
        record_id=read.record_id,
        payload_digest=read.payload_digest,
        tls_verified=read.tls_verified,
        truncated=read.truncated,
    )


def extraction(read: Read, text: str) -> Extraction:
    """What a page said, as the reader gave it."""
    said: dict[str, Any] = {name: getattr(read, name) for name in Extraction.__dataclass_fields__.keys() - DERIVED}
    said = {name: value for name, value in said.items() if value is not None}
    return Extraction(text=text, part_of=read.detail if read.reason is Reason.PART else None, **said)
