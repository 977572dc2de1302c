"""Searching and listing from the command line."""

import csv
import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from shelf import Shelf

from archive import Archive
from archive.cli import main
from archive.cli.exits import Exit
from archive.cli.output import cells

ZONE = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three articles."""
    path = tmp_path_factory.mktemp("place") / "archive"
    with Archive.open(path) as archive, archive.database.writing() as connection:
        shelf = Shelf(connection)
        shelf.file("公交新线开通", "北京市公交新线。", published_at=date(2026, 11, 1), source="新华社", copies=6)
        shelf.file(
            "=地鐵延長線", "北京地鐵延長線。", published_at=datetime(2026, 11, 15, 9, tzinfo=ZONE), source="央視網"
        )
        shelf.file("天气\x1b[31m预报", "今日多云。", published_at=None, authors=["王小明", "李雷"])
    return path


def run(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(place), *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_search_prints_a_table_newest_first(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, err = run(capsys, place, "search", "北京")
    assert code == Exit.DONE
    lines = [line.split() for line in out.splitlines()]
    assert lines == [
        ["date", "source", "title", "copies", "id"],
        ["2026-11-15", "央視網", "=地鐵延長線", "1", "2"],
        ["2026-11-01", "新华社", "公交新线开通", "6", "1"],
    ]
    assert err.startswith("2 articles · ")


def test_words_may_come_one_by_one_and_in_either_script(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, _ = run(capsys, place, "search", "北京", "地铁", "--jsonl")
    assert code == Exit.DONE
    assert [json.loads(line)["id"] for line in out.splitlines()] == [2]


@pytest.mark.parametrize("words", [["search", "北京"], ["list"]])
def test_json_is_pure_and_readable(capsys: pytest.CaptureFixture[str], place: Path, words: list[str]) -> None:
    code, out, _ = run(capsys, place, *words, "--json")
    found: list[dict[str, Any]] = json.loads(out)
    assert code == Exit.DONE
    assert found[0]["title"] == "=地鐵延長線"
    assert found[0]["published_at"] == "2026-11-15T09:00:00+08:00"
    assert found[1]["published_at"] == "2026-11-01"
    assert "地鐵" in out
    assert "\x1b" not in out
    if words[0] == "search":
        assert [found[0]["snippet"][start:end] for start, end in found[0]["marks"]] == ["北京"]


def test_csv_is_for_excel_and_guarded_unless_raw(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, _ = run(capsys, place, "list", "--csv")
    assert out.startswith("\ufeffid,")
    rows = list(csv.DictReader(StringIO(out[1:])))
    assert [row["title"] for row in rows] == ["'=地鐵延長線", "公交新线开通", "天气\ufffd[31m预报"]
    assert rows[2]["authors"] == "王小明；李雷"
    _, out, _ = run(capsys, place, "list", "--csv", "--raw")
    assert next(csv.DictReader(StringIO(out[1:])))["title"] == "=地鐵延長線"


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--from", "2026-11-02"], [2]),
        (["--to", "2026-11"], [2, 1]),
        (["--to", "2026-11-01"], [1]),
        (["--from", "2026-11-15", "--to", "2026-11-15"], [2]),
        (["--source", "央视网"], [2]),
        (["--author", "李雷"], [3]),
        (["--site", "示例日报", "--source", "新华社"], [1]),
        (["--limit", "1"], [2]),
        (["--limit", "1", "--offset", "2"], [3]),
        (["--limit", "0"], [2, 1, 3]),
    ],
)
def test_filters_and_pages(capsys: pytest.CaptureFixture[str], place: Path, options: list[str], ids: list[int]) -> None:
    code, out, _ = run(capsys, place, "list", "--jsonl", *options)
    assert code == Exit.DONE
    assert [json.loads(line)["id"] for line in out.splitlines()] == ids


def test_a_page_of_many_says_how_many_there_are(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert run(capsys, place, "list", "--limit", "2")[2].startswith("2 of 3 articles · ")
    assert run(capsys, place, "list", "--limit", "3")[2].startswith("3 articles · ")


def test_an_age_counts_from_today(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    today = datetime.now(ZONE).date()
    with Archive.open(tmp_path) as archive, archive.database.writing() as connection:
        Shelf(connection).file("公交", "一", published_at=today - timedelta(days=1))
    assert run(capsys, tmp_path, "list", "--from", "2d")[0] == Exit.DONE
    assert run(capsys, tmp_path, "list", "--to", "3d")[0] == Exit.NOTHING


@pytest.mark.parametrize("form", [[], ["--json"], ["--jsonl"], ["--csv"]])
def test_nothing_found_is_said_and_7(capsys: pytest.CaptureFixture[str], place: Path, form: list[str]) -> None:
    code, out, err = run(capsys, place, "search", "火星", *form)
    assert code == Exit.NOTHING
    assert err == "nothing found\n"
    if "--json" in form:
        assert json.loads(out) == []


@pytest.mark.parametrize("query", ['"', "*", "😀", "-北京"])
def test_a_query_for_nothing_is_wrong_usage(capsys: pytest.CaptureFixture[str], place: Path, query: str) -> None:
    code, out, err = run(capsys, place, "search", "--", query)
    assert (code, out) == (Exit.USAGE, "")
    assert err.startswith("news-archive: a query needs")
    assert err.count("\n") == 1


def test_a_page_can_not_steer_the_terminal(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    for options in ([], ["--snippets"], ["--csv"], ["--json"]):
        _, out, _ = run(capsys, place, "list", *options)
        assert "预报" in out
        assert "\x1b" not in out


def test_snippets_show_the_text(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, _ = run(capsys, place, "search", "地铁", "--snippets")
    assert out.splitlines()[:3] == ["=地鐵延長線", "2026-11-15 · 央視網 · #2", "北京地鐵延長線。"]


def on_terminal(place: Path, *words: str, **environment: str) -> str:
    """What a terminal of 46 columns gets."""
    terminal, stdout = os.openpty()
    command = [sys.executable, "-m", "archive.cli", "-C", str(place), *words]
    subprocess.run(command, stdout=stdout, env=os.environ | {"COLUMNS": "46"} | environment, check=True)
    os.close(stdout)
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        return screen.read(65536).decode()


def test_a_terminal_gets_lines_that_fit_and_colour_only_if_wanted(place: Path) -> None:
    coloured = on_terminal(place, "list")
    plain = on_terminal(place, "list", NO_COLOR="1")
    assert "\x1b[1m" in coloured
    assert "\x1b" not in plain
    assert all(cells(line) <= 46 for line in plain.splitlines())
    assert "公交新线… " in plain
