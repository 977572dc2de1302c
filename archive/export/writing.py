"""From a question to a file."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from archive.destination import draft, refuse_own
from archive.errors import ExportError
from archive.export.format import Format
from archive.export.source import Source
from archive.export.values import About

Value = TypeVar("Value")


def export(  # noqa: PLR0913 - what, where to, how, and keyword-only options
    source: Source,
    to: Path | BinaryIO,
    form: Format[Any],
    about: About,
    *,
    force: bool = False,
    advance: Callable[[int], None] = lambda _number: None,
) -> int:
    """Write the articles that answer the question of *source*; how many. If there are none, nothing is written.

    *advance* is told of each batch that is done. Raises QueryError, ExportError or StorageError.
    """
    if not (form.stream or isinstance(to, Path)):
        raise ExportError(f"{form.name} can not be written to a stream: name a file")
    if isinstance(to, Path):
        refuse_own(to, source.replay.folder)
    batches = source.ids()
    first = next(batches, None)
    if first is None:
        return 0
    count = 0

    def values() -> Iterator[Any]:
        nonlocal count
        for ids in chain((first,), batches):
            yield from form.load(source, ids)
            count += len(ids)
            advance(len(ids))

    if isinstance(to, Path):
        with draft(to, force=force, replaceable=form.replaceable) as path:
            write(form, values(), path, about)
    elif form.stream:
        form.stream(values(), to, about)
    return count


def write(form: Format[Value], values: Iterator[Value], path: Path, about: About) -> None:
    """Write *values* to a new file or folder."""
    if form.stream:
        with path.open("xb") as file:
            form.stream(values, file, about)
    elif form.make:
        form.make(values, path, about)
