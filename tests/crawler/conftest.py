"""A news site on loopback, and an archive that knows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Web, serve
from processes import make_archive

from archive.folder import Folder


@pytest.fixture
def web() -> Iterator[Web]:
    yield from served()


@pytest.fixture(scope="module")
def shared_web() -> Iterator[Web]:
    yield from served()


def served() -> Iterator[Web]:
    web = Web()
    server = serve(web)
    yield web
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, web: Web) -> Folder:
    return make_archive(tmp_path / "archive", web)
