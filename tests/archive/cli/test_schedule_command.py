"""What is printed for systemd and cron."""

import sys
from pathlib import Path

import pytest

from archive import Archive, timers
from archive.cli import main
from archive.exits import Exit

PROGRAM, ODD = Path("/opt/news archive/bin/news-archive"), Path("/srv/50% 新闻")


def test_the_units_name_the_archive_and_make_up_for_missed_turns() -> None:
    units = timers.systemd(Path("/usr/bin/news-archive"), Path("/srv/news"))
    assert list(units) == ["news-archive.service", "news-archive.timer"]
    service, timer = units.values()
    assert "ExecStart=/usr/bin/news-archive --archive /srv/news crawl --due\n" in service
    assert "SuccessExitStatus=5 11 75\n" in service
    assert "Persistent=true\n" in timer


def test_odd_paths_are_quoted_for_systemd_and_for_cron() -> None:
    service = timers.systemd(PROGRAM, ODD)["news-archive.service"]
    assert 'ExecStart="/opt/news archive/bin/news-archive" --archive "/srv/50%% 新闻" crawl --due\n' in service
    line = timers.cron(PROGRAM, ODD)
    assert r"'/opt/news archive/bin/news-archive' --archive '/srv/50\% 新闻' crawl --due" in line
    assert line.startswith("*/10 * * * * ")
    assert "%" not in line.replace(r"\%", "")


@pytest.mark.parametrize("kind", ["systemd", "cron"])
def test_the_command_prints_whole_paths(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive.open(tmp_path / "archive").close()
    monkeypatch.setattr(sys, "argv", ["/src/archive/cli/__main__.py"])  # which is no program
    assert main(["-C", str(tmp_path / "archive"), "schedule", kind]) == Exit.DONE
    program = Path(sys.executable).with_name("news-archive")
    assert f"{program} --archive {tmp_path / 'archive'} crawl --due" in capsys.readouterr().out


def test_a_folder_that_is_no_archive_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path / "none"), "schedule", "cron"]) == Exit.USAGE
    assert "news-archive init" in capsys.readouterr().err
