"""`news-archive sites`: the group of commands about sites."""

import click

from archive.cli import add, look, profiles


@click.group("sites")
def commands() -> None:
    """List the sites that can be crawled, show a profile, add a site, try one."""


for command in (profiles.listing, profiles.show, add.command, look.check):
    commands.add_command(command)
