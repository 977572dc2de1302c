"""Where a file for the user is written: beside its place, and there only when it is whole."""

import glob
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ExportError, StorageError
from archive.folder import Folder


@contextmanager
def draft(path: Path, *, force: bool, replaceable: Callable[[Path], None]) -> Iterator[Path]:
    """A name in the folder of *path* for a new file or folder, which gets the name *path* if all goes well.

    Raises ExportError if there is something at *path* already and not *force*; with it, *replaceable* is asked, which
    raises what speaks against it. Whatever fails, nothing is left behind and *path* is as it was; what a killed process
    leaves is named `.NAME.PID.part`. Raises StorageError if the disk is full or the like.
    """
    refuse_taken(path, force=force, replaceable=replaceable)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        refuse_taken(path, force=force, replaceable=replaceable)
        put(beside, path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error
    finally:
        for left in beside.parent.glob(f"{glob.escape(beside.name)}*"):  # SQLite keeps files beside its file
            remove(left)


def refuse_taken(path: Path, *, force: bool, replaceable: Callable[[Path], None]) -> None:
    """Raise what speaks against writing *path*."""
    if not os.path.lexists(path):
        return
    if not force:
        raise ExportError(f"{path}: is there already (--force replaces it)")
    replaceable(path)


def refuse_special(path: Path) -> None:
    """Only a file may be replaced by a file: no folder, no device, no database whose log is still to be read."""
    if not path.is_file():
        raise ExportError(f"{path}: is no file; it is not replaced")
    if path.with_name(f"{path.name}-wal").exists():  # SQLite would play it into the new file
        raise ExportError(f"{path}: is a database in use; it is not replaced")


def refuse_own(path: Path, folder: Folder) -> None:
    """Raise ExportError if *path* is part of the archive in *folder*: not even force may replace that."""
    if folder.holds(path):
        raise ExportError(f"{path}: is part of this archive")


def put(beside: Path, path: Path) -> None:
    """Let what is whole take its name, on disk before it does."""
    if not beside.is_dir():
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
        return
    if not path.exists():
        beside.rename(path)
        return
    old = beside.with_suffix(".part.old")
    path.rename(old)  # a folder can not be replaced by another in one step
    try:
        beside.rename(path)
    except BaseException:
        old.rename(path)
        raise


def remove(path: Path) -> None:
    """Delete a file or a folder."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
