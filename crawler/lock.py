"""Before a run: the archive's lock, so that one host is visited by one process; room on the disk; a sound database."""

import fcntl
import shutil
from datetime import datetime
from pathlib import Path
from typing import IO

from archive import runs
from archive.database import Database
from archive.errors import LockedError, StorageError

LEAST_FREE = 16 * 2**20  # bytes: one page of the largest size


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


def check_room(place: Path) -> None:
    """Raise StorageError on a disk so full that nobody should be asked for what could not be kept."""
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE:
        raise StorageError(f"{place}: {free >> 20} MB are free, and a run needs {LEAST_FREE >> 20}")


def check_pages(database: Database, now: datetime) -> None:
    """Look through the database if it is time for it. Raises StorageError."""
    with database.reading() as connection:
        is_due = runs.is_look_due(connection, now)
    if is_due:
        database.check_pages()
