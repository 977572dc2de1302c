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
from processes import PATIENCE
from shelf import Shelf
from sqlalchemy import update

from archive import Archive
from archive.cli import main
from archive.cli.output import cells
from archive.exits import Exit
from archive.models import articles_indexed

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
        (["--limit", "0"], [2, 1, 3]),
        (["--limit", "9" * 30], [2, 1, 3]),
    ],
)
def test_filters_and_pages(capsys: pytest.CaptureFixture[str], place: Path, options: list[str], ids: list[int]) -> None:
    code, out, _ = run(capsys, place, "list", "--jsonl", *options)
    assert code == Exit.DONE
    assert [json.loads(line)["id"] for line in out.splitlines()] == ids


def test_a_page_of_many_says_how_many_there_are(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert run(capsys, place, "list", "--limit", "2")[2].startswith("2 of 3 articles · ")
    assert run(capsys, place, "list", "--limit", "3")[2].startswith("3 articles · ")


def test_the_token_below_a_page_leads_to_the_next(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    seen, token = [], ()
    for _ in range(3):
        code, out, err = run(capsys, place, "list", "--limit", "1", "--json", *token)
        assert code == Exit.DONE
        (record,) = json.loads(out)
        seen.append(record["id"])
        assert err.startswith("1 of 3 articles · ")
        assert (f"more: --after {record['cursor']}\n" in err) == (len(seen) < 3)
        token = ("--after", record["cursor"])
    assert seen == [2, 1, 3]
    code, out, err = run(capsys, place, "list", "--limit", "1", *token)
    assert (code, out, err) == (Exit.NOTHING, "", "nothing more\n")


def test_ranked_pages_follow_each_other(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, err = run(capsys, place, "search", "北京", "--sort", "rank", "--limit", "1", "--jsonl")
    first = json.loads(out)
    assert first["cursor"] in err
    _, out, _ = run(capsys, place, "search", "北京", "--sort", "rank", "--after", first["cursor"], "--jsonl")
    assert {first["id"], json.loads(out)["id"]} == {1, 2}


def test_that_only_the_newest_were_ranked_is_said(
    capsys: pytest.CaptureFixture[str], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ranked" not in run(capsys, place, "search", "北京", "--sort", "rank", "--limit", "1")[2]
    monkeypatch.setattr("archive.search.MOST_RANKED", 1)
    err = run(capsys, place, "search", "北京", "--sort", "rank")[2]
    assert err.startswith("1 of 2 articles · ")
    assert err.endswith(" · ranked: the newest 1\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["search", "北京"], Exit.DONE),
        (["search", "source:新华社 OR source:央视网"], Exit.DONE),
        (["search"], Exit.USAGE),
        (["search", "北京 OR -天气"], Exit.USAGE),
        (["search", "北京", "--after", "nonsense"], Exit.USAGE),
        (["search", "北京", "--sort", "old"], Exit.USAGE),
        (["list", "--after", "r1_0x1p0"], Exit.USAGE),
        (["list", "--from", "yesterday"], Exit.USAGE),
        (["search", "火星"], Exit.NOTHING),
        (["list", "--source", "火星"], Exit.NOTHING),
        (["list", "--site", "\udcff"], Exit.NOTHING),
        (["search", "\udcff北京"], Exit.DONE),
        (["stats"], Exit.DONE),
        (["stats", "火星"], Exit.NOTHING),
        (["stats", "--by", "reason"], Exit.NOTHING),
        (["stats", "--by", "reason", "--site", "example"], Exit.USAGE),
        (["stats", "--by", "colour"], Exit.USAGE),
        (["stats", "-北京"], Exit.USAGE),
        (["search", ""], Exit.USAGE),
        (["list", "--site", ""], Exit.USAGE),
        (["stats", "--source", " "], Exit.USAGE),
        (["stats", ""], Exit.USAGE),
        (["export", "", "-o", "all.csv"], Exit.USAGE),
    ],
)
def test_each_end_has_its_code_and_one_line(
    capsys: pytest.CaptureFixture[str], place: Path, words: list[str], code: Exit
) -> None:
    ended, out, err = run(capsys, place, *words)
    assert ended == code
    assert bool(out) == (code == Exit.DONE)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["search", "北京"], ["list", "--source", "新华社"], ["stats", "北京"]])
def test_an_index_of_another_version_is_a_storage_failure_that_reprocess_mends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    with Archive.open(tmp_path) as archive, archive.database.writing() as connection:
        Shelf(connection).file("公交", "北京", source="新华社")
        connection.execute(update(articles_indexed).values(feed=0))
    code, out, err = run(capsys, tmp_path, *command)
    assert (code, out) == (Exit.STORAGE, "")
    assert err == "news-archive: the search index was made by another version: news-archive reprocess rebuilds it\n"
    assert run(capsys, tmp_path, "reprocess")[0] == Exit.DONE
    assert run(capsys, tmp_path, *command)[0] == Exit.DONE


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that has more to say than a pipe holds."""
    path = tmp_path_factory.mktemp("full")
    with Archive.open(path) as archive, archive.database.writing() as connection:
        for number in range(300):
            Shelf(connection).file(f"北京新闻{number}" + "，" * 100, "北京。")
    return path


@pytest.mark.parametrize("form", [[], ["--jsonl"]])
def test_a_reader_who_has_seen_enough_is_no_fault(full: Path, form: list[str]) -> None:
    command = [sys.executable, "-m", "archive.cli", "-C", str(full), "search", "北京".encode(), "--limit", "0", *form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(timeout=PATIENCE) == Exit.DONE
    assert "rror" not in said


@pytest.mark.parametrize("words", [["search", "地铁 -天气"], ["list", "--source", "央视网"], ["stats", "地铁"]])
def test_without_a_locale_words_are_what_they_are(place: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "archive.cli", "-C", str(place), *(word.encode() for word in words), "--json"]
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=PATIENCE)
    assert (done.returncode, len(json.loads(done.stdout))) == (Exit.DONE, 1)


def test_stats_are_bars_of_one_length_unit(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, err = run(capsys, place, "stats", "--by", "source")
    assert code == Exit.DONE
    assert [line.split()[:2] for line in out.splitlines()] == [["-", "1"], ["央視網", "1"], ["新华社", "1"]]
    starts = {cells(line[: line.index("\u2588")]) for line in out.splitlines()}
    assert len(starts) == 1
    assert err == "3 articles\n"


def test_stats_show_the_last_months_and_the_largest_sources(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, err = run(capsys, place, "stats", "--by", "day", "--limit", "1", "--json")
    assert json.loads(out) == [{"day": "2026-11-15", "number": 1}]
    assert err == "3 articles · 2 more groups\n"
    _, out, _ = run(capsys, place, "stats", "--by", "month", "--limit", "0", "--csv")
    assert list(csv.reader(StringIO(out[1:]))) == [["month", "number"], ["", "1"], ["2026-11", "2"]]
    _, out, err = run(capsys, place, "stats", "公交", "--json")
    assert json.loads(out) == [{"month": "2026-11", "number": 1}]
    assert err == "1 article\n"


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


@pytest.mark.parametrize("words", [["search", "北京", "-体育"], ["stats", "-体育"], ["export", "-北京", "-o", "x.csv"]])
def test_who_forgets_the_quotes_is_told_of_them(
    capsys: pytest.CaptureFixture[str], place: Path, words: list[str]
) -> None:
    code, out, err = run(capsys, place, *words)
    assert (code, out, err.count("\n")) == (Exit.USAGE, "", 1)
    assert "A query with a minus stands in quotes" in err
    assert "quotes" not in run(capsys, place, words[0], "北京", "--snipets")[2]


def test_a_page_can_not_steer_the_terminal(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    for options in ([], ["--snippets"], ["--csv"], ["--json"]):
        _, out, _ = run(capsys, place, "list", *options)
        assert "预报" in out
        assert "\x1b" not in out


def test_snippets_show_the_text(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, _ = run(capsys, place, "search", "地铁", "--snippets")
    assert out.splitlines()[:3] == ["=地鐵延長線", "2026-11-15 · 央視網 · #2", "北京地鐵延長線。"]
