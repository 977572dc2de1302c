"""The database: made whole, opened only if it is ours, written by one at a time."""

import sqlite3
from _thread import interrupt_main
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from archive import database as module
from archive.database import Database
from archive.errors import DatabaseBusyError, SchemaError, StorageError
from archive.migrations import configuration
from archive.models import articles, metadata, sites
from archive.statement import Statement


def test_a_new_archive_has_just_the_tables_of_the_models(database: Database) -> None:
    ours = {"include_name": lambda name, kind, _parents: not (kind == "table" and name.startswith("articles_fts"))}
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


def test_the_schema_known_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == module.SCHEMA


@pytest.mark.parametrize("into", [1, 2])
def test_an_article_is_merged_into_an_older_one_only(database: Database, into: int) -> None:
    rows = [{"id": 1, "merged_into": into}, {"id": 2, "merged_into": None}]
    with pytest.raises(IntegrityError, match="merged_into_older"), database.writing() as connection:
        connection.execute(insert(articles), sorted(rows, key=lambda row: -row["id"]))


def test_every_connection_is_set_for_archives(database: Database) -> None:
    with database.reading() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")
        }
        assert values == {"journal_mode": "wal", "foreign_keys": 1}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == module.BUSY_TIMEOUT == 30_000


@pytest.mark.parametrize(("content", "says"), [(b"", "is empty"), (b"hello, world, this is text", "is not a database")])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=says):
        Database.open(path, create=True)
    assert path.read_bytes() == content


def test_somebody_else_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE t (x)")
    foreign.close()
    with pytest.raises(StorageError, match="no news archive"):
        Database.open(path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Database.open(path, create=True).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(SchemaError, match="9999"):
        Database.open(path)


def test_an_overwritten_page_is_a_storage_error(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Database.open(path, create=True).close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 12] = b"\xff" * (4096 * 11)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="malformed"):
        Database.open(path)


def test_only_create_creates(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no archive here"):
        Database.open(tmp_path / "archive.db")
    assert not list(tmp_path.iterdir())


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(insert(sites).values(key="a", name="甲", hosts=["a.example"]))
        raise RuntimeError
    with database.reading() as connection:
        assert connection.execute(select(sites)).all() == []


def look_then_insert(path: Path, mark: int, rows: int) -> None:
    """Write what is not there yet, each row in a transaction of its own."""
    mine = Database.open(path)
    for number in range(rows):
        key = f"{mark}-{number}"
        with mine.writing() as connection:
            if connection.execute(select(sites).where(sites.c.key == key)).first() is None:
                connection.execute(insert(sites).values(key=key, name="甲", hosts=[]))
    mine.close()


def test_check_then_insert_by_many_processes_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Database.open(path, create=True).close()
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(look_then_insert, path, mark, 400) for mark in range(3)]:
            done.result()
    final = Database.open(path)
    with final.reading() as connection:
        assert len(connection.execute(select(sites)).all()) == 1_200
    final.close()


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writing:
        writing.execute(insert(sites).values(key="a", name="甲", hosts=[]))
        with database.reading() as reading:  # one that waited would be told that the database is busy
            assert reading.execute(select(sites)).all() == []


def test_a_lock_that_is_never_released_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PRAGMAS", ("busy_timeout=50",))
    path = tmp_path / "archive.db"
    one = Database.open(path, create=True)
    other = Database.open(path)
    with one.writing(), pytest.raises(DatabaseBusyError, match="another process is writing"), other.writing():
        pytest.fail("two writers at once")
    one.close()
    other.close()


@pytest.mark.parametrize(
    "execute",
    [
        lambda connection, sql: connection.exec_driver_sql(sql),
        lambda connection, sql: Statement(text(sql)).run(connection, {}),
    ],
    ids=["by SQLAlchemy", "by the driver"],
)
def test_a_statement_that_was_interrupted_leaves_no_lock_whoever_remembers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, execute: Callable[[Connection, str], Any]
) -> None:
    monkeypatch.setattr(module, "PRAGMAS", ("busy_timeout=50",))
    one, other = Database.open(tmp_path / "archive.db", create=True), Database.open(tmp_path / "archive.db")
    with pytest.raises(KeyboardInterrupt) as remembered, one.writing() as connection:
        connection.execute(insert(sites).values(key="a", name="甲", hosts=[]))
        driver: Any = connection.connection.driver_connection
        driver.create_function("interrupt", 0, interrupt_main)  # as Ctrl-C while a statement is at work
        execute(connection, "SELECT interrupt()")
    assert remembered.tb  # and with it the frames that hold the statement
    with other.writing() as connection:
        assert connection.execute(select(sites)).all() == []
    one.close()
    other.close()


def test_a_full_disk_is_a_storage_error(database: Database) -> None:
    with pytest.raises(StorageError, match="full"), database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        for number in range(1000):
            connection.execute(insert(sites).values(key=str(number), name="甲" * 4000, hosts=[]))
