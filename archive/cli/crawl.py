"""`news-archive crawl`: crawl sites, and say in one line per site what came of it."""

# ruff: noqa: PLC0415 - --help must not cost what starting Scrapy does

import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.counts import clock_text, site_line, summed
from archive.cli.live import watched
from archive.cli.output import cells as width_of
from archive.cli.output import fitted, print_json, say, talk
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from pathlib import Path

    from archive.folder import Folder
    from archive.site import Site
    from crawler.job import Job
    from crawler.report import RunReport


class Duration(click.ParamType[timedelta, str | timedelta]):
    """`90s`, `30m`, `2h` or `1d` as a timedelta."""

    name = "duration"

    def convert(self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration, by the rule of the profiles; what is none is wrong usage."""
        from archive.site import parse_duration

        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


@click.command("crawl")
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--due", "due_only", is_flag=True, help="Only what is due: for cron or a systemd timer.")
@click.option("--since", type=Duration(), metavar="TIME", help="Only articles of the last 12h, 2d.")
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="Fetch at most N pages.")
@click.option("--max-time", type=Duration(), metavar="TIME", help="Take no new pages after 90s, 30m, 2h.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses too.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and fetch nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@places.option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    sites: tuple[str, ...],
    due_only: bool,
    since: timedelta | None,
    max_pages: int | None,
    max_time: timedelta | None,
    allow_private: bool,
    dry_run: bool,
    as_json: bool,
    place: "Path | None",
) -> int:
    """Crawl sites by their profiles' keys; SITE may also be a profile file (.toml) or the address of a list page.

    Without SITE: the archive's own profiles, and those of the shipped ones that have been verified.
    """
    from crawler.job import Job

    if not dry_run and not due_only:  # a timer's run is idle more often than not
        start_readers()
    # A timer makes no archive: where there is none, a disk was not mounted.
    with places.open_archive(place, create=not dry_run and not due_only) as archive:
        folder = archive.folder
    profiles, chosen = choose(sites, folder)
    if not sites and not due_only and len(chosen) < len(profiles):  # a timer's log is not to be filled with it
        talk(f"{len(profiles) - len(chosen)} shipped profiles are not verified: they are crawled only when named")
    job = Job(
        kind="crawl",
        folder=folder,
        sites=chosen,
        profiles=profiles,
        due_only=due_only,
        since=(datetime.now(UTC) - since).date() if since else None,
        max_pages=max_pages,
        max_time=max_time,
        allow_private=allow_private,
        settings=places.load_settings(folder),
    )
    if dry_run:
        return print_plan(job, as_json=as_json)
    started = time.monotonic()
    report = crawl(job)
    if as_json:
        print_json({**asdict(report), "seconds": round(time.monotonic() - started, 1)})
    else:
        print_report(report, job, seconds=time.monotonic() - started)
    return report.exit_code


def start_readers() -> None:
    """Start the process that the readers are forked from, if it does not run: its imports take as long as ours."""
    from archive.forkserver import started

    started("crawler.reading")


def choose(names: tuple[str, ...], folder: "Folder") -> "tuple[tuple[Site, ...], tuple[Site, ...]]":
    """All profiles, and the sites to crawl. A name that means nothing is wrong usage."""
    from crawler.choose import UnknownSiteError, choose_sites, profiles

    known = profiles(folder)
    try:
        chosen = choose_sites(names, known, folder)
    except UnknownSiteError as error:
        raise click.UsageError(str(error)) from error
    if not chosen:
        raise click.UsageError("no site to crawl: name one, or put a profile into the archive's sites folder")
    return known, chosen


def crawl(job: "Job") -> "RunReport":
    """Run the job; on a terminal its progress is shown."""
    from crawler.idle import idle

    if report := idle(job):
        return report
    start_readers()
    from crawler.run import run

    with watched({site.key: site.name for site in job.sites}) as on_visit:
        return run(job, on_visit=on_visit)


def print_report(report: "RunReport", job: "Job", *, seconds: float) -> None:
    """A line a site, a line for each start page that failed, and one for the run."""
    names = {site.key: flat(site.name) or site.key for site in job.sites}
    width = max(map(width_of, names.values()), default=0)
    for key, name in names.items():
        say(site_line(name, summed(report.counts.get(key, {})), width=width) + next_visit(report.next_due.get(key)))
    for failure in report.failures:
        why = flat(failure.outcome.detail) or f"no article found ({failure.outcome.reason})"
        name = fitted(names.get(failure.site, failure.site), width, right=False)
        say(f" {name}   start page: {why} ({flat(failure.url)})   ✗")
    say(closing_line(report, sites=len(names), seconds=seconds))
    if report.finish != "finished":
        talk(ending(report.finish) + (f": {report.problem}" if report.problem else ""))


def closing_line(report: "RunReport", *, sites: int, seconds: float) -> str:
    """How many sites are done, unless the run ended early, what is left, how long it took."""
    failed = len({failure.site for failure in report.failures})
    parts = [f"{sites - failed} of {sites} sites done"] * (report.finish == "finished")
    parts += [f"{failed} failed"] * bool(failed) + [f"{report.due} pages due"] * bool(report.due)
    more = ": news-archive status" if report.exit_code == Exit.FAILED else ""
    return f"{', '.join(parts) or 'ended early'}{more}   {clock_text(seconds)}"


def next_visit(at: datetime | None) -> str:
    """When a site is next due, by the clock on the wall; empty if it never is."""
    return f"   next {at.astimezone():%m-%d %H:%M}" if at else ""


def ending(finish: str) -> str:
    """Why a run ended before its work was done, in words."""
    words = {
        "storage": "storage failed",
        "interrupted": "interrupted: what was not done is due",
        "time": "time limit reached",
    }
    return words.get(finish, f"ended: {finish}")


def print_plan(job: "Job", *, as_json: bool) -> int:
    """What a crawl would fetch."""
    from crawler.plan import plan

    plans = plan(job, datetime.now(UTC))
    if as_json:
        print_json([{**vars(one), "site": one.site.key} for one in plans])
        return Exit.DONE
    for one in plans:
        say(f" {flat(one.site.name) or one.site.key}   {one.due} pages due")
        for url in one.sources:
            say(f"   {flat(url)}")
        for host, until in one.held.items():
            say(f"   {flat(host)} is asked nothing until {until.astimezone():%m-%d %H:%M}")
    return Exit.DONE
