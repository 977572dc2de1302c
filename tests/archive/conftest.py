"""A real archive's database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile

import pytest
from shelf import Shelf
from sqlalchemy import Connection

from archive.database import Database


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a new archive. Copying it costs a fiftieth of the migrations."""
    path = tmp_path_factory.mktemp("blank") / "archive.db"
    Database.open(path, create=True).close()
    return path


@pytest.fixture
def make_database(tmp_path: Path, blank: Path) -> Iterator[Callable[[str], Database]]:
    """A new archive's database for each name."""
    with ExitStack() as stack:

        def make(name: str) -> Database:
            opened = Database.open(copyfile(blank, tmp_path / f"{name}.db"))
            stack.callback(opened.close)
            return opened

        yield make


@pytest.fixture
def database(make_database: Callable[[str], Database]) -> Database:
    return make_database("archive")


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def shelf(connection: Connection) -> Shelf:
    return Shelf(connection)
