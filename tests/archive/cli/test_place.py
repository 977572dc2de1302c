"""Which archive a command is about."""

from pathlib import Path

import platformdirs
import pytest

from archive.cli import main
from archive.exits import Exit


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder that is no archive, and a user's data folder that is not the real one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEWS_ARCHIVE_DIR", raising=False)


def folder_made(capsys: pytest.CaptureFixture[str], *arguments: str) -> Path:
    assert main([*arguments]) == Exit.DONE
    return Path(capsys.readouterr().out.strip()).resolve()


def test_init_makes_an_archive_and_leaves_one_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = folder_made(capsys, "init", str(tmp_path / "new"))
    assert made == tmp_path / "new"
    assert {path.name for path in made.iterdir()} >= {"archive.toml", "archive.db", "warc", "sites"}
    (made / "archive.toml").write_text('contact = "me"\n', encoding="utf-8")
    folder_made(capsys, "init", str(made))
    assert (made / "archive.toml").read_text(encoding="utf-8") == 'contact = "me"\n'


def test_the_flag_wins_over_the_environment_and_that_over_the_current_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_made(capsys, "init", ".")
    assert folder_made(capsys, "init") == tmp_path / "here"
    monkeypatch.setenv("NEWS_ARCHIVE_DIR", str(tmp_path / "variable"))
    assert folder_made(capsys, "init") == tmp_path / "variable"
    assert folder_made(capsys, "-C", str(tmp_path / "before"), "init") == tmp_path / "before"
    assert folder_made(capsys, "-C", "ignored", "init", "-C", str(tmp_path / "after")) == tmp_path / "after"


def test_an_archive_nobody_named_is_the_users_own_and_is_said_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert Path(out.strip()) == platformdirs.user_data_path("news-archive")
    assert err.splitlines()[0] == f"archive: {out.strip()}"


def test_asking_an_archive_that_is_not_there_makes_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["search", "北京"], ["list"], ["show", "1"], ["status"], ["reprocess"]):
        assert main(["-C", str(tmp_path / "none"), *words]) == Exit.STORAGE
        out, err = capsys.readouterr()
        assert out == ""
        assert "no archive here" in err
        assert err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_timer_makes_no_archive_where_its_disk_is_not_mounted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path / "away"), "crawl", "--due"]) == 3
    assert "no archive here" in capsys.readouterr().err
    assert not (tmp_path / "away").exists()


def test_what_is_no_archive_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "archive.db").write_text("a diary")
    assert main(["-C", str(tmp_path), "list"]) == Exit.STORAGE
    assert "is not a database" in capsys.readouterr().err
    assert (tmp_path / "archive.db").read_text() == "a diary"
