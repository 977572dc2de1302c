"""Captures out of the archive's own WARC files, and into it again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from archive import warc
from archive.capture import Capture, Place
from archive.database import Database
from archive.errors import StorageError
from archive.extract import READER
from archive.folder import Folder
from archive.ingest import ingest
from archive.models import captures, readings
from archive.site import Site, site_of
from archive.store import Store
from archive.warc_reader import read_warcs, record_at

AT_ONCE = 10  # captures; more would only be kept waiting
CURRENT = (
    select(readings.c.capture)
    .join(captures, captures.c.id == readings.c.capture)
    .where(captures.c.record_id == bindparam("record_id"), readings.c.reader == READER)
)


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The archive's captures: where they stand, and the profiles to read them with."""

    folder: Folder
    database: Database
    sites: tuple[Site, ...] = ()

    def capture_at(self, place: Place) -> Capture:
        """The capture at *place*, with its body also where it was kept as a revisit."""
        record = record_at(self.folder.warc / place.file, place.offset)
        if record.kind != "revisit":
            return record.capture
        body = self.payload(record.digest)
        if body is None:
            raise StorageError(f"{place.file}: the payload of {record.capture.record_id} is missing")
        return replace(record.capture, body=body)

    def payload(self, digest: str) -> bytes | None:
        """The body with that payload digest; None if the archive has none."""
        same = select(captures).where(captures.c.payload_digest == digest, captures.c.warc_file.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(same.order_by(captures.c.id)).all()
        found = (record_at(self.folder.warc / row.warc_file, row.warc_offset) for row in rows)
        return next((record.capture.body for record in found if record.kind != "revisit"), None)

    def captures(self, paths: Iterable[Path], *, report: Callable[[StorageError], None]) -> Iterator[Capture]:
        """The captures of WARC files, ours or foreign."""
        return read_warcs(paths, report=report, elsewhere=self.payload, home=self.folder.warc)

    def stale(self, stored: Iterable[Capture]) -> Iterator[Capture]:
        """Those of *stored* that today's reader has not read. A few at a time: to ask takes a transaction."""
        captures = iter(stored)
        while some := list(islice(captures, AT_ONCE)):
            with self.database.reading() as connection:
                known = {one.record_id for one in some if is_current(connection, one)}
            yield from (one for one in some if one.record_id not in known)

    def unread(self, path: Path, *, report: Callable[[StorageError], None]) -> Iterator[Capture]:
        """The captures that stand in a WARC file and not in the database.

        What a process kept and was killed before reading would otherwise be in the files alone, and an archive made
        anew from the files would hold more than this one.
        """
        for capture in self.captures([path], report=report):
            with self.database.reading() as connection:
                known = Store(connection).has(capture.record_id)
            if not known:
                yield capture

    def catch_up(self, *, report: Callable[[StorageError], None]) -> int:
        """Read what dead processes kept and did not read, and only then close their files. How many captures."""
        count = 0
        for left in warc.abandoned(self.folder.warc):
            for capture in self.unread(left.path, report=report):
                with self.database.writing() as connection:
                    ingest(capture, site_of(capture.url, self.sites), Store(connection))
                count += 1
            left.finish()
        return count


def is_current(connection: Connection, capture: Capture) -> bool:
    """Whether today's reader has read this capture."""
    return connection.execute(CURRENT, {"record_id": capture.record_id}).first() is not None
