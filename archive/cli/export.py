"""`news-archive export`."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Unpack

import click

from archive.cli import place as places
from archive.cli.asking import FILTERS, TYPED, Asking, query_of, with_options
from archive.cli.output import talk
from archive.cli.progress import counting
from archive.cli.words import counted
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive.api import Filtered
    from archive.errors import StorageError

EXAMPLES = """\b
Examples:
  news-archive export 图书 --from 2026-11 -o books.csv
  news-archive export --source 新华社 -o library.ris
  news-archive export -o - --format jsonl | gzip > all.jsonl.gz
"""
MOST_DAMAGES = 20  # named one by one; an imported archive may lack the bytes of every capture


@click.command("export", cls=Asking, epilog=EXAMPLES)
@click.argument("words", type=TYPED, nargs=-1, metavar="[QUERY]")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; - is stdout. Its suffix is the format.")
@click.option("--format", "form", metavar="NAME", help="Another format than the suffix says: jsonl, md …")
@click.option("--force", is_flag=True, help="Replace what stands there.")
@with_options(FILTERS)
@places.option
def command(
    *,
    words: tuple[str, ...],
    output: str,
    form: str | None,
    force: bool,
    place: Path | None,
    **filters: Unpack["Filtered"],
) -> int:
    """Write articles to a file, newest first: those that `search` finds for QUERY, or all that meet the filters.

    \b
    .jsonl     everything there is to know; news-archive import reads it
    .csv       spreadsheets (--format csv-raw: formulas are not guarded)
    .parquet   pandas, polars, DuckDB, R
    .db        an archive of its own, with its search
    .ris .bib  Zotero, EndNote; LaTeX
    .json      CSL-JSON, for citation styles such as GB/T 7714
    .txt       a folder of texts with metadata.csv
    .md        one Markdown file
    .atom      a feed
    .wacz      the pages as served, for ReplayWeb.page
    """  # noqa: D301 - click's mark for lines that stay as they are
    damaged = 0

    def note(error: "StorageError") -> None:
        nonlocal damaged
        damaged += 1
        if damaged <= MOST_DAMAGES:
            talk(flat(str(error)))

    with ExitStack() as stack:
        to = stack.enter_context(standard_output(form)) if output == "-" else output
        archive = stack.enter_context(places.open_archive(place))
        advance = stack.enter_context(counting("articles"))
        number = archive.export(to, query_of(words), format=form, force=force, report=note, advance=advance, **filters)
    if damaged:
        talk(f"captures left out: {damaged:,}")
    if not number:
        talk("nothing found")
        return Exit.NOTHING
    talk(counted(number, "article", "articles") + ("" if output == "-" else f" · {output}"))
    return Exit.FAILED if damaged else Exit.DONE


def standard_output(form: str | None) -> BinaryIO:
    """Stdout for bytes, as a file of its own: whatever becomes of that, stdout itself stays open."""
    if form is None:
        raise click.UsageError("-o - needs --format: stdout has no suffix")
    return os.fdopen(sys.stdout.fileno(), "wb", closefd=False)
