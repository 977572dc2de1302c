"""`news-archive check`: is the archive whole?"""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

from pathlib import Path

import click

from archive.cli import place as places
from archive.cli.output import print_json, say, talk
from archive.cli.progress import counting
from archive.exits import Exit
from archive.inert import flat


@click.command("check")
@click.option("--rebuild-index", is_flag=True, help="If the search index is wrong, make it anew.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def command(*, rebuild_index: bool, as_json: bool, place: Path | None) -> int:
    """Look through the database, the articles, the search index, the ledger and every record of the WARC files.

    Ends with 3 if anything is wrong. A damaged database can be made again from the WARC files: make a new archive
    folder, move warc/, sites/ and archive.toml into it, and run `news-archive reprocess`.
    """
    from archive.health import faults

    with places.open_archive(place) as archive:
        with counting("records") as advance:
            found = list(faults(archive.folder, archive.database, advance=advance))
        if rebuild_index and any(fault.part == "index" for fault in found):
            talk(f"index made anew: {archive.rebuild_index():,} articles")
            found = [fault for fault in found if fault.part != "index"]
    if as_json:
        print_json({"faults": found})
    else:
        for fault in found:
            say(f"{fault.part}: {flat(fault.what)}")
    talk(f"{len(found)} wrong" if found else "all is well")
    return Exit.STORAGE if found else Exit.DONE
