"""A copy of the database while others read and write it. WARC files need none of ours: closed, they never change."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import StorageError
from archive.folder import Folder


def back_up(folder: Folder, target: Path) -> int:
    """Copy the database to *target* as it stands at one moment, and its size in bytes.

    The copy is made beside its place, read through, and only then gets its name; what has that name is replaced.
    Raises StorageError: no room, not writable, or the original is damaged.
    """
    draft = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        with closing(sqlite3.connect(folder.database)) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)  # in one step: it sees one state, and a writer goes on beside it (WAL)
            verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StorageError(f"{folder.database}: damaged, not copied: {verdict}")
        draft.replace(target)
        return target.stat().st_size
    except sqlite3.Error as error:
        raise StorageError(f"{target}: {error}") from error
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
