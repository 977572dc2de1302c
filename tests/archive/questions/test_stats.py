"""How many articles there are."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from shelf import Shelf
from sqlalchemy import Connection, insert

from archive.errors import QueryError
from archive.models import captures, readings
from archive.questions.filters import Filters
from archive.questions.stats import By, Group, stats

ZONE = timezone(timedelta(hours=8))


@pytest.fixture
def filed(connection: Connection, shelf: Shelf) -> Connection:
    """Five articles."""
    night = datetime(2026, 11, 2, 0, 30, tzinfo=ZONE)  # still the day before in UTC
    shelf.file("地铁", "一", published_at=night, source="央視網", editor="李雷")
    shelf.file("地铁", "二", published_at=date(2026, 11, 2), source="央视网", editor="李雷、韩梅梅")
    shelf.file("公交", "三", published_at=date(2026, 10, 31), source="央视网")
    shelf.file("公交", "四", published_at=None, source="新华社", site="paper")
    shelf.file("公交", "五", published_at=date(2026, 11, 3))
    return connection


def told(connection: Connection, by: By, query: str | None = None, **filters: str | date) -> dict[str | None, int]:
    groups = stats(connection, by, query, Filters(**filters))  # type: ignore[arg-type]
    return {group.value: group.number for group in groups}


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("day", {None: 1, "2026-10-31": 1, "2026-11-02": 2, "2026-11-03": 1}),
        ("month", {None: 1, "2026-10": 1, "2026-11": 3}),
        ("site", {"example": 4, "paper": 1}),
        ("source", {"央视网": 3, None: 1, "新华社": 1}),
        ("editor", {None: 3, "李雷": 1, "李雷、韩梅梅": 1}),
    ],
)
def test_articles_are_counted_by_what_they_say(filed: Connection, by: By, groups: dict[str | None, int]) -> None:
    assert list(told(filed, by).items()) == list(groups.items())


def test_what_a_query_and_filters_find_is_counted(filed: Connection) -> None:
    assert told(filed, "day", "地铁") == {"2026-11-02": 2}
    assert told(filed, "source", "公交", start=date(2026, 11, 1)) == {None: 1}
    assert told(filed, "month", source="央視網") == {"2026-10": 1, "2026-11": 2}
    assert told(filed, "site", "火星") == {}


def test_reasons_are_those_of_captures(filed: Connection) -> None:
    capture = {"url": "u", "captured_at": datetime(2026, 11, 1, tzinfo=UTC), "status": 200, "payload_digest": "sha1:A"}
    for number, reason in enumerate(["too_short", "soft_404", "too_short"], 1):
        filed.execute(insert(captures).values(id=number, record_id=f"urn:uuid:{number}", **capture))
        filed.execute(insert(readings).values(capture=number, reader=1, reason=reason))
    assert stats(filed, "reason") == [Group(value="too_short", number=2), Group(value="soft_404", number=1)]


def test_reasons_and_questions_about_articles_do_not_go_together(filed: Connection) -> None:
    with pytest.raises(QueryError, match="ask for either"):
        stats(filed, "reason", "地铁")
    with pytest.raises(QueryError, match="ask for either"):
        stats(filed, "reason", filters=Filters(site="example"))


def test_what_articles_can_not_be_counted_by_is_refused(connection: Connection) -> None:
    with pytest.raises(QueryError, match="not by 'colour'"):
        stats(connection, "colour")  # type: ignore[arg-type]
