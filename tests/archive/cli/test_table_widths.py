"""Tables on terminals: as wide as there is room, and in colour only if wanted."""

from datetime import date
from pathlib import Path

import pytest
from shelf import Shelf
from terminals import on_terminal

from archive import Archive
from archive.cli.output import cells


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An archive of two articles."""
    with Archive.open(tmp_path) as archive, archive.database.writing() as connection:
        shelf = Shelf(connection)
        shelf.file("公交新线开通", "北京市公交新线。", published_at=date(2026, 11, 1), source="新华社", copies=6)
        shelf.file("=地鐵延長線", "北京地鐵延長線。", published_at=date(2026, 11, 15), source="央視網")
    return tmp_path


def test_a_terminal_gets_lines_that_fit_and_colour_only_if_wanted(place: Path) -> None:
    coloured, _ = on_terminal(place, "list", COLUMNS="46")
    plain, _ = on_terminal(place, "list", COLUMNS="46", NO_COLOR="1")
    assert "\x1b[1m" in coloured
    assert "\x1b" not in plain
    assert all(cells(line) <= 46 for line in plain.splitlines())
    assert "公交新线… " in plain
    assert coloured.count("\x1b") == 2  # the line of names alone: nothing is switched off that was never on


def test_a_long_source_leaves_room_for_the_title(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive, archive.database.writing() as connection:
        Shelf(connection).file("青屏县图书馆新馆昨天开放", "开放。", source="青屏县文化广播电视新闻出版局办公室")
    shown, _ = on_terminal(tmp_path, "list", COLUMNS="66")
    assert shown.splitlines()[1] == " 2026-11-01   青屏县文化广播电…    青屏县图书馆新馆…        1    1"


def test_a_terminal_too_narrow_for_a_table_gets_blocks(place: Path) -> None:
    shown, _ = on_terminal(place, "list", "--limit", "1", COLUMNS="30")
    assert shown.splitlines()[:5] == [
        " date     2026-11-15",
        " source   央視網",
        " title    =地鐵延長線",
        " copies   1",
        " id       2",
    ]
