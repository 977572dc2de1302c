"""The archive on disk: a folder with `archive.toml`, `archive.db`, `warc/` and `sites/`."""

from dataclasses import dataclass
from pathlib import Path

from archive.errors import StorageError

CONFIGURATION = """\
# Settings of this archive. A flag or a NEWS_ARCHIVE_* environment variable wins over what stands here.

# Where webmasters can reach you; sent with every request.
# contact = "mailto:you@example.org"
"""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The names inside an archive's folder."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "archive.db"

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
    def lock(self) -> Path:
        """Held by the one crawl that may run."""
        return self.path / "crawl.lock"

    def make(self) -> None:
        """Make the folder and what an empty archive holds, but for the database. What is there is left alone."""
        try:
            for folder in (self.path, self.warc, self.sites):
                folder.mkdir(parents=True, exist_ok=True)
            if not self.configuration.exists():
                self.configuration.write_text(CONFIGURATION, encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{self.path}: {error.strerror}") from error
