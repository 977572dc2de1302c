"""Every command that asks the archive, at each of its ends: the exit code, one line on stderr, nothing on stdout.

What each finds when all is well is told in the tests of that command; files that are no archive in test_bad_files.py.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from press import STORY, news_page
from processes import ROOT, finished, start_afresh
from terminals import on_terminal

from archive import Archive
from archive.cli import main
from archive.exits import Exit
from archive.folder import Folder

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
URL = "http://paper.example/2026/1103/1.html"
ASKING = (
    ("search", "图书馆"),
    ("list",),
    ("stats",),
    ("show", "1"),
    ("show", "1", "--copies", "--diff"),
    ("show", "1", "--revisions"),
    ("show", "1", "--diff", "1..2"),
    ("show", "1", "--why"),
    ("show", URL, "--raw"),
    ("export", "-o", "out.jsonl"),
    ("datasette", "--no-start"),
)
NOTHING = (
    ("search", "火星"),
    ("list", "--source", "火星"),
    ("stats", "火星"),
    ("show", "99"),
    ("show", "99", "--copies", "--diff"),
    ("show", "99", "--revisions", "--why"),
    ("show", "1", "--diff", "7..8"),
    ("show", "http://paper.example/2.html", "--raw"),
    ("export", "火星", "-o", "out.jsonl"),
    ("import", "empty.jsonl"),
)
WRONG = (
    ("search", "-图书馆"),
    ("list", "--limit", "many"),
    ("stats", "--by", "colour"),
    ("show",),
    ("show", "1", "--diff"),
    ("show", "1", "--diff", "one..two"),
    ("export", "-o", "out.doc"),
    ("import", "absent.jsonl"),
    ("datasette", "--nosuch"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of an article in two revisions, with a copy."""
    path = tmp_path_factory.mktemp("place") / "archive"
    with Archive.open(path) as archive:
        archive.add_page(news_page("图书馆新馆开放", STORY), URL, captured_at=START)
        archive.add_page(news_page("图书馆新馆试开放", STORY), URL, captured_at=START.replace(day=5))
        archive.add_page(news_page("图书馆新馆开放", STORY[:3]), "http://mirror.example/1.html", captured_at=START)
    return path


@pytest.fixture
def ask(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command on that archive, or on the one at *on*, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.jsonl").touch()

    def run(words: tuple[str, ...], on: Path = place) -> tuple[int, str, str]:
        code = main(["-C", str(on), *words])
        return code, *capfd.readouterr()

    return run


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_an_answer_is_0(ask: Callable[..., tuple[int, str, str]], words: tuple[str, ...]) -> None:
    code, out, _ = ask(words)
    assert code == Exit.DONE
    assert bool(out) == (words[0] not in {"export", "datasette"})


@pytest.mark.parametrize("words", NOTHING, ids=" ".join)
def test_no_answer_is_7(ask: Callable[..., tuple[int, str, str]], words: tuple[str, ...]) -> None:
    code, out, err = ask(words)
    assert (code, out, err.count("\n")) == (Exit.NOTHING, "", 1)
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_2(ask: Callable[..., tuple[int, str, str]], words: tuple[str, ...]) -> None:
    code, out, err = ask(words)
    assert (code, out, err.count("\n")) == (Exit.USAGE, "", 1)


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_an_archive_that_is_not_there_is_3(
    ask: Callable[..., tuple[int, str, str]], tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = ask(words, tmp_path / "none")
    assert (code, out, err.count("\n")) == (Exit.STORAGE, "", 1)
    assert "no archive here" in err
    assert not (tmp_path / "none").exists()


def test_an_import_into_a_place_that_can_not_be_made_is_3(
    ask: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    code, out, err = ask(("import", "empty.jsonl"), tmp_path / "file" / "archive")
    assert (code, out, err.count("\n")) == (Exit.STORAGE, "", 1)


def test_bytes_that_are_damaged_are_3(ask: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        archive.add_page(news_page("图书馆新馆开放", STORY), URL)
    (kept,) = (tmp_path / "archive" / "warc").iterdir()
    kept.write_bytes(kept.read_bytes()[:-40])
    code, out, err = ask(("show", URL, "--raw"), tmp_path / "archive")
    assert (code, out, err.count("\n")) == (Exit.STORAGE, "", 1)
    assert kept.name in err
    code, out, err = ask(("export", "-o", "out.wacz"), tmp_path / "archive")
    assert (code, out) == (Exit.STORAGE, "")
    assert not (tmp_path / "out.wacz").exists()


def test_an_export_without_some_of_the_bytes_is_5(ask: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    for day in (3, 4):
        with Archive.open(tmp_path / "archive") as archive:  # a file a day
            page = news_page(f"图书馆第{day}日", (f"图书馆开馆第{day}日。", *STORY))
            archive.add_page(page, URL, captured_at=START.replace(day=day))
    lost, _ = sorted((tmp_path / "archive" / "warc").iterdir())
    lost.unlink()
    code, out, err = ask(("export", "-o", "out.wacz"), tmp_path / "archive")
    assert (code, out) == (Exit.FAILED, "")
    assert lost.name in err
    assert "captures left out: 1\n" in err
    assert (tmp_path / "out.wacz").exists()


def test_parquet_without_its_library_is_4(
    ask: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = ask(("export", "-o", "out.parquet"))
    assert (code, out, err.count("\n")) == (Exit.CONFIGURATION, "", 1)
    assert "pip install 'news-archive[parquet]'" in err
    assert [path.name for path in tmp_path.iterdir()] == ["empty.jsonl"]


# Runs commands one after the other, each in a process of its own that need not import everything again.
IN_TURN = """
import json, os, sys
import archive.health, archive.importing, archive.search, archive.view
from archive.cli import main
codes, place, *commands = json.loads(sys.argv[1])
ends = []
for words in commands:
    if os.fork() == 0:
        sys.exit(main(["-C", place, *words]))
    ends.append(os.waitstatus_to_exitcode(os.wait()[1]))
with open(codes, "w") as file:
    json.dump(ends, file)
"""


def test_a_reader_who_has_seen_enough_is_no_fault(place: Path, tmp_path: Path) -> None:
    """`show 1 | head -0`: nobody reads what is written."""
    printing = [words for words in ASKING if words[0] not in {"export", "datasette"}]
    commands = [
        *printing,
        *((*words, "--json") for words in printing if "--raw" not in words),
        ("export", "-o", "-", "--format", "csv"),
        ("import", "--json", str(tmp_path / "out.jsonl")),
    ]
    assert main(["-C", str(place), "export", "-o", str(tmp_path / "out.jsonl")]) == Exit.DONE
    asked = json.dumps([str(tmp_path / "codes"), str(place), *commands])
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", IN_TURN, asked], stdout=write, stderr=subprocess.PIPE, cwd=ROOT, check=True, timeout=300
    )
    os.close(write)
    assert dict(zip(commands, json.loads((tmp_path / "codes").read_text()), strict=True)) == dict.fromkeys(commands, 0)
    assert b"rror" not in done.stderr
    assert b"xception" not in done.stderr


def test_an_interrupted_import_is_11(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lines")
    process = start_afresh(Folder(path=tmp_path / "archive"), "import", str(tmp_path / "lines"))
    assert process.stderr is not None
    with (tmp_path / "lines").open("r+b", buffering=0) as lines:  # for both, so as not to wait for a reader
        lines.write(b"none\n")
        assert "lines:1: " in process.stderr.readline()  # now it waits for the second
        process.send_signal(signal.SIGINT)
        lines.write(b"\n")  # it hears the signal at the latest when it goes on: it may have come just before the wait
        ended = finished(process)
    assert (ended.returncode, ended.stderr) == (Exit.INTERRUPTED, "news-archive: interrupted\n")


def test_while_somebody_watches_stdout_is_nothing_but_data(place: Path, tmp_path: Path) -> None:
    out, shown = on_terminal(place, "export", "-o", "-", "--format", "jsonl", stream="stderr")
    (line,) = out.splitlines()
    assert json.loads(line)["title"] == "图书馆新馆开放"
    assert "\x1b" in shown  # where progress was drawn
    (tmp_path / "out.jsonl").write_text(out, encoding="utf-8")
    out, shown = on_terminal(tmp_path / "other", "import", str(tmp_path / "out.jsonl"), "--json", stream="stderr")
    assert json.loads(out) == {"new": 3, "known": 0, "malformed": 0}
    assert "3 imported" in shown
