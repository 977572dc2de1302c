"""`news-archive backup`: a copy of the database."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

from pathlib import Path

import click

from archive.cli import place as places
from archive.cli.output import say, talk
from archive.inert import flat


@click.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@places.option
def command(*, target: Path, force: bool, place: Path | None) -> None:
    """Copy the database to FILE, while a crawl may go on writing. The files in warc/ can be copied as they are."""
    from archive.backup import back_up

    with places.open_archive(place) as archive:
        size = back_up(archive.folder, target, force=force)
    say(flat(str(target)))
    talk(f"{size / 1e6:,.1f} MB")
