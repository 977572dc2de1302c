"""An archive that can be read and not written: on a disc, in a snapshot, somebody else's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from shelf import Shelf

from archive import Archive
from archive.backup import back_up
from archive.cli import main
from archive.errors import StorageError
from archive.exits import Exit
from archive.folder import Folder

NOBODY = 65_534


@contextmanager
def by_somebody_else(folder: Path) -> Iterator[None]:
    """Run as one who may not write to *folder*, which root always may."""
    mode, user = folder.stat().st_mode, os.geteuid()
    folder.chmod(0o555)
    try:
        if user == 0:
            os.seteuid(NOBODY)
        yield
    finally:
        if user == 0:
            os.seteuid(user)
        folder.chmod(mode)


@pytest.fixture
def place() -> Iterator[Path]:
    """An archive of one article, with a name that an address would misread."""
    with TemporaryDirectory() as above:  # not one of pytest's own, into which nobody else may look
        Path(above).chmod(0o755)
        path = Path(above) / "50%20?#"
        with Archive.open(path) as archive, archive.database.writing() as connection:
            Shelf(connection).file("青屏县图书馆新馆开放", "青屏县图书馆新馆昨天开放。", source="新华社")
        yield path


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--jsonl"],
        ["search", "图书馆", "--jsonl"],
        ["search", "青屏县图书馆", "--jsonl"],
        ["show", "1"],
        ["stats", "--by", "source"],
        ["export", "-o", "-", "--format", "csv"],
        ["status"],
        ["check"],
    ],
)
def test_who_may_not_write_may_ask(capfd: pytest.CaptureFixture[str], place: Path, words: list[str]) -> None:
    command = ["-C", str(place), *words]
    ends = main(command), capfd.readouterr().out  # whoever is nobody may not read the program either
    with by_somebody_else(place):
        assert (main(command), capfd.readouterr().out) == ends


def test_what_can_not_be_written_is_said(place: Path) -> None:
    with Archive.open(place) as archive:
        assert archive.rebuild_index() == 1
    with (
        by_somebody_else(place),
        Archive.open(place) as archive,
        pytest.raises(StorageError, match=r"archive\.db: attempt to write a readonly database"),
    ):
        archive.rebuild_index()


@pytest.mark.parametrize(("log", "code"), [(b"", Exit.DONE), (b"x", Exit.STORAGE)])
def test_a_log_that_was_never_written_back_is_not_passed_over(
    capfd: pytest.CaptureFixture[str], place: Path, log: bytes, code: Exit
) -> None:
    command = ["-C", str(place), "list"]
    assert main(command) == Exit.DONE
    (place / "archive.db-wal").write_bytes(log)
    with by_somebody_else(place):
        assert main(command) == code
    assert ("whole only where archive.db-wal can be written" in capfd.readouterr().err) == bool(log)


def test_a_copy_can_be_made_all_the_same(place: Path) -> None:
    with TemporaryDirectory() as elsewhere:
        Path(elsewhere).chmod(0o777)
        back_up(Folder(path=place), Path(elsewhere) / "first.db")
        with by_somebody_else(place):
            assert back_up(Folder(path=place), Path(elsewhere) / "archive.db")
        with Archive.open(elsewhere, create=False) as archive:
            assert [hit.article_id for hit in archive.search("图书馆")] == [1]
