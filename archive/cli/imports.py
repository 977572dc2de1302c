"""`news-archive import`."""

from typing import TYPE_CHECKING, BinaryIO

import click

from archive.cli import place as places
from archive.cli.output import print_json, talk
from archive.cli.progress import counting
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from pathlib import Path

    from archive.errors import MalformedError

EXAMPLES = """\b
Examples:
  news-archive import all.jsonl
  zcat all.jsonl.gz | news-archive -C other import -
"""
MOST_FAULTS = 20  # named one by one; a file of another kind has one on every line


@click.command("import", epilog=EXAMPLES)
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print how much was imported as JSON.")
@places.option
def command(*, file: BinaryIO, as_json: bool, place: "Path | None") -> int:
    """Enter the articles of FILE, which `news-archive export -o FILE.jsonl` wrote; - is stdin.

    What the archive has already stays as it is.
    """
    faults = 0

    def note(error: "MalformedError") -> None:
        nonlocal faults
        faults += 1
        if faults <= MOST_FAULTS:
            talk(flat(str(error)))

    with places.open_archive(place, create=True) as archive, counting("articles") as advance:
        done = archive.import_(file, report=note, advance=advance)
    if as_json:
        print_json(done)
    talk(f"captures: {done.new:,} imported, {done.known:,} known · malformed lines: {done.malformed:,}")
    if done.malformed:
        return Exit.FAILED
    return Exit.DONE if done.new or done.known else Exit.NOTHING
