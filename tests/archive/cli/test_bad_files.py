"""Files that are no archive, or one no more: one line, the right exit code, and nothing changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.cli import main
from archive.database import Database


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 12] = b"\xff" * (4096 * 11)
    path.write_bytes(data)


FAULTS = {
    "empty": (lambda path: path.write_bytes(b""), 3),
    "no database": (lambda path: path.write_bytes(b"hello, world" * 500), 3),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:50_000]), 3),
    "overwritten": (overwritten, 3),
    "of a newer version": (newer, 4),
}


def test_a_damaged_page_that_nobody_asks_for_keeps_a_crawl_from_writing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path)]) == 0
    (tmp_path / "sites" / "a.toml").write_text('key = "a"\nhosts = ["a.example"]\n', encoding="utf-8")
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as database:
        ((page,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'")
    data = bytearray(path.read_bytes())
    data[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    path.write_bytes(data)
    capsys.readouterr()
    assert main(["-C", str(tmp_path), "crawl", "a"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("news-archive: archive.db: damaged: ")
    assert path.read_bytes() == data


@pytest.mark.parametrize("command", [("crawl",), ("search", "图书"), ("status",)], ids=lambda words: words[0])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_told_in_one_line_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str, command: tuple[str, ...]
) -> None:
    assert main(["init", str(tmp_path)]) == 0
    (tmp_path / "sites" / "a.toml").write_text('key = "a"\nhosts = ["a.example"]\n', encoding="utf-8")
    path = tmp_path / "archive.db"
    Database.open(path).close()
    spoil, code = FAULTS[fault]
    spoil(path)
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["-C", str(tmp_path), *command]) == code
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "archive.db" in said.err
    assert path.read_bytes() == before
