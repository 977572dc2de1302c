"""The package that a WACZ is: a ZIP file with a manifest of digests, and the lines that wait until they are due."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from archive.export.values import About
from archive.inert import dumped

VERSION = "1.1.1"


class Lines:
    """The lines of index and pages while the WARC file is written, in a database on disk: there may be millions."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect("", isolation_level=None)
        self.connection.execute("PRAGMA cache_size=-8000")  # kB in memory
        self.connection.execute("BEGIN")
        self.connection.execute("CREATE TABLE lines (record TEXT PRIMARY KEY, cdxj BLOB, page BLOB)")

    def has(self, record_id: str) -> bool:
        """Whether a capture has been entered: two articles may go on over the same page."""
        return self.connection.execute("SELECT 1 FROM lines WHERE record = ?", (record_id,)).fetchone() is not None

    def add(self, record_id: str, cdxj: bytes, page: bytes | None) -> None:
        """Enter a capture."""
        self.connection.execute("INSERT INTO lines VALUES (?, ?, ?)", (record_id, cdxj, page))

    @property
    def empty(self) -> bool:
        """Whether nothing has been entered."""
        return self.connection.execute("SELECT 1 FROM lines").fetchone() is None

    def index(self) -> Iterator[bytes]:
        """The lines of the index, sorted as bytes."""
        return (row[0] for row in self.connection.execute("SELECT cdxj FROM lines ORDER BY cdxj"))

    def pages(self) -> Iterator[bytes]:
        """The lines of the pages, in the order of entry."""
        return (row[0] for row in self.connection.execute("SELECT page FROM lines WHERE page NOT NULL ORDER BY rowid"))

    def close(self) -> None:
        """Let go of the file on disk."""
        self.connection.close()


@dataclass(kw_only=True)
class Digesting:
    """A file that is written, with its size and digest so far."""

    file: IO[bytes]
    size: int = 0
    sha256: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Write and digest."""
        self.size += len(data)
        self.sha256.update(data)
        self.file.write(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Write and digest, line by line."""
        for one in lines:
            self.write(one)


@dataclass(kw_only=True)
class Package:
    """The ZIP file, and what has been put into it."""

    file: ZipFile
    made_at: datetime
    resources: list[dict[str, object]] = field(default_factory=list)

    @contextmanager
    def member(self, name: str, method: int) -> Iterator[Digesting]:
        """A file in the package, entered among its resources when it is finished."""
        with self.file.open(self.info(name, method), "w", force_zip64=True) as file:
            written = Digesting(file=file)
            yield written
        digest = f"sha256:{written.sha256.hexdigest()}"
        self.resources.append({"name": name.rpartition("/")[2], "path": name, "hash": digest, "bytes": written.size})

    def finish(self, about: About) -> None:
        """Write the manifest, and its digest."""
        made_at = about.made_at.isoformat(timespec="seconds")
        manifest = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": about.title,
            "created": made_at,
            "modified": made_at,
            "software": about.software,
            "resources": self.resources,
        }
        text = dumped(manifest, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        self.file.writestr(self.info("datapackage.json", ZIP_DEFLATED), text)
        self.file.writestr(self.info("datapackage-digest.json", ZIP_DEFLATED), dumped(digest, indent=2))

    def info(self, name: str, method: int) -> ZipInfo:
        """The entry of a file."""
        info = ZipInfo(name, self.made_at.timetuple()[:6])
        info.compress_type = method
        info.external_attr = 0o644 << 16
        return info
