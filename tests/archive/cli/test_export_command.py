"""Exporting and importing from the command line: what stands on stdout and stderr, and every exit code."""

import csv
import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from press import news_page, other_story
from processes import MAIN, ROOT
from shelf import Shelf

from archive import Archive
from archive.cli import main
from archive.exits import Exit
from archive.export import FORMATS


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three articles without captures."""
    path = tmp_path_factory.mktemp("place") / "archive"
    with Archive.open(path) as archive, archive.database.writing() as connection:
        shelf = Shelf(connection)
        shelf.file("公交新线开通", "北京市公交新线。", published_at=date(2026, 11, 1), source="新华社")
        shelf.file("=地鐵\x1b[31m延長線", "北京地鐵延長線。", published_at=date(2026, 11, 15), authors=["李雷"])
        shelf.file("天气预报", "今日多云。", published_at=None, editor="许文清")
    return path


def run(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(place), *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_stdout_is_pure_and_stderr_says_how_many(capfdbinary: pytest.CaptureFixture[bytes], place: Path) -> None:
    assert main(["-C", str(place), "export", "北京", "-o", "-", "--format", "csv"]) == Exit.DONE
    out, err = capfdbinary.readouterr()
    rows = list(csv.DictReader(StringIO(out.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == ["'=地鐵\ufffd[31m延長線", "公交新线开通"]
    assert err == b"2 articles\n"


def test_an_exported_database_is_asked_like_an_archive(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        for number in (1, 2):
            page = news_page(f"青屏县第{number}号消息", other_story(number))
            assert archive.add_page(page, f"http://paper.example/{number}.html").article_id == number
    (tmp_path / "export").mkdir()
    path = tmp_path / "export" / "books.db"
    assert run(capsys, tmp_path / "archive", "export", "第2号", "-o", str(path))[0] == Exit.DONE
    for words in (["search", "消息", "--jsonl"], ["list", "--site", "paper.example", "--jsonl"]):
        assert json.loads(run(capsys, path, *words)[1])["id"] == 2
    with Archive.open(path, create=False) as archive:
        assert archive.count() == 1
    for words in (["init"], ["crawl"], ["fetch", "http://paper.example/"], ["import", str(path)]):
        code, out, err = run(capsys, path, *words)
        assert (code, out, err.count("\n")) == (Exit.USAGE, "", 1)
        assert "books.db is a file" in err
    assert [one.name for one in path.parent.iterdir()] == ["books.db"]


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.stream])
def test_what_goes_to_a_terminal_steers_none(capfdbinary: pytest.CaptureFixture[bytes], place: Path, name: str) -> None:
    assert main(["-C", str(place), "export", "-o", "-", "--format", name]) == Exit.DONE
    assert b"\x1b" not in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["北京"], ["=地鐵\x1b[31m延長線", "公交新线开通"]),
        (["北京", "地铁"], ["=地鐵\x1b[31m延長線"]),
        (["--from", "2026-11-02"], ["=地鐵\x1b[31m延長線"]),
        (["--to", "2026-11-01"], ["公交新线开通"]),
        (["--source", "新华社"], ["公交新线开通"]),
        (["--editor", "许文清"], ["天气预报"]),
        (["--author", "李雷"], ["=地鐵\x1b[31m延長線"]),
        (["--site", "示例日报", "北京", "--to", "2026-11"], ["=地鐵\x1b[31m延長線", "公交新线开通"]),
    ],
)
def test_the_filters_are_those_of_search(
    capsys: pytest.CaptureFixture[str], place: Path, tmp_path: Path, options: list[str], titles: list[str]
) -> None:
    path = tmp_path / "out.jsonl"
    assert run(capsys, place, "export", *options, "-o", str(path))[0] == Exit.DONE
    assert [json.loads(line)["title"] for line in path.read_text(encoding="utf-8").splitlines()] == titles


@pytest.mark.parametrize(
    "case",
    [
        (["export", "-o", "out.doc"], Exit.USAGE, ".parquet"),
        (["export", "-o", "out.csv", "--format", "doc"], Exit.USAGE, "no format is called doc"),
        (["export", "-o", "-"], Exit.USAGE, "--format"),
        (["export", "-o", "-", "--format", "wacz"], Exit.USAGE, "stream"),
        (["export"], Exit.USAGE, "--output"),
        (["export", "-o", "taken.csv"], Exit.USAGE, "--force"),
        (["export", "-o", "none/out.csv"], Exit.STORAGE, "No such file"),
        (["export", "，", "-o", "out.csv"], Exit.USAGE, ""),
        (["export", "无此词语", "-o", "out.csv"], Exit.NOTHING, "nothing found"),
        (["export", "-o", "out.wacz"], Exit.STORAGE, "bytes"),
        (["import", "absent.jsonl"], Exit.USAGE, "absent.jsonl"),
        (["import", "empty.jsonl"], Exit.NOTHING, "0 imported"),
        (["import", "taken.csv"], Exit.FAILED, "taken.csv:1: "),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_exit_code(
    capfd: pytest.CaptureFixture[str],
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    case: tuple[list[str], Exit, str],
) -> None:
    words, code, says = case
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.csv").write_text("mine\n")
    (tmp_path / "empty.jsonl").touch()
    found, out, err = run(capfd, place, *words)
    assert (found, out) == (code, "")
    assert says in err
    assert len(err.splitlines()) <= 2
    assert (tmp_path / "taken.csv").read_text() == "mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.jsonl", "taken.csv"]


def test_what_is_exported_is_imported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source, target, path = tmp_path / "source", tmp_path / "target", tmp_path / "out.jsonl"
    text = "青屏县图书馆新馆昨日向读者开放，首日接待读者两千余人次。" * 8
    page = f"<html><title>新馆开放</title><h1>新馆开放</h1><p>{text}</p></html>"
    with Archive.open(source) as archive:
        assert archive.add_page(page.encode(), "http://paper.example/1.html").article_id == 1
    assert run(capsys, source, "export", "-o", str(path))[0] == Exit.DONE
    code, out, err = run(capsys, target, "import", str(path), "--json")
    assert (code, json.loads(out)) == (Exit.DONE, {"new": 1, "known": 0, "malformed": 0})
    assert err == "captures: 1 imported, 0 known · malformed lines: 0\n"
    assert run(capsys, target, "import", str(path))[0] == Exit.DONE
    assert run(capsys, target, "show", "1")[1].startswith("新馆开放\n")
    assert run(capsys, target, "export", "-o", str(tmp_path / "out.wacz"))[0] == Exit.STORAGE


def test_a_foreign_file_is_not_named_line_by_line_to_its_end(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "foreign.jsonl").write_bytes(b'{"title": "x"}\n\x00\xff\n' * 500)
    code, out, err = run(capsys, tmp_path / "target", "import", str(tmp_path / "foreign.jsonl"))
    assert (code, out, len(err.splitlines())) == (Exit.FAILED, "", 21)
    assert err.endswith("captures: 0 imported, 0 known · malformed lines: 1,000\n")


def test_a_closed_pipe_is_no_fault_and_a_full_disk_is_one(place: Path, tmp_path: Path) -> None:
    """`export -o - | head -c 10`: a reader that has seen enough."""
    command = [sys.executable, "-c", MAIN, "-C", str(place), "export", "-o", "-", "--format", "jsonl"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=environment, check=False, cwd=tmp_path)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False, cwd=tmp_path)
    assert ended.returncode == Exit.STORAGE
    assert b"No space left" in ended.stderr
