"""`news-archive sites add`: look at a site, write its profile, and show what it would read."""

# ruff: noqa: PLC0415 - --help must not cost what starting Scrapy does

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.article import moment
from archive.cli.look import SOURCES, findings, problem, run_look, source_row
from archive.cli.output import print_json, print_table, say, talk
from archive.cli.profiles import plain
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive.folder import Folder
    from archive.site import Site
    from crawler.look import Look
    from crawler.report import RunReport

ARTICLES = ("published_at", "source", "editor", "title")


@click.command("add")
@click.argument("url", metavar="URL")
@click.option("--key", metavar="KEY", help="What commands call the site; its host if not given.")
@click.option("--name", metavar="NAME", help="What people call it; by its own word if not given.")
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between two requests to a host; 5 if not given.")
@click.option("--write/--dry-run", default=True, help="Write the profile (default), or print it only.")
@click.option("--force", is_flag=True, help="Replace the profile that is there.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    url: str,
    key: str | None,
    name: str | None,
    delay: float | None,
    write: bool,
    force: bool,
    allow_private: bool,
    as_json: bool,
    place: Path | None,
) -> int:
    """Write a profile for the site of URL, its front page or any page that lists articles.

    Feeds, sitemaps, channels and what an article's address looks like are found by a look at about fifteen pages, as
    politely as ever.
    """
    from archive.profile_text import profile_text
    from crawler.draft import draft, search, weighed
    from crawler.look import Look

    folder = places.find_folder(place)
    unknown = first_guess(url, key, delay)
    free_file(folder, unknown.key, force=force or not write)
    look = Look(site=unknown, search=search)
    report = run_look(look, folder, allow_private=allow_private)
    sources = weighed(look)
    site = draft(look, sources, key=key, name=name) if report.finish == "finished" else None
    text = profile_text(site) if site else None
    file = written(folder, site, force=force) if site and write else None
    if as_json:
        profile = {"site": plain(site) if site else None, "profile": text, "file": str(file) if file else None}
        print_json({**profile, **findings(look, sources)})
    else:
        columns = (*SOURCES, "taken")
        rows = [(*source_row(source), "yes" if source.taken else "no") for source in sources]
        print_table(columns, rows, stretch=("address",))
        print_sample(look)
        if text and not write:
            say(f"\n{text.rstrip()}")
    return conclusion(report, look, site, file)


def first_guess(url: str, key: str | None, delay: float | None) -> "Site":
    """The site as it is assumed to be. A wrong address, key or delay is wrong usage."""
    from archive.errors import ConfigurationError
    from archive.site import parse_site
    from crawler.draft import unknown_site

    try:
        site = unknown_site(url, delay=delay)
    except ValueError as error:
        raise click.UsageError(f"no web address: {url}") from error
    try:
        return parse_site({**dict(site), "key": site.key if key is None else key}, "options")
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error


def free_file(folder: "Folder", key: str, *, force: bool) -> Path:
    """Where the profile is to stand. One that is there is wrong usage, unless it may be replaced."""
    from archive.site import profile_files

    standing = {site.key: path for path, site in profile_files(folder.sites)}
    path = standing.get(key, folder.sites / f"{key}.toml")
    if path.exists() and not force:
        raise click.UsageError(f"{path} is there: --force replaces it, --key gives the site another key")
    return path


def written(folder: "Folder", site: "Site", *, force: bool) -> Path:
    """The profile's file, in an archive that is made if there is none."""
    from archive.profile_text import profile_text

    path = free_file(folder, site.key, force=force)
    with places.open_archive(folder.path, create=True):
        path.write_text(profile_text(site), encoding="utf-8")
    return path


def print_sample(look: "Look") -> None:
    """The articles that were read, a line each."""
    rows = [
        (moment(visit.found.published_at), visit.found.source, visit.found.editor, visit.found.title)
        for visit in look.articles
        if visit.found
    ]
    if rows:
        say()
        print_table(ARTICLES, rows, stretch=("title",))


def conclusion(report: "RunReport", look: "Look", site: "Site | None", file: Path | None) -> Exit:
    """Say on stderr how it went; the exit code."""
    if report.finish != "finished":
        talk(f"ended before its end: {report.finish}")
        return report.exit_code
    if site is None:
        return nothing_found(look)
    if file:
        talk(f"written: {file}")
        talk(f"see what it reads: news-archive sites check {site.key}")
    if look.articles:
        return Exit.DONE
    for visit in look.misses:
        talk(f"{flat(visit.url)}: {problem(visit)}")
    talk("no article could be read")
    return Exit.FAILED


def nothing_found(look: "Look") -> Exit:
    """Why there is no profile: the page could not be read, led to another site, or names no articles."""
    from crawler.report import REFUSALS

    for visit in (*look.misses, *look.sources[:1]):
        if visit.outcome.reason == "policy":
            talk(f"it leads to another site: news-archive sites add {flat(visit.url)}")
            return Exit.FAILED
        if visit.outcome.verdict == "failed":
            talk(f"{flat(visit.url)}: {problem(visit)}")
            return Exit.REFUSED if visit.outcome.reason in REFUSALS else Exit.FAILED
    talk("no feed, sitemap or list of articles was found: name a page that lists articles")
    return Exit.NOTHING
