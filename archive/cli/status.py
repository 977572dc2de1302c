"""`news-archive status`: what happened lately."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.article import moment
from archive.cli.output import print_json, print_table, say, talk
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive.runs import Run
    from archive.status import SiteStatus, Status

VERDICTS = ("created", "revised", "copied", "unchanged", "rejected", "failed")
STATES = ("due", "waiting", "leased", "done")
RUN_COLUMNS = ("run", "started", "kind", "sites", *VERDICTS, "exit")
SITE_COLUMNS = ("site", "name", "articles", "new", "usual", *STATES, "why not")


@click.command("status")
@click.argument("site", required=False)
@click.option(
    "--runs", "limit", type=click.IntRange(min=1), default=5, show_default=True, help="How many runs to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def command(*, site: str | None, limit: int, as_json: bool, place: Path | None) -> int:
    """Show the last runs, what each site brought against what is usual, and why pages were rejected.

    With SITE (its key, name or host) only that, and the addresses it was refused for.
    """
    from archive.status import status

    with places.open_archive(place) as archive, archive.database.reading() as connection:
        found = status(connection, now=datetime.now(UTC), site=site, limit=limit)
    if as_json:
        print_json(found)
    else:
        print_status(found)
    if site and not found.sites:
        talk(f"no site is known as {site}")
        return Exit.NOTHING
    return Exit.DONE


def print_status(status: "Status") -> None:
    """Runs, sites and reasons, each as a table if there is one."""
    if status.runs:
        print_table(RUN_COLUMNS, [run_row(run) for run in status.runs], stretch=("sites",))
    else:
        say("no run so far")
    if status.sites:
        say()
        print_table(SITE_COLUMNS, [site_row(site) for site in status.sites], stretch=("why not",))
    if silent := [site for site in status.sites if site.silent]:
        say()
        for site in silent:
            say(f"{flat(site.name) or site.key}   {silence(site)}", colour="yellow")
    if status.rejected:
        say(
            "\ncaptures without an article: "
            + ", ".join(f"{one} {number:,}" for one, number in status.rejected.items())
        )
    if status.stopped:
        say("\nasked no more, until a crawl without --due (news-archive crawl SITE):")
        print_table(
            ("source", "outcome", "detail"),
            [(one.url, one.outcome, one.detail) for one in status.stopped],
            stretch=("source",),
        )
    if status.refused:
        say()
        print_table(
            ("why not", "address", "detail"),
            [(one.outcome, one.url, one.detail) for one in status.refused],
            stretch=("address",),
        )


def silence(site: "SiteStatus") -> str:
    """That a site has stopped bringing articles, in words."""
    return f"silent: usually {site.usual:g}, none in the last {site.silent} runs"


def site_row(site: "SiteStatus") -> tuple[object, ...]:
    """A site as a line."""
    usual = "" if site.usual is None else f"{site.usual:g}"
    reasons = ", ".join(f"{outcome} {number}" for outcome, number in Counter(site.refused).most_common())
    states = (site.states.get(state, 0) for state in STATES)
    return (site.key, site.name, site.articles, site.new, usual, *states, reasons)


def run_row(run: "Run") -> tuple[object, ...]:
    """A run as a line. One without an end was killed, or runs."""
    total = sum((Counter(counts) for counts in run.counts.values()), Counter[str]())
    by_verdict = Counter[str]()
    for outcome, number in total.items():
        by_verdict[outcome.partition(":")[0]] += number
    end = "-" if run.exit_code is None else str(run.exit_code)
    return (
        run.id,
        moment(run.started_at),
        run.kind,
        ", ".join(run.sites),
        *(by_verdict[name] for name in VERDICTS),
        end,
    )
