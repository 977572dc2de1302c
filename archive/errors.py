"""The error tree. Each class names one thing a caller can act on; the message is one line for a person."""

from archive.outcome import Reason


class NotAnArticle(Exception):  # noqa: N818 - a finding about the page, not a fault of the program
    """The page is no article. `reason` can be counted, `detail` is for a person."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)


class ArchiveError(Exception):
    """Anything the archive refuses or can not do. The message is one clear line."""


class ConfigurationError(ArchiveError):
    """A profile or `archive.toml` is wrong: names file, key, what was expected and what was found."""


class SchemaError(ConfigurationError):
    """The database was made by another version of the archive."""


class StorageError(ArchiveError):
    """Disk full, file damaged or read-only, not an archive."""


class DatabaseBusyError(StorageError):
    """Another process held the write lock for longer than the busy timeout."""


class LockedError(ArchiveError):
    """Another run holds the archive's lock."""


class QueryError(ArchiveError):
    """A search that names nothing to search for, or can not be understood."""


class ExportError(ArchiveError):
    """An export or a backup that can not be begun: no format has that name, or something else stands at its place."""


class MalformedError(ArchiveError):
    """A line of a file to import is not what an export writes: names file and line."""
