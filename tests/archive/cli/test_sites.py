"""`news-archive sites list` and `show`."""

import json
import tomllib
from pathlib import Path

import pytest

from archive.cli import main
from archive.exits import Exit
from archive.site import load_site, parse_site

PROFILE = """\
key = "paper"
name = "青屏日报\\u001b]0;owned\\u0007"
hosts = ["paper.example"]
every = "30m"

[[discover]]
kind = "list"
url = "http://paper.example/"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "paper.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def test_own_and_shipped_sites_are_listed_with_where_they_stand(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    assert main(["-C", str(place), "sites", "list"]) == Exit.DONE
    shown = capsys.readouterr().out
    lines = {line.split()[0]: line.split() for line in shown.splitlines()}
    assert lines["paper"][-4:] == ["sites/paper.toml", "yes", "1", "30m"]
    assert lines["cctv"][-4:] == ["shipped", "no", "2", "1h"]
    assert not {"\x1b", "\x07"} & set(shown)


def test_the_list_as_json_holds_whole_profiles(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "sites", "list", "--json"]) == Exit.DONE
    found = {site["key"]: site for site in json.loads(capsys.readouterr().out)}
    assert found["paper"]["every"] == "30m"
    assert found["paper"]["profile"] == str(place / "sites" / "paper.toml")
    assert found["cctv"]["article"]["url"]


def test_show_is_a_profile_with_its_defaults(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "sites", "show", "paper"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert parse_site(tomllib.loads(out), "shown") == load_site(place / "sites" / "paper.toml")
    assert tomllib.loads(out)["delay"] == 5.0
    assert err == f"{place / 'sites' / 'paper.toml'}\n"


def test_a_site_nobody_knows_is_2_and_the_nearest_is_named(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["-C", str(place), "sites", "show", "papre"]) == Exit.USAGE
    assert "did you mean 'paper'?" in capsys.readouterr().err


def test_a_wrong_profile_is_4(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    (place / "sites" / "paper.toml").write_text(PROFILE + 'nxet = "a"\n', encoding="utf-8")
    assert main(["-C", str(place), "sites", "list"]) == Exit.CONFIGURATION
    assert "did you mean 'next'?" in capsys.readouterr().err
