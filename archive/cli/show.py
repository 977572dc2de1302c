"""`news-archive show`: one article, and how the archive knows."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.article import moment, print_article
from archive.cli.exits import Exit
from archive.cli.output import flat, print_json, print_table, talk

if TYPE_CHECKING:
    from archive import Archive
    from archive.view import ArticleView, ReadingView

# Field, and where what the page prints for it is kept.
FIELDS = {
    "title": None,
    "original_title": None,
    "published_at": "published_raw",
    "source": "source_raw",
    "editor": "editor_raw",
    "authors": "authors_raw",
}
MOST_EDITS = 20  # shown to a person; --json has all


@click.command("show")
@click.argument("wanted", metavar="ID|URL")
@click.option("--copies", is_flag=True, help="Where else it stands.")
@click.option("--revisions", is_flag=True, help="What each address showed, and when.")
@click.option("--why", is_flag=True, help="Where each field was found, what was repaired, what was left out.")
@click.option("--raw", is_flag=True, help="Write the page as served: bytes, still compressed if they came so.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --why all evidence is in it.")
@places.option
def command(  # noqa: PLR0913 - one parameter an option
    *, wanted: str, copies: bool, revisions: bool, why: bool, raw: bool, as_json: bool, place: Path | None
) -> int:
    """Show an article, by its number or by the address of any of its copies."""
    with places.open_archive(place) as archive:
        article, reading = find(archive, wanted)
        if raw and reading is not None:
            return write_raw(archive, reading)
    if as_json and (article or reading):
        print_json({"article": article} | ({"why": reading} if why else {}))
    elif article:
        if not (copies or revisions or why):
            print_article(article, article.site_name)
        print_parts(article, copies=copies, revisions=revisions)
    if why and reading and not as_json:
        print_table(("field", "value", "as printed", "where"), list(evidence(reading)), stretch="as printed")
    if article is None:
        talk(f"{flat(wanted)}: {absence(reading)}")
        return Exit.NOTHING
    return Exit.DONE


def find(archive: "Archive", wanted: str) -> "tuple[ArticleView | None, ReadingView | None]":
    """The article, and what was read last at its address; of a page that is no article only that."""
    if wanted.isascii() and wanted.isdecimal():
        article = archive.article(int(wanted)) if len(wanted) < len(str(sys.maxsize)) else None
        return article, archive.reading(article.url) if article else None
    try:
        return archive.article_at(wanted), archive.reading(wanted)
    except ValueError as error:
        raise click.UsageError(f"'{flat(wanted)}' is neither an article's number nor an address") from error


def absence(reading: "ReadingView | None") -> str:
    """Why there is no article."""
    if reading is None:
        return "not in the archive"
    detail = reading.fields["detail"]
    return f"no article: {reading.fields['reason']}" + (f" ({flat(detail)})" if detail else "")


def write_raw(archive: "Archive", reading: "ReadingView") -> int:
    """Write the body as served. Not to a terminal, which would obey it."""
    if sys.stdout.isatty():
        raise click.UsageError("--raw writes the page's bytes: send them to a file or a program")
    if reading.place is None:
        talk(f"{flat(reading.url)}: its bytes are not in the archive")
        return Exit.NOTHING
    sys.stdout.buffer.write(archive.replay().capture_at(reading.place).body)
    return Exit.DONE


def print_parts(article: "ArticleView", *, copies: bool, revisions: bool) -> None:
    """The tables that were asked for."""
    if copies:
        rows = [
            (moment(copy.published_at), copy.source, copy.site_name, copy.title, copy.url) for copy in article.copies
        ]
        print_table(("published", "source", "site", "title", "address"), rows, stretch="title")
    if revisions:
        spans = [
            (one.url, one.number, moment(one.from_at), moment(one.to_at), one.title, len(one.text))
            for one in article.revisions
        ]
        print_table(("address", "revision", "from", "to", "title", "characters"), spans, stretch="title")


def evidence(reading: "ReadingView") -> "Iterator[tuple[object, ...]]":
    """What was read, as printed on the page, and where; then what was repaired and left out."""
    read = reading.fields
    where = read["evidence"] or {}
    for name, raw in FIELDS.items():
        value = read[name]
        shown = moment(value) if name == "published_at" else "、".join(value or ()) if name == "authors" else value
        yield name, shown, read[raw] if raw else None, where.get(name)
    yield "captured_at", moment(reading.captured_at), None, f"WARC-Record-ID {reading.record_id}"
    if reading.place:
        yield "kept", None, None, f"warc/{reading.place.file} @{reading.place.offset}"
    yield "charset", read["charset"], None, where.get("charset")
    yield "reader", read["reader"], None, read["layout"]
    yield "damage", f"{read['damage'] or 0:.2%}", None, None
    for name in ("repairs", "removed"):
        yield name, listed((read[name] or {}).items()), None, None
    yield "flags", "、".join(read["flags"] or ()), None, None
    edits = read["edits"] or []
    for edit in edits[:MOST_EDITS]:
        yield (
            "edit",
            edit["after"],
            edit["before"],
            f"{edit['step']} @{edit['offset']}{'' if edit['exact'] else ' (inferred)'}",
        )
    if len(edits) > MOST_EDITS:
        yield "edit", f"and {len(edits) - MOST_EDITS} more", None, None


def listed(counts: Iterable[tuple[str, int]]) -> str:
    """`gloss 12, slip 3`."""
    return ", ".join(f"{name} {number}" for name, number in counts)
