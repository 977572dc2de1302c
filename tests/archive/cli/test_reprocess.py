"""Reading WARC files again from the command line."""

import json
import os
import signal
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from processes import ask, finished, start_afresh, wait_for
from sqlalchemy import update

from archive import Archive, runs
from archive.capture import Capture
from archive.cli import main
from archive.cli.interruption import held_back
from archive.exits import Exit
from archive.folder import Folder
from archive.models import articles_indexed, readings
from archive.questions.index_check import check
from archive.warc import WarcWriter

TEXT = "气象台发布消息说，今天夜间到明天白天全市多云转小雨，最低气温八度，最高气温十五度，请市民出门带好雨具。"

MORE = 12  # pages: more than are given to one reading process at a time


def page(number: int) -> bytes:
    title = f"气象台发布第{number}号天气消息"
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f"<div>2026年11月01日10:00 来源：示例气象</div><div><p>{number}号消息：{TEXT}</p><p>{TEXT}{number}</p></div></body></html>"
    ).encode()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An archive of three articles."""
    path = tmp_path / "archive"
    with Archive.open(path) as archive:
        for number in range(3):
            moment = datetime(2026, 11, 1, number, tzinfo=UTC)
            outcome = archive.add_page(page(number), f"https://news.example.cn/{number}.html", captured_at=moment)
            assert outcome.article_id
    return path


def reprocess(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["-C", str(place), "reprocess", "--json", *words])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, report


def test_what_is_current_is_passed_over_and_all_is_read_on_demand(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    assert reprocess(capsys, place) == (Exit.DONE, {"counts": {}, "changed": [], "damaged": []})
    code, report = reprocess(capsys, place, "--all")
    assert (code, report["changed"]) == (Exit.DONE, [])
    assert report["counts"] == {"news.example.cn": {"reread": 3}}


def test_what_an_older_reader_read_otherwise_is_told(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    with Archive.open(place) as archive, archive.database.writing() as connection:
        connection.execute(update(readings).where(readings.c.capture == 2).values(reader=0, title="旧", source=None))
    assert main(["-C", str(place), "reprocess"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert out == "#2   title, source   https://news.example.cn/1.html\n"
    assert err == "reread 1\n"
    with Archive.open(place) as archive:
        article = archive.article(2)
    assert article is not None
    assert (article.title, article.source) == ("气象台发布第1号天气消息", "示例气象")


def test_a_foreign_warc_fills_a_new_archive(capsys: pytest.CaptureFixture[str], place: Path, tmp_path: Path) -> None:
    files = [str(path) for path in sorted((place / "warc").iterdir())]
    code, report = reprocess(capsys, tmp_path / "other", *files)
    assert (code, report["counts"]) == (Exit.DONE, {"news.example.cn": {"created": 3}})
    assert main(["-C", str(tmp_path / "other"), "search", "小雨"]) == Exit.DONE


def test_damage_is_told_the_rest_is_read_and_the_code_is_5(
    capsys: pytest.CaptureFixture[str], place: Path, tmp_path: Path
) -> None:
    (whole,) = sorted((place / "warc").iterdir())
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole.read_bytes()[:-200])
    code, report = reprocess(capsys, tmp_path / "other", str(cut), str(whole))
    assert code == Exit.FAILED
    assert len(report["damaged"]) == 1
    assert "cut.warc.gz" in report["damaged"][0]
    assert sum(report["counts"]["news.example.cn"].values()) >= 3


def test_a_run_is_entered(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    reprocess(capsys, place, "--all")
    with Archive.open(place) as archive, archive.database.reading() as connection:
        (run,) = runs.latest(connection, limit=5)
    assert (run.kind, run.exit_code, run.counts) == ("reprocess", 0, {"news.example.cn": {"reread": 3}})
    assert run.finished_at is not None


def test_an_index_of_another_version_is_rebuilt_first(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    with Archive.open(place) as archive, archive.database.writing() as connection:
        connection.execute(update(articles_indexed).values(feed=0))
    assert reprocess(capsys, place)[0] == Exit.DONE
    with Archive.open(place) as archive, archive.database.reading() as connection:
        assert check(connection) == []


def test_when_it_is_interrupted_what_was_read_is_kept_and_counted(place: Path, tmp_path: Path) -> None:
    folder, foreign, endless = Folder(path=place), tmp_path / "foreign", tmp_path / "endless.warc"
    with closing(WarcWriter(foreign)) as writer:
        for number in range(MORE):
            url, at = f"https://other.example.cn/{number}.html", datetime(2026, 11, 2, number, tzinfo=UTC)
            writer.write(Capture(url=url, captured_at=at, status=200, headers=(), body=page(number + 3)))
    os.mkfifo(endless)  # nobody writes: whoever opens it waits
    process = start_afresh(folder, "reprocess", *map(str, foreign.iterdir()), str(endless), before=os.setsid)
    wait_for(lambda: ask(folder, "SELECT count(*) FROM readings") != [(3,)], "a reading")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    wait_for(lambda: process.poll() is not None or wake(endless), "its end")
    ended = finished(process)
    assert ended.returncode == Exit.INTERRUPTED, ended.stderr
    ((exit_code, counts),) = ask(folder, "SELECT exit_code, counts FROM runs WHERE finished_at IS NOT NULL")
    ((read,),) = ask(folder, "SELECT count(*) - 3 FROM readings")
    assert exit_code == Exit.INTERRUPTED
    assert sum(json.loads(counts)["other.example.cn"].values()) == read
    assert ended.stderr.startswith("interrupted: what was read is kept\n")
    assert ended.stderr.count("\n") == 2


def wake(fifo: Path) -> bool:
    """Wake whoever waits for a writer, and missed a signal that came just before the wait; it is not the end yet."""
    with suppress(OSError):  # nobody waits
        os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
    return False


def test_an_interruption_waits_for_what_is_held_together() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        signal.raise_signal(signal.SIGINT)
        done.append("entered and counted")
    assert done
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_file_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "reprocess", "nowhere.warc.gz"]) == Exit.USAGE
    assert "nowhere.warc.gz" in capsys.readouterr().err
