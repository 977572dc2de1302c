"""The archive in Datasette: its search box finds what `news-archive search` finds."""

import json
import re
import runpy
import sqlite3
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from processes import PATIENCE, here, run, start_afresh
from shelf import Shelf

from archive import Archive
from archive.errors import QueryError
from archive.exits import Exit
from archive.folder import Folder

pytest.importorskip("datasette")

QUERIES = ["地铁", "北京 地铁", "“延长，线”", "title:公交", "公交 OR 地铁", "北京 -地铁", "a AND", "線"]
NOT_UNDERSTOOD = ['"', "-北京", "*", "😀"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An archive of two articles, with what Datasette is to know of it."""
    folder = Folder(path=tmp_path_factory.mktemp("datasette") / "a")
    with Archive.open(folder.path) as archive, archive.database.writing() as connection:
        Shelf(connection).file("公交新线开通", "北京市公交新线。")
        Shelf(connection).file("地鐵", "北京地鐵延長線。")
    done = run(folder, "datasette", "--no-start")
    assert done.returncode == 0
    assert "written: " in done.stderr
    return folder


def found_by_us(place: Folder, query: str) -> list[int]:
    """What the search box must find."""
    with Archive.open(place.path) as archive:
        try:
            return [hit.article_id for hit in archive.search(query)]
        except QueryError:
            return []


def plugin(place: Folder) -> dict[str, Any]:
    return runpy.run_path(str(place.datasette / "plugins" / "chinese_search.py"))


@pytest.mark.parametrize("name", ["escape_fts", "news_match"])
@pytest.mark.parametrize("query", [*QUERIES, *NOT_UNDERSTOOD, "", "source:新华社"])
def test_the_plugin_teaches_sqlite_to_read_queries(place: Folder, name: str, query: str) -> None:
    connection = sqlite3.connect(place.database)
    plugin(place)["prepare_connection"](connection)
    matching = f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH {name}(?)"  # noqa: S608 - no input is in it
    sql = f"SELECT id FROM search WHERE slot IN ({matching}) ORDER BY slot"  # noqa: S608
    found = [number for (number,) in connection.execute(sql, [query])]
    connection.close()
    assert found == found_by_us(place, query)


@pytest.fixture(scope="module")
def served(place: Folder) -> Iterator[HTTPConnection]:
    """Datasette as the command starts it."""
    server = start_afresh(place, "datasette", "--", "--port", "0")
    assert server.stderr is not None
    port = next(int(found[1]) for line in server.stderr if (found := re.search(r"http://127\.0\.0\.1:(\d+)", line)))
    connection = HTTPConnection("127.0.0.1", port)
    yield connection
    connection.close()
    server.terminate()
    server.communicate(timeout=PATIENCE)


def got(served: HTTPConnection, path: str) -> bytes:
    served.request("GET", path)
    answer = served.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return body


@pytest.mark.parametrize("query", [*QUERIES, *NOT_UNDERSTOOD])
def test_the_search_box_finds_what_the_command_finds(served: HTTPConnection, place: Folder, query: str) -> None:
    rows = json.loads(got(served, f"/archive/search.json?_shape=array&_search={quote(query)}"))
    assert [row["id"] for row in rows] == found_by_us(place, query)


def test_the_page_has_a_box_and_lists_the_newest_first(served: HTTPConnection) -> None:
    page = got(served, "/archive/search").decode()
    assert 'name="_search"' in page
    assert page.index("北京地鐵延長線") < page.index("北京市公交新线")


def test_what_only_the_program_needs_is_hidden(served: HTTPConnection) -> None:
    tables = {table["name"]: table["hidden"] for table in json.loads(got(served, "/archive.json"))["tables"]}
    assert not tables["articles"]
    assert tables["articles_indexed"]
    assert tables["articles_fts_data"]


def test_without_datasette_the_files_are_written_and_how_to_get_it_is_said(
    place: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "datasette", None)
    assert here(place, "datasette") == Exit.DONE
    assert "pip install 'news-archive[datasette]'" in capsys.readouterr().err


def test_what_can_not_be_written_is_a_storage_failure(tmp_path: Path) -> None:
    folder = Folder(path=tmp_path / "a")
    Archive.open(folder.path).close()
    folder.datasette.write_text("in the way", encoding="utf-8")
    done = run(folder, "datasette", "--no-start")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
