"""Several steps in one transaction: a commit costs as much for thirty captures as for one."""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from archive.database import Database
from archive.questions import index

T = TypeVar("T")
MOST = 32  # steps; of more, a killed process would lose work that anybody notices
LONGEST = 0.1  # seconds after which no further step is begun: others wait for the lock


def together(database: Database, steps: Iterable[Callable[[Connection], T]]) -> list[T | Exception]:
    """What each step returns or raises, all committed at the end; no more are taken than one transaction should hold.

    A step that raises leaves nothing behind and does not touch the others. Raises StorageError, with nothing done, if
    the database fails.
    """
    done: list[T | Exception] = []
    with database.writing() as connection, index.feeding_later(connection) as waiting:
        end = monotonic() + LONGEST
        for step in steps:
            done.append(attempted(connection, step, waiting))
            if len(done) == MOST or monotonic() >= end:
                break
    return done


def attempted(connection: Connection, step: Callable[[Connection], T], waiting: index.Waiting) -> T | Exception:
    """What the step returns, or what it raised, and then nothing of it stays.

    The driver is asked itself, because SQLAlchemy takes forty times as long for a savepoint as SQLite.
    """
    before = waiting.copy()
    driver: Any = connection.connection.driver_connection
    driver.execute("SAVEPOINT step")
    try:
        done: T | Exception = step(connection)
    except DatabaseError as error:
        if not isinstance(error, IntegrityError | ProgrammingError):  # a full disk ends the whole transaction
            raise
        done = error  # the step's own fault
    except Exception as error:  # noqa: BLE001 - whoever asked for the step is told
        done = error
    if isinstance(done, Exception):
        driver.execute("ROLLBACK TO step")
        waiting.undo(before)
    driver.execute("RELEASE step")
    return done
