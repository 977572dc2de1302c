"""`news-archive reprocess`: read WARC files again."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.interruption import held_back
from archive.cli.output import print_json, say, talk
from archive.cli.progress import counting
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive import Archive
    from archive.errors import StorageError
    from archive.rereading import Reread


@dataclass(kw_only=True)
class Report:
    """What reading again has brought so far: outcomes per site, what is not as it was, and what could not be read."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    changed: list[dict[str, object]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def enter(self, read: "Reread") -> None:
        """Count a capture."""
        self.counts[read.site.key][read.outcome.name] += 1
        if read.changed:
            where = {"url": read.capture.url, "captured_at": read.capture.captured_at}
            self.changed.append({"article": read.outcome.article_id, **where, "fields": read.changed})

    def damage(self, error: "StorageError") -> None:
        """Count what can not be read; the rest still is."""
        self.damaged.append(str(error))

    @property
    def exit_code(self) -> Exit:
        """FAILED if something could not be read."""
        return Exit.FAILED if self.damaged else Exit.DONE


@click.command("reprocess")
@click.argument("warcs", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[WARC]...")
@click.option(
    "--stale/--all",
    "stale_only",
    default=True,
    help="Only what today's reader has not read (this is the default), or everything.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@places.option
def command(*, warcs: tuple[Path, ...], stale_only: bool, as_json: bool, place: Path | None) -> int:
    """Read WARC files again, offline: the archive's own, or those that are named, whoever made them.

    Prints the captures whose text or fields are no longer what they were.
    """
    if warcs:
        from archive.forkserver import started

        started()  # its imports take as long as ours
    with places.open_archive(place, create=bool(warcs), reads_pages=True) as archive:
        report = Report()
        code = run(archive, warcs, report, stale_only=stale_only)
    if as_json:
        print_json({"counts": report.counts, "changed": report.changed, "damaged": report.damaged})
    else:
        for line in changes(report):
            say(line)
    for damage in report.damaged:
        talk(flat(damage))
    total = sum(report.counts.values(), Counter[str]())
    talk(" · ".join(f"{name} {number:,}" for name, number in total.most_common()) or "nothing to read again")
    return code


def run(archive: "Archive", warcs: tuple[Path, ...], report: Report, *, stale_only: bool) -> Exit:
    """Read again, and enter it as a run."""
    from archive import runs, warc
    from archive.questions import index
    from archive.rereading import read_again
    from archive.stories import stopkeys

    with archive.database.writing() as connection:
        if not index.is_current(connection):
            index.rebuild(connection)
        number = runs.start(connection, kind="reprocess", sites=(), now=datetime.now(UTC))
    replay = archive.replay()
    processes = places.load_settings(archive.folder).workers
    try:
        if not warcs:
            replay.catch_up(report=report.damage)
        paths = warcs or warc.files(archive.folder.warc)
        with counting("captures") as advance:
            for read in read_again(
                replay,
                paths,
                report=report.damage,
                stale_only=stale_only,
                processes=processes,
                entering=held_back,  # or what has been entered would not be counted
            ):
                report.enter(read)
                advance(1)
        code = report.exit_code
    except KeyboardInterrupt:
        talk("interrupted: what was read is kept")
        code = Exit.INTERRUPTED
    with archive.database.writing() as connection:
        stopkeys.refresh(connection)
        runs.finish(connection, number, counts=report.counts, exit_code=code, now=datetime.now(UTC))
    return code


def changes(report: Report) -> Iterator[str]:
    """A line for each capture that is not read as it was."""
    for change in report.changed:
        fields = change["fields"]
        names = ", ".join(fields) if isinstance(fields, tuple) else ""
        yield f"#{change['article'] or '-'}   {names}   {flat(str(change['url']))}"
