"""The formats: how each is called, by which suffix it is known, what it reads of the archive and what writes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Generic, TextIO, TypeVar

from archive.destination import refuse_special
from archive.errors import ExportError
from archive.export import atom, bibtex, csl, folder, jsonl, markdown, parquet, ris, source, subset, table, wacz
from archive.export.source import Source
from archive.export.values import About

Value = TypeVar("Value")
Stream = Callable[[Iterable[Value], BinaryIO, About], None]
Make = Callable[[Iterable[Value], Path, About], None]


@dataclass(frozen=True, kw_only=True)
class Format(Generic[Value]):
    """A format. `load` gives the values for the articles of some ids, in their order.

    `stream` writes them to a file from its begin to its end; what needs more than that has `make`, which makes a file
    or folder. `replaceable` raises what speaks against replacing what stands at a path.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    load: Callable[[Source, Sequence[int]], Iterable[Value]]
    stream: Stream[Value] | None = None
    make: Make[Value] | None = None
    replaceable: Callable[[Path], None] = refuse_special


def text(write: Callable[[Iterable[Value], TextIO], None]) -> Stream[Value]:
    """*write*, which writes text, as a writer of UTF-8."""

    def stream(values: Iterable[Value], file: BinaryIO, _about: About) -> None:
        wrapped = TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            write(values, wrapped)
        finally:
            wrapped.detach()  # the file stays open: it is the caller's

    return stream


def untitled(write: Callable[[Iterable[Value], Path], None]) -> Make[Value]:
    """*write*, which says nothing of the question it answers."""

    def make(values: Iterable[Value], path: Path, _about: About) -> None:
        write(values, path)

    return make


FORMATS: tuple[Format[Any], ...] = (
    Format(name="jsonl", suffixes=(".jsonl", ".ndjson"), load=source.evidences, stream=text(jsonl.write)),
    Format(name="csv", suffixes=(".csv",), load=source.articles, stream=text(table.write)),
    Format(name="csv-raw", load=source.articles, stream=text(table.write_raw)),
    Format(name="parquet", suffixes=(".parquet",), load=source.articles, make=untitled(parquet.write)),
    Format(name="sqlite", suffixes=(".db", ".sqlite", ".sqlite3"), load=source.stored, make=untitled(subset.write)),
    Format(name="ris", suffixes=(".ris",), load=source.articles, stream=text(ris.write)),
    Format(name="bibtex", suffixes=(".bib",), load=source.articles, stream=text(bibtex.write)),
    Format(name="csl-json", suffixes=(".json",), load=source.articles, stream=text(csl.write)),
    Format(
        name="txt",
        suffixes=(".txt", "/"),
        load=source.articles,
        make=untitled(folder.write),
        replaceable=folder.refuse_foreign,
    ),
    Format(name="markdown", suffixes=(".md", ".markdown"), load=source.articles, stream=text(markdown.write)),
    Format(name="atom", suffixes=(".atom", ".xml"), load=source.articles, stream=atom.write),
    Format(name="wacz", suffixes=(".wacz",), load=source.served, make=wacz.write),
)


def format_of(path: str, name: str | None = None) -> Format[Any]:
    """The format of that *name*, which may be its suffix, or by the suffix of *path*. ExportError if there is none."""
    if name is not None:
        found = [one for one in FORMATS if name == one.name or f".{name}" in one.suffixes]
        known = f"no format is called {name}: there are " + ", ".join(one.name for one in FORMATS)
    else:
        found = [one for one in FORMATS if path.lower().endswith(one.suffixes or ("\0",))]
        suffixes = ", ".join(one.suffixes[0] for one in FORMATS if one.suffixes)
        known = f"{path}: its suffix names no format: name one with --format, or end it in {suffixes}"
    if not found:
        raise ExportError(known)
    return found[0]
