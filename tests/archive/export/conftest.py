"""An archive full of hostile titles, and its articles as values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import fill

from archive import Archive
from archive.export.rows import chosen, exported
from archive.export.values import Exported
from archive.questions.filters import ALL


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("source") / "archive") as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="session")
def articles(archive: Archive) -> list[Exported]:
    with archive.database.reading() as connection:
        return [one for ids in chosen(connection, None, ALL) for one in exported(connection, ids)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"
