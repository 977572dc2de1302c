"""`news-archive status`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shelf import Shelf

from archive import Archive, runs
from archive.cli import main
from archive.exits import Exit

NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An archive with an article, a finished crawl and one that was killed."""
    with Archive.open(tmp_path) as archive, archive.database.writing() as connection:
        Shelf(connection).file("地铁", "一")
        number = runs.start(connection, kind="crawl", sites=["example"], now=NOW)
        counts = {"example": {"list": 1, "created": 12, "rejected:too_short": 2, "rejected:soft_404": 1}}
        runs.finish(connection, number, counts=counts, exit_code=5, now=NOW)
        runs.start(connection, kind="crawl", sites=["example"], now=NOW)
    return tmp_path


def test_runs_and_sites_are_tables(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "status"]) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    killed, finished = (line.split() for line in lines[1:3])
    assert killed[-1] == "-"
    assert finished[-7:] == ["12", "0", "0", "0", "3", "0", "5"]
    assert lines[-1].split()[:4] == ["example", "示例日报", "1", "12"]


def test_json_says_the_same(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "status", "example", "--json"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert [run["exit_code"] for run in found["runs"]] == [None, 5]
    assert found["sites"][0]["new"] == 12


def test_a_site_that_fell_silent_is_named_in_words(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    with Archive.open(place) as archive, archive.database.writing() as connection:
        for _ in range(3):
            number = runs.start(connection, kind="crawl", sites=["example"], now=NOW)
            runs.finish(connection, number, counts={"example": {"list": 1}}, exit_code=0, now=NOW)
    assert main(["-C", str(place), "status"]) == Exit.DONE
    assert "示例日报   silent: usually 12, none in the last 3 runs\n" in capsys.readouterr().out
    main(["-C", str(place), "status", "--json"])
    assert json.loads(capsys.readouterr().out)["sites"][0]["silent"] == 3


def test_a_site_nobody_knows_is_7(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "status", "nowhere"]) == Exit.NOTHING
    assert "no site is known as nowhere" in capsys.readouterr().err


def test_a_fresh_archive_has_no_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    assert main(["-C", str(tmp_path), "status"]) == Exit.DONE
    assert capsys.readouterr().out == "no run so far\n"
