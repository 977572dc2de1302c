"""What commands print: data to stdout, talk to stderr, and nothing a page could steer a terminal with."""

import csv
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

import click

from archive.inert import BOM, cell, dumped, flat, inert

# Closing marks stay on the line of what they close, and a space at the end of a line is not seen.
NOT_AT_START = frozenset("，。、；：！？”’）》」』】〕…—·,.;:!?)]}% ")
MOST_NAME = 40  # columns of a name beside its bar
BAR = "\u2588"
LEAST = 8  # columns: less than four characters of a title tell nothing
WIDEST = 100  # columns; longer lines are hard to read
NARROW = 60  # columns; in fewer a table whose lines are broken can not be read


def mute() -> None:
    """Nobody reads stdout any more (`| head`): let what is still printed go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def talk(message: str) -> None:
    """Say something to the person, on stderr."""
    click.echo(inert(message), err=True)


def say(text: str = "", *, colour: str | None = None, bold: bool = False) -> None:
    """One piece of data for the person, on stdout."""
    text = inert(text)  # and nothing else if it is plain: click would switch off what was never on
    click.echo(click.style(text, fg=colour, bold=bold or None) if colour or bold else text)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """*text* with the marked places in bold, where there is colour."""
    pieces, last = [], 0
    for start, end in marks:
        pieces += [inert(text[last:start]), click.style(inert(text[start:end]), bold=True, fg="yellow")]
        last = end
    return "".join(pieces) + inert(text[last:])


def coloured() -> bool:
    """Whether stdout shows colour: a terminal does, unless NO_COLOR is set."""
    context = click.get_current_context(silent=True)
    wanted = context.color if context else None
    return sys.stdout.isatty() if wanted is None else wanted


def print_json(value: object) -> None:
    """One JSON document."""
    machine()
    click.echo(dumped(value, indent=2))


def print_jsonl(values: Iterable[object]) -> None:
    """One JSON document a line."""
    machine()
    for value in values:
        click.echo(dumped(value))


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, guard: bool) -> None:
    """A table for Excel, with a byte-order mark. With *guard* a cell that looks like a formula begins with '."""
    machine()
    click.echo(BOM, nl=False)
    buffer = StringIO()
    writer = csv.writer(buffer)
    for row in ({column: column for column in columns}, *rows):
        writer.writerow([cell(row[column], guard=guard) for column in columns])
    click.echo(buffer.getvalue(), nl=False)


def machine() -> None:
    """Make stdout UTF-8, whatever the locale: what programs read does not depend on where it was written."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, stretch: Sequence[str]) -> None:
    """A table for a person. Numbers stand right.

    On a terminal the columns *stretch*, the widest first, are cut to what fits; where even that is too wide and the
    terminal narrow, each row is a block of lines.
    """
    texts = flattened(rows)
    widths = [max(map(cells, column)) for column in zip(columns, *texts, strict=True)]
    numeric = [bool(rows) and all(isinstance(row[number], int) for row in rows) for number in range(len(columns))]
    for _ in range(overhang(widths)):
        widest = max(map(columns.index, stretch), key=widths.__getitem__)
        widths[widest] = max(widths[widest] - 1, cells(columns[widest]), LEAST)
    if overhang(widths) and line_width() < NARROW:
        print_blocks(columns, texts)
        return
    for row in (columns, *texts):
        parts = [fitted(text, width, right=right) for text, width, right in zip(row, widths, numeric, strict=True)]
        say(f" {'   '.join(parts)}".rstrip(), bold=row is columns)


def print_facts(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table of which nothing is cut: where it is too wide for a terminal, each row is a block of lines."""
    texts = flattened(rows)
    if overhang([max(map(cells, column)) for column in zip(columns, *texts, strict=True)]):
        print_blocks(columns, texts)
    else:
        print_table(columns, rows, stretch=columns)


def print_blocks(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A block of lines for each row, a line for each cell that is not empty. It begins with the column's name."""
    width = max(map(cells, columns))
    for row in rows:
        for name, text in zip(columns, row, strict=True):
            if text:
                click.echo(f" {fitted(name, width, right=False)}   {text}")
        click.echo()


def flattened(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """The cells of a table as they are printed."""
    return [[flat(str(value)) if value is not None else "" for value in row] for row in rows]


def overhang(widths: Sequence[int]) -> int:
    """By how many columns a table of these widths is too wide for the terminal; 0 if it fits or if there is none."""
    wide = sum(widths) + 3 * len(widths) - 2  # three columns between, one before
    return max(wide - line_width(), 0) if sys.stdout.isatty() else 0


def print_bars(rows: Sequence[tuple[str, int]]) -> None:
    """A bar for each number, the longest as long as the line has room for."""
    names = [flat(name) for name, _ in rows]
    figures = [f"{number:,}" for _, number in rows]
    width = min(max(map(cells, names), default=0), MOST_NAME)
    figure_width = max(map(len, figures), default=0)
    room = min(line_width(), WIDEST) - width - figure_width - 5
    most = max((number for _, number in rows), default=1)
    for name, figure, (_, number) in zip(names, figures, rows, strict=True):
        bar = BAR * max(round(room * number / most), 1 if number else 0)
        click.echo(f" {fitted(name, width, right=False)}  {figure:>{figure_width}}  {bar}".rstrip())


def fitted(text: str, width: int, *, right: bool) -> str:
    """*text* in exactly *width* columns."""
    if cells(text) > width:
        text = cropped(text, width - 1).rstrip() + "…"
    space = " " * (width - cells(text))
    return space + text if right else text + space


def cropped(text: str, width: int) -> str:
    """As much of *text* as fits into *width* columns."""
    from rich.cells import set_cell_size  # noqa: PLC0415 - costs 30 ms that --help must not

    return set_cell_size(text, width)


def cells(text: str) -> int:
    """How many columns *text* takes: a Chinese character takes two."""
    from rich.cells import cell_len  # noqa: PLC0415 - costs 30 ms that --help must not

    return cell_len(text)


def line_width() -> int:
    """The columns of the terminal."""
    return shutil.get_terminal_size().columns


def print_paragraphs(text: str) -> None:
    """Paragraphs, indented as Chinese print has them; on a terminal wrapped to its width."""
    width = min(line_width(), WIDEST)
    for paragraph in inert(text).split("\n"):
        lines = wrapped("\u3000\u3000" + paragraph, width) if sys.stdout.isatty() else [paragraph]
        for line in lines:
            click.echo(line)


def wrapped(text: str, width: int) -> Iterator[str]:
    """*text* in lines of *width* columns (closing marks may hang over), broken between any two Chinese characters."""
    line, taken = "", 0
    for piece in re.findall(r"[!-~]+ ?|.", text):
        size = cells(piece)
        if line and taken + size > width and piece not in NOT_AT_START:
            yield line.rstrip()
            line, taken = "", 0
        line, taken = line + piece, taken + size
    yield line.rstrip()
