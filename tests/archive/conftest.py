"""A real archive's database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from shelf import Shelf
from sqlalchemy import Connection

from archive.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "archive.db", create=True)
    yield opened
    opened.close()


@pytest.fixture
def make_database(tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """For a test that compares archives: a new one for each name."""
    with ExitStack() as stack:

        def make(name: str) -> Database:
            opened = Database.open(tmp_path / f"{name}.db", create=True)
            stack.callback(opened.close)
            return opened

        yield make


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def shelf(connection: Connection) -> Shelf:
    return Shelf(connection)
