"""Days as people type them."""

from datetime import date

import pytest

from archive.cli.days import parse_day

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-11-01", date(2026, 11, 1), date(2026, 11, 1)),
        ("2026-2-3", date(2026, 2, 3), date(2026, 2, 3)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("0d", TODAY, TODAY),
        ("2d", date(2026, 2, 27), date(2026, 2, 27)),
        ("1w", date(2026, 2, 22), date(2026, 2, 22)),
    ],
)
def test_a_day_a_month_a_year_or_an_age_is_a_day(typed: str, first: date, last: date) -> None:
    assert parse_day(typed, today=TODAY, last=False) == first
    assert parse_day(typed, today=TODAY, last=True) == last


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2026-13", "2026-02-30", "26-1-1", "2026/11/01", "-2d", "2h", "0000", "100000d"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_day(typed, today=TODAY, last=True)
