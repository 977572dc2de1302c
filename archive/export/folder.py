"""A folder with a text file an article and `metadata.csv`, for corpus tools and other people's scripts."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import ExportError
from archive.export import table
from archive.export.values import Exported
from archive.inert import flat, inert

METADATA = "metadata.csv"
COLUMNS = ("file", *table.FIELDS)
# Letters, digits and ideographs only: no separator, no dot, nothing a shell or another system takes for its own.
NOT_IN_NAMES = re.compile(r"[\W_]+")
LONGEST_NAME = 40  # characters of a title; 120 bytes of the 255 that a file's name may have


def write(articles: Iterable[Exported], path: Path) -> None:
    """Make the folder *path*. The texts are as they are; guarded cells (see `table.write`) stand in the table only."""
    path.mkdir()
    with (path / METADATA).open("x", encoding="utf-8", newline="") as metadata:
        table.write_rows(COLUMNS, filed(articles, path), metadata)


def filed(articles: Iterable[Exported], path: Path) -> Iterator[dict[str, object]]:
    """Write each article's text; yield its row of the table."""
    for article in articles:
        name = file_name(article)
        (path / name).write_text(inert(article.text) + "\n", encoding="utf-8", newline="\n")
        yield {"file": name, **vars(article)}


def file_name(article: Exported) -> str:
    """`2026-11-01-1051-北京公交新线开通.txt`: sorts by day, and the id makes it the only one of its name."""
    day = article.published_on.isoformat() if article.published_on else "undated"
    title = NOT_IN_NAMES.sub("-", flat(article.title))[:LONGEST_NAME].strip("-")
    return "-".join(filter(None, (day, str(article.id), title))) + ".txt"


def refuse_foreign(path: Path) -> None:
    """Raise ExportError unless *path* is a folder of nothing but what `write` makes: only that may be replaced."""
    if path.is_symlink() or not path.is_dir():
        raise ExportError(f"{path}: is no folder; it is not replaced")
    with os.scandir(path) as entries:
        foreign = any(not one.name.endswith(".txt") for one in entries if one.name != METADATA)
    if foreign or not (path / METADATA).exists():
        raise ExportError(f"{path}: holds more than an export; it is not replaced")
