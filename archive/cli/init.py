"""`news-archive init`: make an archive folder."""

from pathlib import Path

import click

from archive.cli import place as places
from archive.cli.output import say, talk


@click.command()
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@places.option
def command(directory: Path | None, place: Path | None) -> None:
    """Make an archive in DIR: archive.toml, archive.db, warc/ and sites/. What is there already is left alone."""
    with places.open_archive(directory or place, create=True) as archive:
        path = archive.folder.path
    say(str(path))
    talk(f"fetch a page into it: news-archive -C {path} fetch URL")
