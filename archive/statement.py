"""Statements that are run for every page, written by SQLAlchemy once and given to the driver as they are.

SQLAlchemy takes 40 to 70 µs for each statement that it executes, SQLite itself often five. What it does is the same
every time: look up how the statement is written, put the values in order, turn them into what the driver takes, and
what comes back into ours. Here all but the values is asked for once.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, TextClause
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

Convert = Callable[[Any], Any] | None
Line = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A statement as the driver takes it.

    `binds` are the names of its values in their order and how each is turned into what the driver takes; `fixed` are
    those that the statement brings itself. `reads` are the places of a row that the driver does not give as they are.
    """

    sql: str
    binds: tuple[tuple[str, Convert], ...]
    fixed: Mapping[str, Any]
    names: tuple[str, ...]
    reads: tuple[tuple[int, Callable[[Any], Any]], ...]

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order in which the statement asks for them."""
        if self.fixed:
            values = {**self.fixed, **values}
        return [convert(values[name]) if convert else values[name] for name, convert in self.binds]

    def read(self, row: Line) -> Line:
        """A row of the driver's in our types."""
        cells = list(row)
        for place, convert in self.reads:
            cells[place] = convert(cells[place])
        return tuple(cells)


class Statement:
    """A statement of SQLAlchemy's that is asked for often. It fails as if SQLAlchemy had executed it.

    Rows are plain tuples. No listener of SQLAlchemy's hears of it.
    """

    def __init__(self, core: Select[Any] | UpdateBase | TextClause) -> None:
        self.core = core
        self._written: dict[Line, Written] = {}  # by the names of the values, which say what an INSERT enters

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Line]:
        """Run it; the rows that it finds or returns."""
        written = self._for(connection, values)
        bound = written.bound(values)
        driver: Any = connection.connection.driver_connection
        try:
            rows: list[Line] = driver.execute(written.sql, bound).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(written.sql, bound, error, sqlite3.Error) from error
        return list(map(written.read, rows)) if written.reads else rows

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Line | None:
        """The first row; None if there is none."""
        return next(iter(self.run(connection, values)), None)

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first value of the first row; None if there is none."""
        row = self.first(connection, values)
        return row[0] if row else None

    def named(self, connection: Connection, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The first row, by the names of its columns; None if there is none."""
        row = self.first(connection, values)
        return dict(zip(self._for(connection, values).names, row, strict=True)) if row else None

    def each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of some rows of values, which have the same names."""
        written = self._for(connection, rows[0])
        driver: Any = connection.connection.driver_connection
        try:
            driver.executemany(written.sql, map(written.bound, rows))
        except sqlite3.Error as error:
            raise DBAPIError.instance(written.sql, None, error, sqlite3.Error) from error

    def _for(self, connection: Connection, values: Mapping[str, Any]) -> Written:
        names = tuple(values)
        written = self._written.get(names)
        if written is None:
            written = self._written[names] = write(self.core, connection, names)
        return written


def write(core: Select[Any] | UpdateBase | TextClause, connection: Connection, names: Sequence[str]) -> Written:
    """Ask SQLAlchemy how it writes a statement that is given values of these *names*."""
    dialect = connection.dialect
    compiled = core.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or ()
    kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
    columns = () if isinstance(core, TextClause) else core.exported_columns
    reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return Written(
        sql=compiled.string,
        binds=tuple((name, kinds[name].bind_processor(dialect)) for name in order),
        fixed={name: compiled.params[name] for name in order if not compiled.binds[name].required},
        names=tuple(column.name for column in columns),
        reads=tuple((place, read) for place, read in enumerate(reads) if read),
    )
