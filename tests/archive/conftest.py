"""A real archive's database."""

from collections.abc import Iterator
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
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def shelf(connection: Connection) -> Shelf:
    return Shelf(connection)
