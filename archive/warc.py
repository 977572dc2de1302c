"""Captures to WARC 1.1 files and back.

A file is named `.open` until all that stands in it has been read, and is never appended to afterwards. One gzip
member holds one record, so that a record can be read by its offset and a cut file loses only the record that was being
written.
"""

import fcntl
import os
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture import Capture, Place
from archive.columns import moment_text
from archive.errors import StorageError

MAX_FILE = 1_000_000_000  # bytes; the field's customary size of a WARC file
# Levels of zlib. At warcio's 9 a page takes 6 ms, at 6 it takes 2 and is 3 % larger. To pack again what came packed
# takes 0.4 ms and saves half of its headers.
PACKED, STORED = 6, 0
OPEN = ".open"
PHRASES = {status.value: status.phrase for status in HTTPStatus}
# The body is kept without its transfer coding, so these headers would lie about it.
TRANSFER = {"transfer-encoding", "content-length", "connection", "keep-alive", "trailer"}


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier capture with the same payload, which a revisit record refers to."""

    record_id: str
    url: str
    captured_at: datetime


@dataclass(frozen=True, kw_only=True)
class OpenFile:
    """A file under the name of an open one, and ours until it is finished or left."""

    path: Path
    file: BinaryIO

    @property
    def name(self) -> str:
        """Its final name."""
        return final(self.path).name

    def finish(self) -> Path:
        """Give the file its final name, as all that stands in it has been read: on disk first, then by name."""
        with self.file:
            os.fsync(self.file.fileno())
            return self.path.rename(final(self.path))

    def leave(self) -> None:
        """Let go of the file under the name of an open one: whoever comes next reads what stands in it."""
        self.file.close()


class WarcWriter:
    """Writes captures into the files of one folder, one process a file.

    `unread` names files with captures that nobody has read yet: they are not finished, so that somebody will.
    """

    def __init__(self, folder: Path, *, max_size: int = MAX_FILE) -> None:
        self.folder = folder
        self.max_size = max_size
        self._current: OpenFile | None = None
        self._full: list[OpenFile] = []

    def write(self, capture: Capture, *, earlier: Earlier | None = None, unread: Collection[str] = ()) -> Capture:
        """Keep *capture* and return it with its place. With *earlier* its body is not written a second time."""
        self._finish_full(unread)
        current = self._current = self._current or self._begin(capture.captured_at)
        offset = current.file.tell()
        record = member(capture, earlier)
        append(current.file, record)
        if offset + len(record) >= self.max_size:
            self._full.append(current)
            self._current = None
        return capture.at(Place(file=current.name, offset=offset, length=len(record)))

    def close(self, *, unread: Collection[str] = ()) -> None:
        """Finish all files, or leave them."""
        if self._current:
            self._full.append(self._current)
            self._current = None
        self._finish_full(unread)
        for left in self._full:
            left.leave()
        self._full = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _finish_full(self, unread: Collection[str]) -> None:
        for read in [one for one in self._full if one.name not in unread]:
            self._full.remove(read)
            read.finish()

    def _begin(self, now: datetime) -> OpenFile:
        self.folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1_000_000):
            path = self.folder / f"{now:%Y-%m-%d}-{number:04}.warc.gz{OPEN}"
            if final(path).exists():
                continue
            with suppress(FileExistsError):
                file = path.open("xb", buffering=0)
                if final(path).exists():  # another process closed this very number just now
                    path.unlink()
                    continue
                fcntl.flock(file, fcntl.LOCK_EX)  # tells abandoned() that the writer lives
                try:
                    append(file, warcinfo(final(path).name))
                except OSError:
                    file.close()
                    path.unlink()
                    raise
                return OpenFile(path=path, file=file)
        raise StorageError(f"{self.folder}: no free WARC file name left for {now:%Y-%m-%d}")


def append(file: BinaryIO, record: bytes) -> None:
    """Write all of *record* or, if that fails, nothing: a full disk takes as much as fits."""
    end, rest = file.tell(), memoryview(record)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(end)
        file.seek(end)
        raise


def final(path: Path) -> Path:
    """The name of a WARC file once it is closed."""
    return path.with_name(path.name.removesuffix(OPEN))


def warcinfo(name: str) -> bytes:
    """The first record of a file: who wrote it."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    about = {"software": f"news-archive/{version('news-archive')}", "format": "WARC file version 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return packed(buffer.getvalue(), PACKED)


def member(capture: Capture, earlier: Earlier | None) -> bytes:
    """One capture as one gzip member."""
    is_packed = (capture.header("Content-Encoding") or "identity").strip().lower() != "identity"
    return packed(record_of(capture, earlier), STORED if is_packed else PACKED)


def packed(record: bytes, level: int) -> bytes:
    """A record as a gzip member, as that level of zlib has it."""
    packing = zlib.compressobj(level, wbits=31)
    return packing.compress(record) + packing.flush()


def record_of(capture: Capture, earlier: Earlier | None) -> bytes:
    """One capture as a record."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    fields = {
        "WARC-Record-ID": f"<{capture.record_id}>",
        "WARC-Date": moment_text(capture.captured_at),
    }
    if capture.truncated:
        fields["WARC-Truncated"] = capture.truncated
    if capture.tls_verified is not None:
        fields["TLS-Verified"] = str(capture.tls_verified).lower()
    if earlier and capture.status:
        fields["WARC-Refers-To"] = f"<{earlier.record_id}>"
        writer.write_record(
            writer.create_revisit_record(
                capture.url,
                digest=capture.payload_digest,
                refers_to_uri=earlier.url,
                refers_to_date=moment_text(earlier.captured_at),
                http_headers=http_headers(capture),
                warc_headers_dict=fields,
            )
        )
        return buffer.getvalue()
    fields["WARC-Payload-Digest"] = capture.payload_digest
    kind = "response" if capture.status else "resource"
    content_type = None if capture.status else capture.header("Content-Type") or "text/html"
    writer.write_record(
        writer.create_warc_record(
            capture.url,
            kind,
            payload=BytesIO(capture.body),
            length=len(capture.body),
            warc_content_type=content_type or "",
            http_headers=http_headers(capture) if capture.status else None,
            warc_headers_dict=fields,
        )
    )
    return buffer.getvalue()


def http_headers(capture: Capture) -> StatusAndHeaders:
    """Status line and headers as served, but for those of the transfer, which is undone."""
    kept = [(name, value) for name, value in capture.headers if name.lower() not in TRANSFER]
    kept.append(("Content-Length", str(len(capture.body))))
    return StatusAndHeaders(f"{capture.status} {PHRASES.get(capture.status, '')}".strip(), kept, protocol="HTTP/1.1")


def abandoned(folder: Path) -> list[OpenFile]:
    """The files that dead processes left open, by name, each cut after its last whole record.

    Those of living writers are left alone.
    """
    found = []
    for path in sorted(folder.glob(f"*{OPEN}")):
        file = path.open("r+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            continue
        file.truncate(whole_until(file))
        found.append(OpenFile(path=path, file=file))
    return found


def whole_until(file: BinaryIO) -> int:
    """The offset at which the last whole gzip member ends."""
    end, member_ = 0, zlib.decompressobj(wbits=31)
    position = 0
    while chunk := file.read(1 << 16):
        while chunk:
            try:
                member_.decompress(chunk)
            except zlib.error:
                return end
            position += len(chunk) - len(member_.unused_data)
            if not member_.eof:
                break
            end, chunk, member_ = position, member_.unused_data, zlib.decompressobj(wbits=31)
    return end


def files(folder: Path) -> Iterator[Path]:
    """The closed WARC files of a folder, in the order of their names."""
    yield from sorted(path for pattern in ("*.warc.gz", "*.warc") for path in folder.glob(pattern))
