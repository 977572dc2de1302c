"""Where an export is written: never over something, never half."""

import resource
import signal
import sys
from pathlib import Path

import pytest
from processes import finished, launch, start_afresh

from archive import Archive, ArchiveError
from archive.destination import draft, refuse_special
from archive.errors import ExportError, StorageError
from archive.export import FORMATS, format_of

EVERY = [one.name for one in FORMATS]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_overwritten_unless_forced(archive: Archive, out: Path, name: str) -> None:
    archive.export(out, format=name, site="copy.example")
    kept = content(out)
    with pytest.raises(ExportError, match="--force"):
        archive.export(out, format=name)
    assert content(out) == kept
    assert archive.export(out, format=name, force=True) > 1
    assert content(out) != kept
    assert list(out.parent.iterdir()) == [out]


def content(path: Path) -> list[bytes]:
    return [one.read_bytes() for one in ([path] if path.is_file() else sorted(path.iterdir()))]


@pytest.mark.parametrize("name", EVERY)
def test_where_nothing_is_found_nothing_is_written(archive: Archive, out: Path, name: str) -> None:
    assert archive.export(out, "无此词语", format=name) == 0
    assert not list(out.parent.iterdir())


def test_a_folder_that_holds_other_things_is_not_replaced(archive: Archive, out: Path) -> None:
    archive.export(out, format="txt")
    (out / "notes.doc").write_text("mine")
    with pytest.raises(ExportError, match="more than an export"):
        archive.export(out, format="txt", force=True)
    assert (out / "notes.doc").read_text() == "mine"
    with pytest.raises(ExportError, match="no file"):
        archive.export(out, format="csv", force=True)
    with pytest.raises(ExportError, match="no folder"):
        archive.export(out / "notes.doc", format="txt", force=True)


def test_a_link_is_replaced_and_not_followed(archive: Archive, out: Path) -> None:
    mine = out.with_name("mine")
    mine.write_text("mine")
    out.symlink_to(mine)
    with pytest.raises(ExportError):
        archive.export(out, format="csv")
    archive.export(out, format="csv", force=True)
    assert mine.read_text() == "mine"
    assert not out.is_symlink()


def test_the_archive_itself_is_never_replaced(archive: Archive) -> None:
    before = content(archive.folder.database)
    for own in (archive.folder.database, archive.folder.warc, *archive.folder.warc.iterdir()):
        with pytest.raises(ExportError, match="part of this archive"):
            archive.export(own, format="sqlite", force=True)
    assert content(archive.folder.database) == before


def test_a_device_is_not_replaced(archive: Archive) -> None:
    with pytest.raises(ExportError, match="no file"):
        archive.export("/dev/null", format="csv", force=True)
    assert Path("/dev/null").is_char_device()


def test_what_fails_leaves_what_was_there(out: Path) -> None:
    out.write_text("old")

    def fail() -> None:
        with draft(out, force=True, replaceable=refuse_special) as path:
            path.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert out.read_text() == "old"
    assert list(out.parent.iterdir()) == [out]


def test_what_came_meanwhile_is_not_overwritten(out: Path) -> None:
    def race() -> None:
        with draft(out, force=False, replaceable=refuse_special) as path:
            path.write_text("mine")
            out.write_text("theirs")

    with pytest.raises(ExportError):
        race()
    assert out.read_text() == "theirs"
    assert list(out.parent.iterdir()) == [out]


def small_files() -> None:
    """No file may grow beyond 4 kB: what a full disk does to a writer, and can be had without root."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@pytest.mark.parametrize("name", ["csv", "parquet", "sqlite", "txt", "wacz"])
def test_a_full_disk_is_exit_3_and_leaves_nothing(archive: Archive, out: Path, name: str) -> None:
    ended = finished(start_afresh(archive.folder, "export", "-o", str(out), "--format", name, before=small_files))
    assert ended.returncode == 3, ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not list(out.parent.iterdir())


KILLED = """
import os, signal, sys
from archive import Archive

with Archive.open(sys.argv[1]) as archive:
    archive.export(sys.argv[2], format=sys.argv[3], advance=lambda _done: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.parametrize("name", ["csv", "sqlite"])
def test_a_killed_export_leaves_nothing_under_its_name(archive: Archive, out: Path, name: str) -> None:
    process = launch([sys.executable, "-c", KILLED, str(archive.folder.path), str(out), name])
    assert finished(process).returncode == -signal.SIGKILL
    assert all(path.name.startswith(".out.") for path in out.parent.iterdir())
    assert archive.export(out, format=name) > 1


def test_the_suffix_is_the_format() -> None:
    names = {f"a{suffix}": one.name for one in FORMATS for suffix in one.suffixes}
    assert {path: format_of(path).name for path in names} == names
    assert format_of("A.CSL.JSON").name == "csl-json"
    assert format_of("a.csv", "ris").name == "ris"
    assert format_of("out.d/").name == "txt"
    assert {name: format_of("-", name).name for name in ("db", "bib", "md")} == {
        "db": "sqlite",
        "bib": "bibtex",
        "md": "markdown",
    }


@pytest.mark.parametrize(("path", "name"), [("a.doc", None), ("csv", None), ("a.csv", "doc"), ("", None)])
def test_another_suffix_or_name_is_refused_with_those_there_are(path: str, name: str | None) -> None:
    with pytest.raises(ExportError, match="jsonl"):
        format_of(path, name)


def test_only_streams_go_to_a_stream(archive: Archive, out: Path) -> None:
    for form in FORMATS:
        with out.open("wb") as file:
            if form.stream:
                assert archive.export(file, format=form.name) > 1
            else:
                with pytest.raises(ArchiveError, match="stream"):
                    archive.export(file, format=form.name)


def test_a_folder_that_is_not_there_is_named(archive: Archive, out: Path) -> None:
    with pytest.raises(StorageError, match=f"{out}/a.csv: No such file"):
        archive.export(out / "a.csv")
