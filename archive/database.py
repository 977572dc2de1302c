"""The archive's database: opened, checked, migrated, and handed out as transactions.

What differs between SQLite and other databases stands here.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Select, String, bindparam, create_engine, event, func, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from archive.errors import DatabaseBusyError, SchemaError, StorageError
from archive.statement import Statement

APPLICATION_ID = 0x6E657773  # "news": tells `file` and us that this database is an archive
SCHEMA = "0001"  # the newest migration; a test compares it with the migrations folder
BUSY_TIMEOUT = 30_000  # ms; a writer's transaction is short, so whoever waits longer than this waits for a fault
# A text's keys lie far apart, so that a batch of texts changes some thousand pages, most of them again in the next one.
# With the 2 MB of cache and 4 MB of log that SQLite takes unasked, each of them was written half as often again.
WRITING = ("cache_size=-40000", "wal_autocheckpoint=4000")
# Some systems' SQLite writes zeros over what is deleted. Here that is mostly lists of the search index which were put
# together: to write them once more is a tenth of all that a crawl writes.
DELETING = "secure_delete=OFF"
PRAGMAS = (
    "synchronous=NORMAL",
    f"busy_timeout={BUSY_TIMEOUT}",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    DELETING,
    *WRITING,
)
BEGIN, BEGIN_WRITING = Statement(text("BEGIN")), Statement(text("BEGIN IMMEDIATE"))
SQLITE_MAGIC = b"SQLite format 3\x00"


class Database:
    """One database, as transactions. Writers take the lock first (BEGIN IMMEDIATE), readers never wait (WAL)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Self:
        """Open the database at *path*; with *create* one is made where there is none.

        Raises StorageError (absent, not a database, damaged, not ours) or SchemaError (made by another version).
        """
        path = Path(path)
        fresh = not path.exists()
        if fresh and not create:
            raise StorageError(f"{path}: no archive here (news-archive init makes one)")
        if not fresh:
            check_file(path)
        if fresh:
            make(path)
        database = cls(engine_for(path))
        with named_errors(path):
            check_schema(database.engine, path)
        return database

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction: committed at the end, rolled back by any exception."""
        with named_errors(), transaction(self.engine, BEGIN_WRITING) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view for reading; never waits for a writer."""
        with named_errors(), transaction(self.engine, BEGIN) as connection:
            yield connection

    def check_pages(self) -> None:
        """Read the whole file. Raises StorageError if a page of it is damaged, into which SQLite would write on."""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise StorageError(f"archive.db: damaged: {' '.join(found.split())} (news-archive check tells all)")

    def close(self) -> None:
        """Let go, and write the log back into the file if that can be done: it is read all the same where it lies."""
        with suppress(sqlite3.OperationalError, OperationalError), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self.engine.dispose()


def listed(name: str) -> Select[Any]:
    """The values in the JSON list that is given by that *name*, for `in_`.

    SQLite takes any number of values so, and SQLAlchemy need not write out a statement for each number.
    """
    return select(func.json_each(bindparam(name, type_=String)).table_valued("value").c.value)


def engine_for(path: Path) -> Engine:
    """An engine whose connections are set up as ours are."""
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=partial(connect, path))

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: pysqlite's own comes after the first read
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "invalidate")
    def let_go(connection: sqlite3.Connection, _record: object, _error: BaseException | None) -> None:
        # After Ctrl-C within a statement: closed as it is, it keeps the lock as long as a traceback holds its cursor.
        with suppress(sqlite3.Error):
            connection.rollback()

    return engine


@contextmanager
def transaction(engine: Engine, begin: Statement) -> Iterator[Connection]:
    """A connection within a transaction that *begin* begins, committed at the end.

    A listener of the engine's could say it, but with one SQLAlchemy takes a third longer for each statement.
    """
    with engine.connect() as connection, connection.begin():
        begin.run(connection, {})
        yield connection


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the database at *path*, also where it lies on a disc, in a snapshot or in somebody else's folder.

    SQLite reads no database of ours without a log beside it, unless it is told that nobody is writing. Raises
    StorageError where there is one that it would have to write back first.
    """
    name = f"file:{quote(str(path.absolute()))}"
    log, in_use = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))
    if not os.access(path.parent, os.W_OK, effective_ids=True) and not in_use.exists():
        if log.exists() and log.stat().st_size:
            raise StorageError(f"{path}: was copied while in use, and is whole only where {log.name} can be written")
        name += "?immutable=1"
    return sqlite3.connect(name, uri=True, check_same_thread=False)


def check_file(path: Path) -> None:
    """Refuse what is no SQLite file before SQLite quietly makes one of it."""
    try:
        with path.open("rb") as file:
            head = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    if head != SQLITE_MAGIC:
        raise StorageError(f"{path}: {'is empty' if not head else 'is not a database'}; nothing was changed")


def check_schema(engine: Engine, path: Path) -> None:
    """Refuse a database that is not ours, damaged at first sight, or of another version."""
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if application != APPLICATION_ID:
            raise StorageError(f"{path}: is a database, but no news archive; nothing was changed")
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if version != SCHEMA:
        raise SchemaError(f"{path}: schema {version} is unknown to this version, which knows {SCHEMA}")


def make(path: Path) -> None:
    """Make a new archive's database beside its place and link it there whole: a kill on the way leaves none.

    Alembic is imported here: an archive that is up to date never needs it.
    """
    from archive.migrations import upgrade  # noqa: PLC0415 - costs 0.1 s that only a new archive pays

    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    engine = engine_for(draft)
    try:
        with named_errors(path), transaction(engine, BEGIN) as connection:
            upgrade(connection)
        with named_errors(path), engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA application_id={APPLICATION_ID}")
            driver.execute("PRAGMA journal_mode=WAL")
        engine.dispose()
        with suppress(FileExistsError):  # another process was quicker: its archive is as good as ours
            os.link(draft, path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    finally:
        engine.dispose()
        draft.unlink(missing_ok=True)


@contextmanager
def named_errors(path: Path | None = None) -> Iterator[None]:
    """Turn the driver's storage failures into ours, one line each."""
    where = f"{path}: " if path else "archive.db: "
    try:
        yield
    except OperationalError as error:
        message = str(error.orig)
        if "locked" in message or "busy" in message:
            raise DatabaseBusyError(f"{where}another process is writing and does not finish ({message})") from error
        raise StorageError(f"{where}{message}") from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise StorageError(f"{where}{error.orig}") from error
