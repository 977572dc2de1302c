"""Is the archive whole? Database, articles, search index, ledger and WARC files, each looked at in full. Read-only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    false,
    func,
    not_,
    select,
    true,
    type_coerce,
)

from archive.columns import JSONText, Moment, Published, Text
from archive.database import Database
from archive.errors import StorageError
from archive.folder import Folder
from archive.models import articles, captures, frontier, metadata, runs, texts
from archive.questions import index_check
from archive.views import copies
from archive.warc import OPEN, files
from archive.warc_reader import records

MOST = 20  # faults of one kind that are named; where more are, the last line counts them


# What a value of each type is like, in SQL. SQLite knows fewer offsets from UTC than may be stored.
SOUND: Mapping[type, Callable[[ColumnElement[str]], ColumnElement[bool]]] = {
    Text: lambda _text: true(),
    Moment: lambda text: func.datetime(func.substr(text, 1, 19)).is_not(None),
    Published: lambda text: func.datetime(func.substr(text, 1, 19)).is_not(None),
    JSONText: lambda text: func.json_valid(text) == 1,
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that is not as it must be: `part` is database, articles, index, ledger or warc; `what` one line."""

    part: str
    what: str


def faults(folder: Folder, database: Database, *, advance: Callable[[int], None]) -> Iterator[Fault]:
    """Everything that is wrong. *advance* is told of each record of a WARC file that was read."""
    with database.reading() as connection:
        broken = [Fault(part="database", what=line) for line in integrity(connection)]
        yield from broken
        if broken:  # what a damaged database says of itself is worth nothing
            return
        for part, found in (
            ("articles", derived(connection)),
            ("index", index_check.check(connection)),
            ("ledger", ledger(connection)),
        ):
            yield from (Fault(part=part, what=line) for line in found)
    yield from (Fault(part="warc", what=line) for line in warcs(folder, database, advance=advance))


def integrity(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with its file, rows that point at nothing, and values that mean nothing."""
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table} row {row} points at a row of {parent} that is not there"

    for table in metadata.sorted_tables:
        yield from unreadable(connection, table)


def unreadable(connection: Connection, table: Table) -> Iterator[str]:
    """Columns with values that were never stored so. One look at the table; what SQLite checks does not tell."""
    odd = {column.name: is_odd(column) for column in table.columns if type(column.type) in SOUND}
    if not odd:
        return
    counts = select(*(func.total(wrong).label(name) for name, wrong in odd.items()))
    for name, number in connection.execute(counts.select_from(table)).mappings().one().items():
        if number:
            yield f"values in {table.name}.{name} that can not be read: {number:,.0f}"


def is_odd(column: Column[Any]) -> ColumnElement[bool]:
    """Whether a column holds what it can not, in SQL."""
    text = type_coerce(column, Text)
    sound = (func.typeof(text) == "text") & SOUND[type(column.type)](text)
    return column.is_not(None) & not_(func.coalesce(sound, false()))


def derived(connection: Connection) -> Iterator[str]:
    """Articles that do not say what their copies say."""
    counted = select(copies.c.article, func.count().label("number")).group_by(copies.c.article).subquery()
    number = func.coalesce(counted.c.number, 0)
    wrong = (
        select(articles.c.id, articles.c.copies, number)
        .outerjoin(counted, counted.c.article == articles.c.id)
        .where(articles.c.copies != number)
    )
    for article, stated, found in connection.execute(wrong.limit(MOST)):
        yield f"article {article} counts {stated} copies and has {found}"
    lost = select(articles.c.id).outerjoin(texts, texts.c.id == articles.c.text)
    for article in connection.execute(lost.where(articles.c.text.is_not(None), texts.c.id.is_(None)).limit(MOST)):
        yield f"article {article.id} shows a text that is not there"


def ledger(connection: Connection) -> Iterator[str]:
    """URLs that a finished run still holds: nothing would ever give them back."""
    held = (
        select(frontier.c.url, runs.c.id)
        .join(runs, runs.c.id == frontier.c.run)
        .where(frontier.c.state == "leased", runs.c.finished_at.is_not(None))
    )
    for url, run in connection.execute(held.limit(MOST)):
        yield f"{url} is leased to run {run}, which has ended"


def warcs(folder: Folder, database: Database, *, advance: Callable[[int], None]) -> Iterator[str]:
    """Records that are cut or changed, captures whose record is elsewhere, and records that nobody has read."""
    closed = list(files(folder.warc))
    names = {path.name for path in closed} | {path.stem for path in folder.warc.glob(f"*{OPEN}")}
    with database.reading() as connection:
        known = select(captures.c.warc_file).where(captures.c.warc_file.is_not(None)).distinct()
        for name in connection.execute(known).scalars():
            if name not in names and not Path(name).exists():  # a foreign file is named by its whole path
                yield f"{name}: is not there, though captures are said to stand in it"
    for path in closed:  # one that is open is being written, or the next run reads it to its end
        yield from one_warc(path, database, advance=advance)


def one_warc(path: Path, database: Database, *, advance: Callable[[int], None]) -> Iterator[str]:
    """What is wrong with one file. It is read as a whole: every digest is compared."""
    found: dict[str, int] = {}
    try:
        for record in records(path):
            found[record.capture.record_id] = record.offset
            advance(1)
    except StorageError as error:
        yield str(error)
    with database.reading() as connection:
        stated = select(captures.c.record_id, captures.c.warc_offset)
        rows = connection.execute(stated.where(captures.c.warc_file == path.name)).all()
    gone = [row.record_id for row in rows if found.get(row.record_id) != row.warc_offset]
    yield from listed(f"{path.name}: no record where the database has it:", gone)
    unread = found.keys() - {row.record_id for row in rows}
    yield from listed(f"{path.name}: not read into the database (news-archive reprocess reads it):", sorted(unread))


def listed(what: str, names: list[str]) -> Iterator[str]:
    """A line for each name, up to the most that anybody wants to read."""
    for name in names[:MOST]:
        yield f"{what} {name}"
    if len(names) > MOST:
        yield f"{what} and {len(names) - MOST:,} more"
