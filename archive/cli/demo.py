"""`news-archive demo`: see it work on three made-up outlets, on this machine only."""

# ruff: noqa: PLC0415 - --help must not cost what a crawl does

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.crawl import print_report
from archive.cli.output import fitted, say, talk
from archive.exits import Exit

if TYPE_CHECKING:
    from crawler.demo.tour import Visit

WORD = "图书"  # two characters; one of the articles with it stands on the mirror alone, as 圖書


@click.command()
@click.argument(
    "directory",
    default="news-archive-demo",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="[DIR]",
)
def command(directory: Path) -> int:
    """Serve three made-up outlets on this machine, crawl them into DIR and show what came of it.

    No network is used. DIR is ./news-archive-demo if none is named; it must be new or empty.
    """
    from archive import Archive
    from crawler.demo import DemoServer
    from crawler.demo.tour import tour
    from crawler.demo.web import BUS, CORRECTED, MIRRORED

    if directory.exists() and any(directory.iterdir()):
        raise click.UsageError(f"{directory} is not empty: name another folder")
    talk("A county paper with a hidden watermark, a national outlet in GB18030 labelled gb2312, and a hijacked mirror")
    talk("in traditional script with pinyin, doubled commas and broken bytes, served on 127.0.0.1.")
    with Archive.open(directory) as archive, DemoServer() as web:
        for visit in tour(archive.folder, web):
            print_visit(visit)
            if visit.report.exit_code != Exit.DONE:
                return visit.report.exit_code
        found = [archive.article_at(web.url(path)) for path in (BUS, CORRECTED, MIRRORED)]
    ids = [str(article.id) for article in found if article]
    if len(ids) < len(found):
        talk("the demo's articles are not in the archive: they could not be read")
        return Exit.NOTHING
    carried, corrected, mirrored = ids
    do(directory, "show", carried, about="An article that all three carry")
    do(directory, "show", carried, "--copies", about="Where it stands")
    do(directory, "search", WORD, about="A word of two characters, in either script")
    print_next_steps(directory, corrected=corrected, mirrored=mirrored)
    return Exit.DONE


def print_visit(visit: "Visit") -> None:
    """What a run was for and what came of it."""
    say(f"\n{visit.about}", bold=True)
    if visit.job.kind == "crawl":
        print_report(visit.report, visit.job, seconds=visit.seconds)
        return
    for counts in visit.report.counts.values():
        say(" " + "   ".join(f"{outcome} {count}" for outcome, count in counts.items()))


def do(directory: Path, *words: str, about: str) -> None:
    """Run a command as a person would type it."""
    from archive.cli import main

    line = ["-C", str(directory), *words]
    say(f"\n{about}\n$ news-archive {' '.join(line)}\n", bold=True)
    main(line)


def print_next_steps(directory: Path, *, corrected: str, mirrored: str) -> None:
    """Where everything is, and what to try."""
    named = f"news-archive -C {directory}"
    talk(f"\nEverything is in {directory}: archive.db (open it with sqlite3 or Datasette) and warc/. Try")
    for words, about in (
        (f"show {corrected} --revisions", "the article that was corrected"),
        (f"show {mirrored} --why", "what was repaired on a page of the mirror"),
        ("list --source 山河社", "structured questions"),
        ("status", "the runs, and why pages were rejected"),
        ("reprocess --all", "read every capture again, offline"),
    ):
        talk(f"  {named} {fitted(words, 20, right=False)}  # {about}")
