"""How values are stored: as text that reads well in any other tool, and comes back as what it was."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Dialect, types
from sqlalchemy.types import TypeDecorator

from archive.errors import StorageError

Value = TypeVar("Value")
WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


class Text(TypeDecorator[str]):
    """A text. SQLite lets bytes stand in its column, where another program or the disk has put them: they are none."""

    impl = types.Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        raise damaged(value)


class Moment(TypeDecorator[datetime]):
    """An instant, stored in UTC as `2026-11-22T03:16:00.123456Z`; sorts as text. Naive datetimes are refused."""

    impl = types.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else stored(value, datetime.fromisoformat)


class Published(TypeDecorator[date]):
    """When a page says it was published: `2020-05-27T14:13:00+08:00`, or `2020-02-22` where it prints no time.

    The offset is the site's, so that the first ten characters are the day the page states.
    """

    impl = types.Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else stored(value, published)


class JSONText(TypeDecorator[Any]):
    """JSON with readable Chinese and sorted keys, so that equal values are equal texts."""

    impl = types.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else WRITTEN.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else stored(value, json.loads)


def stored(text: str, read: Callable[[str], Value]) -> Value:
    """What a stored text means. Raises StorageError if nothing is stored so: others, or the disk, have changed it."""
    try:
        return read(text)
    except (TypeError, ValueError) as error:
        raise damaged(text) from error


def damaged(value: object) -> StorageError:
    """What is said of a value that was never stored so."""
    return StorageError(f"the database is damaged, it holds {value!r:.60} (news-archive check)")


@lru_cache(maxsize=256)  # the time of a capture stands in its own row, its page's, its article's and the ledger's
def moment_text(value: datetime) -> str:
    """*value* in UTC with microseconds and `Z`."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def published(value: str) -> date:
    """A stored `published_at` as an aware datetime, or as a date where only the day is known."""
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
