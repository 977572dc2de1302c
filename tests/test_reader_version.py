"""READER changes when what the reader makes of a page changes: our upgrades must not look like the publisher's edits."""

from dataclasses import replace
from pathlib import Path

import pytest
from gate import corpus, record
from gate.corpus import Finding, Page
from gate.record import SameReaderError

from archive.extract import READER
from archive.extract.result import Extraction


def test_pages_read_as_recorded_for_this_reader() -> None:
    problem = record.load().problem(record.take(corpus.load(), corpus.ours, READER))
    assert problem is None, problem


def shouting(page: Page) -> Finding:
    """Reads as the gold does, but for one page's title."""
    if page.name == "gloss" and isinstance(page.wanted, Extraction):
        return replace(page.wanted, title=f"{page.wanted.title}！")
    return page.wanted


def careful(page: Page) -> Finding:
    return page.wanted


BEFORE = record.take(corpus.load(), careful, 1)
CHANGED = record.take(corpus.load(), shouting, 1)


def test_a_changed_reading_is_told_with_its_page_and_what_to_do() -> None:
    problem = BEFORE.problem(CHANGED)
    assert problem is not None
    assert "differently: gloss. " in problem
    assert "raise READER" in problem
    assert "--record" in problem


def test_a_changed_reading_is_not_recorded_under_the_same_reader() -> None:
    with pytest.raises(SameReaderError, match="raise READER"):
        BEFORE.replaced(CHANGED, unreleased=False)


def test_it_is_recorded_under_a_new_reader_or_before_the_release() -> None:
    newer = replace(CHANGED, reader=2)
    assert BEFORE.replaced(newer, unreleased=False) == newer
    assert BEFORE.replaced(CHANGED, unreleased=True) == CHANGED


def test_a_reader_never_goes_back() -> None:
    with pytest.raises(SameReaderError, match="went back from 1 to 0"):
        BEFORE.replaced(replace(BEFORE, reader=0), unreleased=True)


def test_a_new_reader_and_new_pages_must_be_recorded_too() -> None:
    fewer = replace(BEFORE, pages={name: row for name, row in BEFORE.pages.items() if name != "gloss"})
    for now in (replace(BEFORE, reader=2), fewer):
        assert "run `python tests/gate/measure.py --record`" in str(BEFORE.problem(now))
    assert fewer.replaced(BEFORE, unreleased=False) == BEFORE


def test_an_edited_page_is_a_new_page() -> None:
    edited = tuple(replace(page, html=page.html + b"<!-- -->") for page in corpus.load())
    assert BEFORE.changed(record.take(edited, shouting, 1)) == []


def test_a_day_is_not_its_midnight() -> None:
    page = next(page for page in corpus.load() if page.name == "date-only")
    assert isinstance(page.wanted, Extraction)
    midnight = replace(page.wanted, published_at=corpus.FETCHED)
    bare = replace(page.wanted, published_at=corpus.FETCHED.date())
    assert record.shown(midnight) != record.shown(bare)


def test_the_record_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "readings.toml"
    record.save(BEFORE, path)
    assert record.load(path) == BEFORE
