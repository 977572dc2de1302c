"""Read captures back from WARC files, ours or anybody's."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.capture import Capture, Place
from archive.errors import StorageError
from archive.warc import OPEN, whole_until
from archive.warc_record import OddRecordError, is_capture, to_capture

DAMAGE = (ArchiveLoadFailed, zlib.error, OSError, ValueError, EOFError)


@dataclass(frozen=True, kw_only=True)
class Record:
    """A capture as it stands in a file. A revisit's capture has no body: it is the one of the record with `digest`."""

    capture: Capture
    kind: str
    digest: str
    path: Path
    offset: int


def read_warcs(
    paths: Iterable[Path],
    *,
    report: Callable[[StorageError], None],
    elsewhere: Callable[[str], bytes | None],
    home: Path,
) -> Iterator[Capture]:
    """Every capture of *paths*. Revisits come last, with the body they refer to, in whichever file that stands.

    A body that is in none of them is asked of *elsewhere*, by its payload digest. What can not be read goes to
    *report*, naming file and offset. An odd record costs only itself, damage what stands behind it in the file. Places
    are named from the folder *home*: a file outside it by its whole path.
    """
    bodies: dict[str, tuple[Path, int]] = {}
    revisits: list[Record] = []
    for path in paths:
        outside = path.resolve().parent != home.resolve()
        try:
            name = str(path.resolve()) if outside else path.name.removesuffix(OPEN)
            for record in records(path, name=name, report=report):
                if record.kind == "revisit":
                    revisits.append(record)
                    continue
                bodies.setdefault(record.digest, (record.path, record.offset))
                yield record.capture
        except StorageError as damage:
            report(damage)
    for record in revisits:
        original = bodies.get(record.digest)
        body = record_at(*original).capture.body if original else elsewhere(record.digest)
        if body is None:
            report(StorageError(f"{record.path}: no file holds the payload of revisit {record.capture.record_id}"))
        else:
            yield replace(record.capture, body=body)


def record_at(path: Path, offset: int) -> Record:
    """The record at *offset* of a file, which may still be open for writing."""
    unfinished = path.with_name(path.name + OPEN)
    path = unfinished if unfinished.exists() and not path.exists() else path
    record = next(records(path, start=offset), None)
    if record is None:
        raise StorageError(f"{path}: no capture at {offset}")
    return record


def records(
    path: Path, *, start: int = 0, name: str | None = None, report: Callable[[StorageError], None] | None = None
) -> Iterator[Record]:
    """The captures of one file, from the record at offset *start* on; their places call the file *name*.

    Odd records go to *report*; without it they end the reading as damage does. Raises StorageError.
    """
    try:
        file: BinaryIO = path.open("rb")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    with file:
        file.seek(start)
        offset = start
        try:
            iterator = ArchiveIterator(file)
            for found in iterator:
                try:
                    parsed = to_capture(found) if is_capture(found) else None
                except OddRecordError as odd:
                    if report is None:
                        raise
                    report(StorageError(f"{path}: left out at {iterator.get_record_offset()}: {odd}"))
                    continue
                # warcio reads to the record's end to answer these, so they come after the body
                offset, length = iterator.get_record_offset(), iterator.get_record_length()
                if parsed:
                    place = Place(file=name or path.name.removesuffix(OPEN), offset=offset, length=length)
                    capture = parsed[0].at(place)
                    yield Record(capture=capture, kind=found.rec_type, digest=parsed[1], path=path, offset=offset)
            file.seek(offset)  # warcio takes a cut record header for the end of the file
            if path.suffix == ".gz" and offset + whole_until(file) < path.stat().st_size:
                raise ValueError("the file ends in the middle of a record")
        except DAMAGE as error:
            raise StorageError(
                f"{path}: damaged after offset {offset}: {error!s:.80}"
            ) from error  # it quotes the bytes
