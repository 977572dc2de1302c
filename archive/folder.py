"""The archive on disk: a folder with `archive.toml`, `archive.db`, `warc/` and `sites/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from archive.errors import StorageError

CONFIGURATION = """\
# Settings of this archive. A flag or a NEWS_ARCHIVE_* environment variable wins over what stands here.

# Where webmasters can reach you; sent with every request.
# contact = "mailto:you@example.org"

# Read nothing from a site whose certificate can not be verified; otherwise it is read, and what is known is kept.
# verify_certificates = true
"""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The names inside an archive's folder. `name` is that of the database, for whoever calls it something else."""

    path: Path
    name: str = "archive.db"

    @classmethod
    def at(cls, location: str | Path) -> Self:
        """The folder at a path, or around a database, named as a file or by SQLAlchemy's URL.

        Raises StorageError for any database but SQLite's.
        """
        scheme, is_url, rest = str(location).partition("://")
        if not is_url and not Path(location).is_file():
            return cls(path=Path(location))
        if is_url and (scheme.partition("+")[0] != "sqlite" or not rest.strip("/")):
            raise StorageError(f"{scheme} is not supported yet: an archive is a SQLite file in a folder")
        database = Path(rest.removeprefix("/") if is_url else location)
        return cls(path=database.parent, name=database.name)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / self.name

    @property
    def warc(self) -> Path:
        """Captures, as served."""
        return self.path / "warc"

    @property
    def sites(self) -> Path:
        """The archive's own site profiles."""
        return self.path / "sites"

    @property
    def configuration(self) -> Path:
        """Settings of this archive."""
        return self.path / "archive.toml"

    @property
    def datasette(self) -> Path:
        """What Datasette is to know of the archive."""
        return self.path / "datasette"

    @property
    def lock(self) -> Path:
        """Held by the one crawl that may run."""
        return self.path / "crawl.lock"

    def holds(self, path: Path) -> bool:
        """Whether *path* is a part of the archive, and not just a file that somebody has put beside it."""
        place = path.resolve()
        log = (self.database.with_name(f"{self.name}{suffix}") for suffix in ("-wal", "-shm"))
        files = (self.path, self.database, *log, self.configuration, self.lock)
        folders = (self.warc, self.sites, self.datasette)
        return place in {one.resolve() for one in files} or any(place.is_relative_to(one.resolve()) for one in folders)

    def make(self) -> None:
        """Make the folder and what an empty archive holds, but for the database. What is there is left alone."""
        try:
            for folder in (self.path, self.warc, self.sites):
                folder.mkdir(parents=True, exist_ok=True)
            if not self.configuration.exists():
                self.configuration.write_text(CONFIGURATION, encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{self.path}: {error.strerror}") from error
