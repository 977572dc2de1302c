"""The pages of `tests/pages` are read no worse than they were: `tests/gate/floors.toml` holds every figure.

`tests/test_pages.py` says which field of which page is wrong. A floor sinks only by `measure.py --write --lower`.
"""

import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from gate import corpus, floors
from gate.corpus import Finding, Page
from gate.figures import Figures, measure

from archive.extract.result import Extraction
from archive.outcome import Reason


@cache
def today() -> Figures:
    return measure(corpus.load(), corpus.ours)


def test_no_figure_is_below_its_floor_and_the_floors_are_of_these_pages() -> None:
    failures = floors.load().failures(corpus.corpus_digest(), today().shares())
    assert not failures, "\n".join([*failures, today().table()])


def test_the_script_prints_the_figures_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(floors.__file__).with_name("measure.py"))]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert today().table() in run.stdout, run.stderr


def blind(_page: Page) -> Finding:
    return Reason.UNREAD


def careless(page: Page) -> Finding:
    """Reads what stands there, takes furniture along, and names people where there are none."""
    if isinstance(page.wanted, Reason):
        return Extraction(text="")
    text = "\n".join([page.wanted.text, *page.must_not])
    return replace(page.wanted, text=text, authors=page.wanted.authors or ("本站",))


def careful(page: Page) -> Finding:
    return page.wanted


def test_reading_as_the_gold_does_is_perfect() -> None:
    assert set(measure(corpus.load(), careful).shares().values()) == {1.0}


def test_reading_nothing_is_worthless_but_invents_nothing() -> None:
    shares = measure(corpus.load(), blind).shares()
    assert {value for name, value in shares.items() if name.endswith(".right")} == {0.0}
    assert {value for name, value in shares.items() if name.endswith(".none")} == {1.0}
    assert (shares["text.f1"], shares["text.identical"]) == (0.0, 0.0)


def test_furniture_and_invented_names_are_told_from_what_is_right() -> None:
    shares = measure(corpus.load(), careless).shares()
    assert (shares["authors.right"], shares["authors.none"], shares["refusals.right"]) == (1.0, 0.0, 0.0)
    assert shares["title.right"] == 1.0
    assert 0.5 < shares["text.f1"] < 1.0
    assert shares["text.clean"] < 0.5


RECORDED = floors.Floors(corpus="a", figures={"title.right": 0.9, "text.f1": 0.98})


def test_a_floor_sinks_only_on_demand() -> None:
    worse = {"title.right": 0.95, "text.f1": 0.97}
    with pytest.raises(floors.LoweredError, match=r"text.f1 from 0.98 to 0.97"):
        RECORDED.raised("a", worse, lower=False)
    assert RECORDED.raised("a", worse, lower=True).figures == worse


def test_a_figure_left_out_is_a_floor_lowered() -> None:
    with pytest.raises(floors.LoweredError, match=r"text.f1 from 0.98 to nothing"):
        RECORDED.raised("a", {"title.right": 0.9}, lower=False)


@pytest.mark.parametrize(
    ("pages", "figures", "complaint"),
    [
        ("a", {"title.right": 0.89, "text.f1": 0.98}, "title.right is 0.89, its floor 0.9"),
        ("b", {"title.right": 0.9, "text.f1": 0.98}, "tests/pages changed: run `python tests/gate/measure.py --write`"),
        ("a", {"title.right": 0.9}, "text.f1 has no floor, or no figure"),
        ("a", {"title.right": 0.9, "text.f1": 1.0, "day.right": 1.0}, "day.right has no floor, or no figure"),
    ],
)
def test_each_way_to_miss_the_floors_is_told(pages: str, figures: dict[str, float], complaint: str) -> None:
    assert RECORDED.failures(pages, figures) == [complaint]


def test_floors_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    floors.save(RECORDED, path)
    assert floors.load(path) == RECORDED
