"""Read captures back from WARC files, ours or anybody's."""

import hashlib
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from archive.capture import Capture, Place
from archive.errors import StorageError
from archive.warc import OPEN, whole_until

KINDS = {"response", "resource", "revisit"}
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
    *report*, naming file and offset: what stands before it in the file and all other files are still read. Places are
    named from the folder *home*: a file outside it by its whole path.
    """
    bodies: dict[str, tuple[Path, int]] = {}
    revisits: list[Record] = []
    for path in paths:
        outside = path.resolve().parent != home.resolve()
        try:
            for record in records(path, name=str(path.resolve()) if outside else path.name.removesuffix(OPEN)):
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
    path = path if path.exists() else path.with_name(path.name + OPEN)
    record = next(records(path, start=offset), None)
    if record is None:
        raise StorageError(f"{path}: no capture at {offset}")
    return record


def records(path: Path, *, start: int = 0, name: str | None = None) -> Iterator[Record]:
    """The captures of one file, from the record at offset *start* on; their places call the file *name*."""
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
                parsed = to_capture(found) if is_capture(found) else None
                # warcio reads to the record's end to answer these, so they come after the body
                offset, length = iterator.get_record_offset(), iterator.get_record_length()
                if parsed:
                    place = Place(file=name or path.name.removesuffix(OPEN), offset=offset, length=length)
                    capture = replace(parsed[0], place=place)
                    yield Record(capture=capture, kind=found.rec_type, digest=parsed[1], path=path, offset=offset)
            file.seek(offset)  # warcio takes a cut record header for the end of the file
            if path.suffix == ".gz" and offset + whole_until(file) < path.stat().st_size:
                raise ValueError("the file ends in the middle of a record")
        except DAMAGE as error:
            raise StorageError(f"{path}: damaged after offset {offset}: {error}") from error


def is_capture(record: Any) -> bool:
    """Whether a record holds a page: requests, metadata and DNS look-ups do not."""
    return record.rec_type in KINDS and (record.rec_headers.get("WARC-Target-URI") or "").startswith("http")


def to_capture(record: Any) -> tuple[Capture, str]:
    """A capture from warcio's record, and the digest its payload is known by.

    Raises ValueError if the record is cut or its payload is not the one that was digested.
    """
    fields = record.rec_headers
    served = record.http_headers
    payload = whole(record.raw_stream)
    if record.raw_stream.limit:  # warcio hands out a cut record as if it were whole
        raise ValueError(f"the record ends {record.raw_stream.limit} bytes early")
    headers = tuple(served.headers) if served else (("Content-Type", fields.get("Content-Type") or ""),)
    chunked = served is not None and "chunked" in (served.get_header("Transfer-Encoding") or "").lower()
    body = whole(ChunkedDataReader(BytesIO(payload))) if chunked else payload
    stated = fields.get("WARC-Payload-Digest") or ""
    capture = Capture(
        url=fields.get("WARC-Target-URI"),
        captured_at=moment(fields.get("WARC-Date")),
        status=int(served.get_statuscode()) if served else 0,
        headers=headers,
        body=body,
        record_id=fields.get("WARC-Record-ID").strip("<>"),
        tls_verified={"true": True, "false": False}.get(fields.get("TLS-Verified")),
        truncated=fields.get("WARC-Truncated"),
    )
    if record.rec_type == "revisit":
        return capture, stated
    if stated.startswith("sha1:") and stated not in {capture.payload_digest, sha1(payload)}:
        raise ValueError(f"the payload of {capture.record_id} does not have its digest")
    return capture, stated or capture.payload_digest


def whole(stream: Any) -> bytes:
    """All of *stream*; one read of warcio's readers returns a block."""
    return b"".join(iter(lambda: stream.read(1 << 16), b""))


def sha1(payload: bytes) -> str:
    """A digest as WARC writes it."""
    return "sha1:" + b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def moment(text: str) -> datetime:
    """WARC-Date as an aware datetime."""
    return datetime.fromisoformat(text).astimezone(UTC)
