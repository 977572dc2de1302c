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
# Bytes of a payload that are kept in memory: of a longer one, a video or a kilobyte that unfolds to gigabytes, its
# beginning. The reader takes no page of more than 16 MiB.
LONGEST = 64 << 20
BLOCK = 1 << 16
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
    """A capture from warcio's record, and the digest its payload is known by. One that is too long is truncated.

    Raises ValueError if the record is cut or its payload is not the one that was digested.
    """
    fields = record.rec_headers
    served = record.http_headers
    payload, digest, is_whole = digested(record.raw_stream)
    if record.raw_stream.limit:  # warcio hands out a cut record as if it were whole
        raise ValueError(f"the record ends {record.raw_stream.limit} bytes early")
    headers = tuple(served.headers) if served else (("Content-Type", fields.get("Content-Type") or ""),)
    chunked = served is not None and "chunked" in (served.get_header("Transfer-Encoding") or "").lower()
    body = b"".join(blocks(ChunkedDataReader(BytesIO(payload)))) if chunked else payload
    stated = fields.get("WARC-Payload-Digest") or ""
    capture = Capture(
        url=fields.get("WARC-Target-URI"),
        captured_at=moment(fields.get("WARC-Date")),
        status=int(served.get_statuscode()) if served else 0,
        headers=headers,
        body=body,
        record_id=fields.get("WARC-Record-ID").strip("<>"),
        tls_verified={"true": True, "false": False}.get(fields.get("TLS-Verified")),
        truncated=fields.get("WARC-Truncated") or (None if is_whole else "length"),
    )
    if record.rec_type == "revisit":
        return capture, stated
    checkable = stated.startswith("sha1:") and (is_whole or not chunked)
    if checkable and stated not in {capture.payload_digest, digest}:
        raise ValueError(f"the payload of {capture.record_id} does not have its digest")
    return capture, stated or capture.payload_digest


def digested(stream: Any) -> tuple[bytes, str, bool]:
    """The first LONGEST bytes of *stream*, the digest of all as WARC writes it, and whether these are all."""
    sha1, kept, size = hashlib.sha1(usedforsecurity=False), bytearray(), 0
    for block in blocks(stream):
        sha1.update(block)
        kept += block[: LONGEST - size] if size < LONGEST else b""
        size += len(block)
    return bytes(kept), "sha1:" + b32encode(sha1.digest()).decode(), size <= LONGEST


def blocks(stream: Any) -> Iterator[bytes]:
    """*stream* to its end, a block at a time, as warcio's readers hand it out."""
    return iter(lambda: stream.read(BLOCK), b"")


def moment(text: str) -> datetime:
    """WARC-Date as an aware datetime."""
    return datetime.fromisoformat(text).astimezone(UTC)
