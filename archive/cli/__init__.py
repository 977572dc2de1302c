"""The command line: puts the parts together, and turns what goes wrong into one line and an exit code."""

import atexit
import gc
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from archive.cli import logs, place
from archive.cli.output import mute, talk
from archive.errors import (
    ArchiveError,
    ConfigurationError,
    ExportError,
    LockedError,
    NotAnArticle,
    QueryError,
    StorageError,
)
from archive.exits import Exit
from archive.inert import flat

NAME = "news-archive"
# Objects that are made before the collector looks for cycles. With Python's 700 it takes a tenth of what imports take,
# and in a run it looks through the pages on their way at every other page: each makes 300 that are in no cycle.
YOUNG = 20_000
# Command: where it is, and what it does. Only the command that is called is imported: Scrapy and SQLAlchemy would make
# --help take a second.
COMMANDS = {
    "init": ("archive.cli.init:command", "Make an archive folder."),
    "fetch": ("archive.cli.fetch:command", "Fetch, read, store and print single pages."),
    "crawl": ("archive.cli.crawl:command", "Crawl sites, all of them or those that are due."),
    "sites": ("archive.cli.sites:commands", "Which sites are known; add one, try one."),
    "search": ("archive.cli.query:search", "Full text, in either script."),
    "list": ("archive.cli.query:listing", "Articles by date, site, source, editor or author."),
    "stats": ("archive.cli.stats:command", "Articles by day, month, site, source or editor, rejections by reason."),
    "show": ("archive.cli.show:command", "One article, its copies and revisions, and the evidence for each field."),
    "datasette": ("archive.cli.datasette:command", "Open the archive in Datasette, with search right for Chinese."),
    "export": ("archive.cli.export:command", "Write articles to a file for other programs."),
    "import": ("archive.cli.imports:command", "Enter articles that another archive has exported."),
    "reprocess": ("archive.cli.reprocess:command", "Read stored or foreign WARC files again, offline."),
    "status": ("archive.cli.status:command", "Last runs, what each site brought, why pages were rejected."),
    "check": ("archive.cli.check:command", "Is the archive whole? Database, ledger, every WARC record."),
    "backup": ("archive.cli.backup:command", "Copy the database while it is in use."),
    "schedule": ("archive.cli.schedule:command", "Print units for systemd or a line for cron."),
    "demo": ("archive.cli.demo:command", "See it work on made-up sites, on this machine only."),
}
# The first that fits.
CODES = (
    ((QueryError, ExportError), Exit.USAGE),
    (ConfigurationError, Exit.CONFIGURATION),
    (StorageError, Exit.STORAGE),
    (LockedError, Exit.LOCKED),
    (NotAnArticle, Exit.NOTHING),
)


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(NAME, cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@place.option
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.version_option(package_name=NAME, message="%(version)s")
@click.pass_context
def commands(context: click.Context, /, *, debug: bool, **_place: object) -> None:
    """Crawl, archive and search Chinese-language news.

    The archive is the folder named by --archive or NEWS_ARCHIVE_DIR, else the current folder if it is one, else one in
    your user data folder.
    """
    if "NO_COLOR" in os.environ:
        context.color = False
    logs.to_stderr(debug=debug)


# Names only, so that for a wrong one the right one is suggested.
commands.commands = {name: click.Command(name) for name in COMMANDS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code. What goes wrong is one line on stderr; a reader who has seen enough is no fault."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_closed_streams()
    gc.set_threshold(YOUNG)
    atexit.register(gc.freeze)  # or the interpreter would look through all there is before it ends: a tenth of a second
    try:
        code = run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        mute()  # for the flush at the interpreter's end
        return Exit.DONE
    except OSError as error:  # stdout went to a full disk
        return complain(f"output: {error.strerror}", Exit.STORAGE)
    return code


def open_closed_streams() -> None:
    """Somebody has closed them (`>&-`): what is printed goes nowhere, and not into a file that gets their number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8"))


def run(words: list[str]) -> int:
    """Run a command, and say what went wrong."""
    try:
        with commands.make_context(NAME, words) as context:
            code = commands.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        return Exit.USAGE
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else NAME
        return complain(f"{error.format_message()} ({where} --help)", Exit.USAGE)
    except (KeyboardInterrupt, click.Abort):
        return complain("interrupted", Exit.INTERRUPTED)
    except BrokenPipeError:
        raise
    except Exception as error:
        logging.getLogger(__name__).debug("where it came from", exc_info=error)
        return complain(*explained(error))
    return code if isinstance(code, int) else Exit.DONE


def explained(error: Exception) -> tuple[str, Exit]:
    """What to say of an error, and its exit code."""
    code = next((code for kind, code in CODES if isinstance(error, kind)), Exit.UNEXPECTED)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}", Exit.STORAGE
    if isinstance(error, ArchiveError | NotAnArticle):
        return str(error), code
    return f"unexpected: {type(error).__name__}: {error} (news-archive --debug shows where)", code


def complain(message: str, code: Exit) -> int:
    """Say in one line what went wrong."""
    talk(f"{NAME}: {flat(message)}")
    return code
