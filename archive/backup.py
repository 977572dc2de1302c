"""A copy of the database while others read and write it. WARC files need none of ours: closed, they never change."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.database import connect
from archive.destination import draft, refuse_own, refuse_special
from archive.errors import StorageError
from archive.folder import Folder


def back_up(folder: Folder, target: Path, *, force: bool = False) -> int:
    """Copy the database to *target* as it stands at one moment, and its size in bytes.

    The copy gets its name when it has been read through; with *force* what has that name is replaced. Raises
    ExportError if something stands at *target* that must not be replaced, StorageError: no room, not writable, or the
    original is damaged.
    """
    refuse_own(target, folder)
    try:
        with draft(target, force=force, replaceable=refuse_special) as path:
            copy_whole(folder.database, path)
        return target.stat().st_size
    except sqlite3.Error as error:
        raise StorageError(f"{target}: {error}") from error


def copy_whole(database: Path, path: Path) -> None:
    """Copy *database* to a new file, and look through it. Raises StorageError if it is damaged."""
    with closing(connect(database)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)  # in one step: it sees one state, and a writer goes on beside it (WAL)
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StorageError(f"{database}: damaged, not copied: {verdict}")
