"""Which archive a command is about, and how it is set up."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

import os
import tempfile
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.output import talk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive import Archive
    from archive.config import Settings
    from archive.folder import Folder


def after_or_before(context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
    """The folder named after the command, else the one named before it."""
    before: Path | None = context.find_root().params.get("place")
    return value or before


# For every command that is about an archive; hands it `place`.
option = click.option(
    "-C",
    "--archive",
    "place",
    metavar="DIR",
    type=click.Path(path_type=Path),
    callback=after_or_before,
    help="The archive's folder; for questions an exported database too.",
)


def find_folder(place: Path | None) -> "Folder":
    """The folder as named, as the environment names it, the current one if it is an archive, else the user's own.

    In the last case nobody has named it, so it is said.
    """
    from archive.config import FOLDER, default_folder
    from archive.folder import Folder

    if named := place or os.environ.get(FOLDER):
        if Path(named).is_file():
            raise click.UsageError(f"{named} is a file: an archive's folder is expected")
        return Folder(path=Path(named))
    here = Folder(path=Path())
    if here.configuration.exists():
        return here
    home = default_folder()
    talk(f"archive: {home.path}")
    return home


def open_archive(place: Path | None, *, create: bool = False, reads_pages: bool = False) -> "Archive":
    """The archive of a command. One that *reads_pages* gets the profiles the crawler comes with, besides its own."""
    from archive import Archive
    from archive.site import load_sites

    shipped = load_sites(Path(str(files("crawler") / "sites"))) if reads_pages else ()
    database = place if place and place.is_file() and not create else None
    return Archive.open(database or find_folder(place).path, sites=shipped, create=create)


@contextmanager
def scratch() -> "Iterator[Folder]":
    """The folder of an archive that is gone afterwards."""
    from archive import Archive
    from archive.folder import Folder

    with tempfile.TemporaryDirectory(prefix="news-archive-") as path:
        Archive.open(path).close()
        yield Folder(path=Path(path))


def load_settings(folder: "Folder", **flags: object) -> "Settings":
    """The settings of the archive in *folder*, the command line's *flags* on top; one that is None was not given."""
    from archive import config

    return config.load_settings(folder, environment=os.environ, flags=flags)
