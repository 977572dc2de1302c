"""Looking for damage, and a copy to go back to."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from press import news_page, other_story

from archive import Archive
from archive.cli import main
from archive.exits import Exit


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An archive of three articles in one closed WARC file."""
    path = tmp_path / "archive"
    with Archive.open(path) as archive:
        for number in range(3):
            page = news_page(f"县城公交线路调整第{number}号通告", other_story(number))
            moment = datetime(2026, 11, 1, number, tzinfo=UTC)
            assert archive.add_page(page, f"https://news.example.cn/{number}.html", captured_at=moment).article_id
    return path


def checked(capsys: pytest.CaptureFixture[str], place: Path) -> tuple[int, list[dict[str, Any]]]:
    code = main(["-C", str(place), "check", "--json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["faults"]
    return code, found


def change(place: Path, sql: str) -> None:
    with closing(sqlite3.connect(place / "archive.db")) as connection:
        connection.execute(sql)
        connection.commit()


def test_a_whole_archive_has_no_faults(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, place) == (Exit.DONE, [])


def test_a_changed_byte_of_a_warc_file_is_found(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc,) = (place / "warc").glob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    code, found = checked(capsys, place)
    assert code == Exit.STORAGE
    assert any("damaged after offset" in fault["what"] for fault in found)
    assert {fault["part"] for fault in found} == {"warc"}


def test_a_file_of_other_bytes_is_told_in_few_words(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc,) = (place / "warc").glob("*.warc.gz")
    warc.write_bytes(b"\xff" * 10_000)
    _, found = checked(capsys, place)
    assert "damaged after offset 0: " in found[0]["what"]
    assert len(found[0]["what"]) < len(str(warc)) + 120


def test_a_missing_warc_file_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc,) = (place / "warc").glob("*.warc.gz")
    warc.unlink()
    assert main(["-C", str(place), "show", "1", "--raw"]) == Exit.STORAGE
    assert capsys.readouterr().err == f"news-archive: {warc}: No such file or directory\n"
    code, found = checked(capsys, place)
    assert (code, [fault["part"] for fault in found]) == (Exit.STORAGE, ["warc"])
    assert warc.name in found[0]["what"]


def test_a_record_that_nobody_read_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(place, "DELETE FROM readings WHERE capture = 3")
    change(place, "DELETE FROM captures WHERE id = 3")
    code, found = checked(capsys, place)
    assert code == Exit.STORAGE
    assert any("not read into the database" in fault["what"] for fault in found)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE articles SET copies = 7 WHERE id = 2", "article 2 counts 7 copies and has 1"),
        ("UPDATE articles SET text = 99 WHERE id = 1", "article 1 shows a text that is not there"),
    ],
)
def test_derived_rows_that_do_not_fit_are_named(
    place: Path, capsys: pytest.CaptureFixture[str], damage: str, words: str
) -> None:
    change(place, damage)
    code, found = checked(capsys, place)
    assert (code, found) == (Exit.STORAGE, [{"part": "articles", "what": words}])


def test_a_url_that_an_ended_run_holds_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(
        place,
        "INSERT INTO runs (id, started_at, finished_at, kind, sites) VALUES (9, '2026-11-01T00:00:00Z', "
        "'2026-11-01T00:01:00Z', 'crawl', '[]')",
    )
    change(
        place,
        "INSERT INTO frontier (url, offered_as, host, site, kind, state, leased_until, run) VALUES "
        "('http://a.example/', 'http://a.example/', 'a.example', 'a', 'page', 'leased', '2026-11-02T00:00:00Z', 9)",
    )
    code, found = checked(capsys, place)
    assert (code, [fault["part"] for fault in found]) == (Exit.STORAGE, ["ledger"])


def test_pages_overwritten_in_the_database_are_found(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = place / "archive.db"
    with database.open("r+b") as file:
        file.seek(4096 * 12)
        file.write(b"\x5a" * 4096 * 6)
    assert main(["-C", str(place), "check"]) == Exit.STORAGE
    out, err = capsys.readouterr()
    assert "database" in out or "archive.db" in err


def test_a_backup_opens_as_an_archive_s_database_and_holds_the_same(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "other" / "archive.db"
    target.parent.mkdir()
    with Archive.open(place) as archive, archive.database.writing():  # a crawl is in the middle of a commit
        assert main(["-C", str(place), "backup", str(target)]) == Exit.DONE
    assert capsys.readouterr().out.strip() == str(target)
    with Archive.open(place) as archive, Archive.open(target.parent, create=False) as copy:
        assert [hit.title for hit in copy.search("公交")] == [hit.title for hit in archive.search("公交")] != []


def test_a_backup_replaces_nothing_unless_it_is_told_to(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious", encoding="utf-8")
    assert main(["-C", str(place), "backup", str(target)]) == Exit.USAGE
    assert target.read_text(encoding="utf-8") == "precious"
    assert "--force" in capsys.readouterr().err
    assert main(["-C", str(place), "backup", str(target), "--force"]) == Exit.DONE
    assert target.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("part", ["archive.db", "archive.db-wal", "archive.toml", "sites/paper.toml", "warc"])
def test_a_backup_never_replaces_a_part_of_the_archive(
    place: Path, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    before = (place / "archive.toml").read_bytes(), (place / "archive.db").read_bytes()
    assert main(["-C", str(place), "backup", str(place / part), "--force"]) == Exit.USAGE
    assert ((place / "archive.toml").read_bytes(), (place / "archive.db").read_bytes()) == before
    assert capsys.readouterr().err.count("\n") == 1


def test_a_backup_does_not_replace_a_database_in_use(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with Archive.open(other) as archive, archive.database.reading():
        assert main(["-C", str(place), "backup", str(other / "archive.db"), "--force"]) == Exit.USAGE
    with Archive.open(other, create=False) as archive:
        assert archive.list() == []


def test_a_backup_to_a_folder_that_is_not_there_fails_in_one_line(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["-C", str(place), "backup", str(tmp_path / "none" / "copy.db")]) == Exit.STORAGE
    assert capsys.readouterr().err.count("\n") == 1


def test_a_wrong_index_is_found_and_made_anew_on_demand(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(place, "DELETE FROM articles_indexed WHERE article = 2")
    code, found = checked(capsys, place)
    assert (code, {fault["part"] for fault in found}) == (Exit.STORAGE, {"index"})
    assert main(["-C", str(place), "check", "--rebuild-index"]) == Exit.DONE
    assert "3 articles" in capsys.readouterr().err
    assert checked(capsys, place) == (Exit.DONE, [])


@pytest.mark.parametrize(
    ("sql", "column"),
    [
        ("UPDATE articles SET authors = 'not json' WHERE id = 1", "articles.authors"),
        ("UPDATE articles SET published_at = '2026-13-45' WHERE id = 1", "articles.published_at"),
        ("UPDATE readings SET evidence = x'ff' WHERE capture = 1", "readings.evidence"),
        ("UPDATE captures SET captured_at = 'then' WHERE id = 1", "captures.captured_at"),
        ("UPDATE texts SET body = x'e58c' WHERE id = 1", "texts.body"),
    ],
)
def test_a_value_that_was_never_stored_so_is_found(
    capsys: pytest.CaptureFixture[str], place: Path, sql: str, column: str
) -> None:
    change(place, sql)
    code, found = checked(capsys, place)
    assert code == Exit.STORAGE
    assert found == [{"part": "database", "what": f"values in {column} that can not be read: 1"}]


@pytest.mark.parametrize("field", ["authors", "published_at"])
def test_who_meets_such_a_value_is_told_that_the_database_is_damaged(
    capsys: pytest.CaptureFixture[str], place: Path, field: str
) -> None:
    change(place, f"UPDATE articles SET {field} = '\x1b[2J' WHERE id = 1")  # noqa: S608 - no input is in it
    for words in (["list"], ["show", "1"], ["export", "-o", str(place / "out.jsonl")]):
        assert main(["-C", str(place), *words]) == Exit.STORAGE
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("news-archive: the database is damaged, it holds '\\x1b[2J'")
        assert err.count("\n") == 1
