"""A news site on loopback, and an archive that knows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Web, served
from processes import make_archive

from archive.folder import Folder


@pytest.fixture
def web() -> Iterator[Web]:
    with served(Web()) as site:
        yield site


@pytest.fixture(scope="module")
def shared_web() -> Iterator[Web]:
    with served(Web()) as site:
        yield site


@pytest.fixture
def folder(tmp_path: Path, web: Web) -> Folder:
    return make_archive(tmp_path / "archive", web)
