"""What is printed: readable Chinese for programs, and nothing a terminal obeys."""

import csv
import json
import re
from datetime import date, datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cli.output import cells, fitted, marked, print_csv, print_json, print_table, wrapped
from archive.inert import dumped, flat, inert

HOSTILE = "标题\x1b]0;x\x07\x00\u009b31m\u202e\u2066\u2028\ud800\r"


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    assert inert(HOSTILE) == "标题\ufffd]0;x" + "\ufffd" * 3 + "31m" + "\ufffd" * 5
    assert inert("一\t二\n三") == "一\t二\n三"
    assert flat("一\t二\n 三\u3000四") == "一 二 三 四"
    assert flat(None) == ""
    assert "\x1b" not in marked(HOSTILE, [])


@given(st.text(st.characters()))
def test_json_is_readable_safe_and_says_the_same(text: str) -> None:
    written = dumped({"题": text}, indent=None)
    assert '"题"' in written
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]", written)
    assert json.loads(written) == {"题": re.sub(r"[\ud800-\udfff]", "\ufffd", text)}


def test_json_knows_dates(capsys: pytest.CaptureFixture[str]) -> None:
    zone = timezone(timedelta(hours=8))
    print_json([date(2026, 11, 1), datetime(2026, 11, 1, 10, tzinfo=zone), frozenset({2, 1})])
    assert json.loads(capsys.readouterr().out) == ["2026-11-01", "2026-11-01T10:00:00+08:00", [1, 2]]


def written_csv(capsys: pytest.CaptureFixture[str], row: dict[str, Any], *, guard: bool = True) -> list[list[str]]:
    print_csv([row], list(row), guard=guard)
    out = capsys.readouterr().out
    assert out.startswith("\ufeff")
    return list(csv.reader(StringIO(out[1:], newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x"])
def test_a_cell_that_looks_like_a_formula_is_guarded(capsys: pytest.CaptureFixture[str], text: str) -> None:
    (_, (guarded,)) = written_csv(capsys, {"title": text})
    assert guarded.startswith("'")
    (_, (bare,)) = written_csv(capsys, {"title": text}, guard=False)
    assert not bare.startswith("'")


def test_csv_holds_lists_numbers_and_dates(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"authors": ("王小明", "李雷"), "rank": -1.5, "day": date(2026, 11, 1), "source": None, "text": 'a,"b"\n\x1b'}
    header, values = written_csv(capsys, row)
    assert header == list(row)
    assert values == ["王小明；李雷", "-1.5", "2026-11-01", "", 'a,"b"\n\ufffd']


def test_a_chinese_character_takes_two_columns() -> None:
    assert cells("北京 a") == 6
    assert fitted("北京", 6, right=False) == "北京  "
    assert fitted("北京", 6, right=True) == "  北京"
    assert fitted("北京市发布公告", 8, right=False) == "北京市… "
    assert fitted("北京市发布公告", 9, right=False) == "北京市发…"


def test_a_table_stands_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("title", "id"), [("公交", 7), ("地铁\x1b新线", 1051)], stretch=("title",))
    assert capsys.readouterr().out.splitlines() == [" title         id", " 公交           7", " 地铁\ufffd新线   1051"]


@given(st.text(st.sampled_from("北京交通ab ，。》1")), st.integers(min_value=10, max_value=40))
def test_wrapped_lines_hold_the_text_and_fit(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.startswith(("，", "。", "》", " ")) for line in lines[1:])
    assert all(cells(line.rstrip("，。》 ")) <= width for line in lines if not re.search("[ab1]{9}", line))
