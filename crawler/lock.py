"""The archive's lock: one crawl at a time, so that one host is visited by one process."""

import fcntl
from pathlib import Path
from typing import IO

from archive.errors import LockedError, StorageError


def hold(path: Path) -> IO[str]:
    """Take the lock. The system lets go of it when the process ends, however it ends. Raises LockedError."""
    try:
        file = path.open("a")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise LockedError(f"another crawl is at work in {path.parent}") from None
    return file
