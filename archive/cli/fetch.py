"""`news-archive fetch`: fetch single pages, read, keep and print them."""

# ruff: noqa: PLC0415 - --help must not cost what starting Scrapy does

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from archive.cli import place as places
from archive.cli.article import print_article
from archive.cli.output import mute, print_jsonl, say, talk
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive.capture import Place
    from archive.extract.result import Extraction
    from archive.folder import Folder
    from archive.outcome import Outcome
    from archive.site import Site
    from crawler.job import Job
    from crawler.visit import Visit

Form = Literal["people", "json", "text", "markdown"]


@click.command("fetch")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "-i",
    "--input",
    "listed",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Addresses, one a line; - is stdin.",
)
@click.option(
    "--url", "saved_from", metavar="URL", help="With the name of a saved page: the address it was saved from."
)
@click.option("--json", "form", flag_value="json", help="One JSON object a line for each article.")
@click.option("--text", "form", flag_value="text", help="The articles' text only.")
@click.option("--markdown", "form", flag_value="markdown", help="The articles as Markdown.")
@click.option("--no-save", is_flag=True, help="Keep nothing.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses too.")
@places.option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    urls: tuple[str, ...],
    listed: Iterable[str] | None,
    saved_from: str | None,
    form: Form | None,
    no_save: bool,
    allow_private: bool,
    place: Path | None,
) -> int:
    """Fetch pages, read them into the archive and print what they say.

    With --url, a saved page (FILE.html) is read instead, and no network is used.
    """
    from archive.folder import Folder
    from crawler.choose import profiles
    from crawler.job import Job

    wanted = (*urls, *(line.strip() for line in listed or () if line.strip() and not line.startswith("#")))
    if not wanted:
        raise click.UsageError("no address to fetch")
    shown = Show(form=form or "people", kept=not no_save)
    with destination(place, no_save=no_save) as folder:
        own = folder if not no_save else Folder(path=place) if place else None
        if saved_from:
            return read_saved(wanted, saved_from, folder, profiles(own), shown)
        job = Job(
            kind="fetch",
            folder=folder,
            profiles=profiles(own),
            urls=wanted,
            allow_private=allow_private,
            settings=places.load_settings(own or folder),
        )
        return fetch(job, shown)


@contextmanager
def destination(place: Path | None, *, no_save: bool) -> "Iterator[Folder]":
    """The archive's folder, made if there is none; with *no_save* one that is gone afterwards."""
    if no_save:
        with places.scratch() as folder:
            yield folder
        return
    with places.open_archive(place, create=True) as archive:
        folder = archive.folder
    yield folder


def fetch(job: "Job", shown: "Show") -> int:
    """Fetch, keep, print; each article as it comes, one over several pages when they are all here."""
    from archive.forkserver import started

    started("crawler.reading")  # its imports take as long as ours
    from crawler.run import run

    begun: list[Visit] = []

    def arrive(visit: "Visit") -> None:
        if visit.found and visit.found.next_page:
            begun.append(visit)
        else:
            show(visit)

    def show(visit: "Visit") -> None:
        if visit.found and visit.capture:
            site = job.site(visit.site, visit.url)
            try:
                shown.article(visit.found, visit.outcome, visit.url, site, visit.capture.captured_at)
            except BrokenPipeError:  # the run goes on: what is fetched is kept, seen or not
                mute()
        if visit.outcome.reason != "redirect":
            shown.note(visit.outcome, visit.url, visit.capture.place if visit.capture else None)

    report = run(job, on_visit=arrive)
    for visit in joined(job.folder, begun):
        show(visit)
    if report.problem:
        talk(f"storage failed: {report.problem}")
    return report.exit_code


def joined(folder: "Folder", begun: "list[Visit]") -> "Iterator[Visit]":
    """The visits to first pages, each with the text of its whole article."""
    from archive import Archive

    if not begun:
        return
    with Archive.open(folder.path, create=False) as archive:
        for visit in begun:
            article = archive.article_at(visit.url)
            found = replace(visit.found, text=article.text) if article and visit.found else visit.found
            yield replace(visit, found=found)


def read_saved(files: tuple[str, ...], url: str, folder: "Folder", sites: "tuple[Site, ...]", shown: "Show") -> int:
    """Read a saved page into the archive. No network."""
    from archive import Archive, NotAnArticle, read_page
    from archive.site import site_of
    from archive.urls import canonical_url

    if len(files) > 1:
        raise click.UsageError("--url is the address of one saved page")
    try:
        canonical_url(url)
    except ValueError as error:
        raise click.UsageError(f"--url: {error}") from error
    try:
        html = Path(files[0]).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{files[0]}: {error.strerror}") from error
    now, site = datetime.now(UTC), site_of(url, sites)
    with Archive.open(folder.path, sites=sites) as archive:
        outcome = archive.add_page(html, url, captured_at=now)
    try:
        shown.article(read_page(html, url, site=site, captured_at=now), outcome, url, site, now)
    except NotAnArticle:
        shown.note(outcome, url, None)
        return Exit.NOTHING
    shown.note(outcome, url, None)
    return Exit.DONE


@dataclass(frozen=True, kw_only=True)
class Show:
    """How articles are printed, and what is said of them. `kept` is false if the archive is gone afterwards."""

    form: Form
    kept: bool

    def article(self, found: "Extraction", outcome: "Outcome", url: str, site: "Site", captured_at: datetime) -> None:
        """Print one article on stdout."""
        match self.form:
            case "json":
                from crawler.item import to_item

                print_jsonl([to_item(found, outcome, url=url, site=site.key, captured_at=captured_at)])
            case "text":
                say(found.text)
            case "markdown":
                from archive.export.markdown import section

                say(section(found, site_name=site.name or site.key, url=url, captured_at=captured_at).rstrip("\n"))
            case "people":
                print_article(found, site.name or site.key)

    def note(self, outcome: "Outcome", url: str, place: "Place | None") -> None:
        """Say on stderr what became of a page."""
        if outcome.article_id is None:
            detail = f" ({flat(outcome.detail)})" if outcome.detail else ""
            talk(f"{flat(url)}: {outcome.name}{detail}")
        elif self.kept:
            where = f" · warc/{place.file} @{place.offset}" if place else ""
            talk(f"saved #{outcome.article_id} ({outcome.verdict}){where}")
