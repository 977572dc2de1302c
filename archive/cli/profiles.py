"""`news-archive sites list` and `sites show`: which sites are known, and what their profiles say."""

# ruff: noqa: PLC0415 - --help must not cost what reading profiles does

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli import place as places
from archive.cli.output import print_json, print_table, say, talk
from archive.exits import Exit

if TYPE_CHECKING:
    from archive.folder import Folder
    from archive.site import Site

COLUMNS = ("key", "name", "profile", "verified", "start pages", "every")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def listing(*, as_json: bool, place: Path | None) -> int:
    """List the sites: the archive's own profiles, and the shipped ones."""
    from archive.profile_text import duration_text
    from archive.site import profile_files
    from crawler.choose import SHIPPED

    folder = places.find_folder(place)
    files = profile_files(SHIPPED, folder.sites)
    if as_json:
        print_json([{"profile": str(path), **plain(site)} for path, site in files])
        return Exit.DONE
    rows = [
        (
            site.key,
            site.name,
            "shipped" if path.parent == SHIPPED else f"{folder.sites.name}/{path.name}",
            "yes" if site.verified else "no",
            len(site.discover),
            duration_text(site.every),
        )
        for path, site in files
    ]
    print_table(COLUMNS, rows, stretch=("name",))
    return Exit.DONE


@click.command("show")
@click.argument("site", metavar="SITE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def show(*, site: str, as_json: bool, place: Path | None) -> int:
    """Show the profile of SITE (a key) as a whole: what the file says, and what holds where it says nothing."""
    from archive.profile_text import profile_text
    from archive.site import profile_files
    from crawler.choose import SHIPPED

    folder = places.find_folder(place)
    found = known_site(site, folder)
    if as_json:
        print_json(plain(found))
        return Exit.DONE
    say(profile_text(found, defaults=True).rstrip())
    for path, one in profile_files(SHIPPED, folder.sites):
        if one.key == found.key:
            talk(str(path))
    return Exit.DONE


def known_site(name: str, folder: "Folder") -> "Site":
    """The site of a key. A name that means nothing is wrong usage."""
    from crawler.choose import UnknownSiteError, choose_site, profiles

    try:
        return choose_site(name, profiles(folder))
    except UnknownSiteError as error:
        raise click.UsageError(str(error)) from error


def plain(site: "Site") -> dict[str, Any]:
    """A profile as JSON has it; durations as in the file."""
    from archive.profile_text import duration_text

    every, revisit = duration_text(site.every), [duration_text(after) for after in site.revisit]
    return {**site.model_dump(), "every": every, "revisit": revisit}
