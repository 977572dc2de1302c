"""`news-archive schedule`: what makes a crawl run by itself."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

import shutil
import sys
from pathlib import Path

import click

from archive.cli import place as places
from archive.cli.output import say, talk


@click.command("schedule")
@click.argument("kind", type=click.Choice(("systemd", "cron")))
@places.option
def command(*, kind: str, place: Path | None) -> None:
    """Print the units for systemd, or the line for cron, that crawl whatever is due. Nothing is installed."""
    from archive import timers

    folder = places.find_folder(place)
    if not folder.database.exists():
        raise click.UsageError(f"{folder.path} is no archive (news-archive init makes one)")
    archive, program = folder.path.resolve(), executable()
    if kind == "cron":
        say(timers.cron(program, archive))
        talk("add the line with: crontab -e")
        return
    for name, unit in timers.systemd(program, archive).items():
        say(f"# ~/.config/systemd/user/{name}\n{unit}")
    talk("put each part into the file it names, then: systemctl --user enable --now news-archive.timer")


def executable() -> Path:
    """The command by its whole path, for cron knows no PATH of ours: as it was called, else beside the interpreter."""
    return Path(shutil.which(sys.argv[0]) or Path(sys.executable).with_name("news-archive")).absolute()
