"""CSV for spreadsheets: a byte-order mark, one row an article, and no cell that a spreadsheet would calculate."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from archive.export.values import Exported
from archive.inert import BOM, cell

FIELDS = (
    "id",
    "published_at",
    "title",
    "source",
    "editor",
    "authors",
    "site",
    "site_name",
    "url",
    "language",
    "copies",
    "first_seen_at",
    "captured_at",
)
COLUMNS = (*FIELDS, "text")


def write(articles: Iterable[Exported], file: TextIO) -> None:
    """Write a table in which a cell that looks like a formula begins with '."""
    write_rows(COLUMNS, map(vars, articles), file)


def write_raw(articles: Iterable[Exported], file: TextIO) -> None:
    """Write a table with every cell as it is, for programs that do not calculate."""
    write_rows(COLUMNS, map(vars, articles), file, guard=False)


def write_rows(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], file: TextIO, *, guard: bool = True
) -> None:
    """Write *columns* of *rows*."""
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([cell(row[column], guard=guard) for column in columns] for row in rows)
