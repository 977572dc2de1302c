"""`news-archive sites check`: look at a site as its profile has it, and show what would be read. Nothing is kept."""

# ruff: noqa: PLC0415 - --help must not cost what starting Scrapy does

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli import place as places
from archive.cli.article import moment
from archive.cli.output import print_json, print_table, say, talk
from archive.cli.profiles import known_site
from archive.cli.progress import counting
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from archive.extract.result import Extraction
    from archive.folder import Folder
    from crawler.draft import Source
    from crawler.look import Look
    from crawler.report import RunReport
    from crawler.visit import Visit

SOURCES = ("kind", "address", "articles", "problem")
FIELDS = ("field", "value", "as printed", "where")


@click.command("check")
@click.argument("site", metavar="SITE")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places.option
def check(*, site: str, allow_private: bool, as_json: bool, place: Path | None) -> int:
    """Read the start pages of SITE and three articles, and show each field. Nothing is kept.

    SITE is a key or a profile file (.toml).
    """
    from crawler.draft import Source
    from crawler.look import Look

    folder = places.find_folder(place)
    look = Look(site=known_site(site, folder))
    report = run_look(look, folder, allow_private=allow_private)
    sources = [Source(visit=visit, url=visit.url) for visit in look.sources]
    if as_json:
        print_json({"site": look.site.key, **findings(look, sources)})
    else:
        print_table(SOURCES, [source_row(source) for source in sources], stretch=("address",))
        print_articles(look)
    if not look.site.discover:
        talk("the profile names no start page")
    return check_code(report, look)


def run_look(look: "Look", folder: "Folder", *, allow_private: bool) -> "RunReport":
    """Visit what the look asks for, with the settings of the archive in *folder*, into one that is gone afterwards."""
    from crawler.job import Job
    from crawler.run import run

    with places.scratch() as scratch, counting("pages") as done:

        def see(visit: "Visit") -> None:
            look.see(visit)
            done(1)

        job = Job(
            kind="look",
            folder=scratch,
            sites=(look.site,),
            profiles=(look.site,),
            allow_private=allow_private,
            settings=places.load_settings(folder),
        )
        report = run(job, on_visit=see, scout=look.next)
    if report.problem:
        talk(f"storage failed: {report.problem}")
    return report


def check_code(report: "RunReport", look: "Look") -> Exit:
    """FAILED if a start page failed or no article could be read, REFUSED if nobody let us in."""
    if report.finish != "finished" or report.exit_code == Exit.REFUSED:
        return report.exit_code
    return Exit.FAILED if report.failures or not look.articles else Exit.DONE


def source_row(source: "Source") -> tuple[object, ...]:
    """A source as a line."""
    return (source.kind, source.url, len(source.visit.named.articles), problem(source.visit))


def problem(visit: "Visit") -> str:
    """What is wrong with a source; empty if nothing is."""
    if visit.outcome.reason == "list_page":
        return "; ".join(visit.named.warnings)
    return flat(f"{visit.outcome.name}: {visit.outcome.detail}").removesuffix(":")


def print_articles(look: "Look") -> None:
    """Each article that was read, field by field, and the pages that are none."""
    for visit in look.articles:
        if visit.found:
            say(f"\n{flat(visit.url)}")
            print_table(FIELDS, list(fields(visit.found)), stretch=("value",))
    for visit in look.misses:
        talk(f"{flat(visit.url)}: {problem(visit)}")
    if not look.articles:
        talk("no article could be read")


def fields(found: "Extraction") -> Iterator[tuple[object, ...]]:
    """What was read, as printed on the page, and where it stood."""
    where = found.evidence
    yield "title", found.title, None, where.get("title")
    yield "published_at", moment(found.published_at), found.published_raw, where.get("published_at")
    yield "source", found.source, found.source_raw, where.get("source")
    yield "editor", found.editor, found.editor_raw, where.get("editor")
    yield "authors", "、".join(found.authors), found.authors_raw, where.get("authors")
    yield "text", f"{len(''.join(found.text.split()))} 字", found.text[:40], found.layout


def findings(look: "Look", sources: "Sequence[Source]") -> dict[str, Any]:
    """What a look has found, as JSON has it."""
    return {
        "sources": [
            {
                "kind": source.kind,
                "url": source.url,
                "articles": len(source.visit.named.articles),
                "taken": source.taken,
                "problem": problem(source.visit) or None,
            }
            for source in sources
        ],
        "articles": [item(visit) for visit in look.articles],
        "rejected": [{"url": visit.url, "problem": problem(visit)} for visit in look.misses],
    }


def item(visit: "Visit") -> dict[str, Any]:
    """An article as other commands print it; nothing is kept, so it has no number."""
    from crawler.item import to_item

    if visit.found is None or visit.capture is None:
        return {}
    whole = to_item(visit.found, visit.outcome, url=visit.url, site=visit.site, captured_at=visit.capture.captured_at)
    return {key: value for key, value in whole.items() if key not in ("verdict", "article")}
