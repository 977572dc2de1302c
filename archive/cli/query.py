"""`news-archive search` and `news-archive list`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

import click

from archive.cli import place as places
from archive.cli.days import Day
from archive.cli.exits import Exit
from archive.cli.output import flat, marked, print_csv, print_json, print_jsonl, print_table, talk

if TYPE_CHECKING:
    from archive import Archive
    from archive.api import Filtered
    from archive.search import Hit

COLUMNS = ("id", "published_at", "title", "source", "editor", "authors", "site", "url", "copies", "snippet")

Command = Callable[..., int]
OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option("--from", "start", type=Day(), metavar="DAY", help="From this day on: 2026-11-01, 2026-11, 2d."),
    click.option("--to", "end", type=Day(last=True), metavar="DAY", help="Up to this day, included."),
    click.option("--site", metavar="NAME", help="A copy stood on this site: its key, name or host."),
    click.option("--source", metavar="NAME", help="来源: whom the page credits."),
    click.option("--editor", metavar="NAME", help="责任编辑."),
    click.option("--author", metavar="NAME", help="作者, 记者, 通讯员."),
    click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many; 0 is all."),
    click.option("--offset", type=click.IntRange(min=0), default=0, help="How many to pass over first."),
    click.option("--snippets", is_flag=True, help="Show a piece of each text."),
    click.option("--json", "form", flag_value="json", help="Print one JSON array."),
    click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line."),
    click.option("--csv", "form", flag_value="csv", help="Print a table for Excel."),
    click.option("--raw", is_flag=True, help="With --csv: cells that look like formulas get no ' before them."),
    places.option,
)


def with_options(command: Command) -> Command:
    """The options that searching and listing share."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked. `query` is None where there are no words to look for, `limit` 0 where all is wanted."""

    query: str | None
    filters: "Filtered"
    sort: Literal["new", "rank"] = "new"
    limit: int
    offset: int

    def ask(self, archive: "Archive") -> "Sequence[Hit]":
        """One page of the answer."""
        limit = self.limit or None
        if self.query is None:
            return archive.list(limit=limit, offset=self.offset, **self.filters)
        return archive.search(self.query, sort=self.sort, limit=limit, offset=self.offset, **self.filters)

    def count(self, archive: "Archive") -> int:
        """How much the whole answer holds."""
        return archive.count(self.query, **self.filters)


@dataclass(frozen=True, kw_only=True)
class Form:
    """How an answer is printed."""

    form: str | None
    raw: bool
    snippets: bool

    def show(self, found: "Sequence[Hit]") -> None:
        """Print what was found."""
        records = map(record, found)
        match self.form:
            case "json":
                print_json(list(records))
            case "jsonl":
                print_jsonl(records)
            case "csv":
                print_csv(records, COLUMNS, guard=not self.raw)
            case _ if self.snippets:
                print_snippets(found)
            case _ if found:
                print_hits(found)


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option(
    "--sort", type=click.Choice(["new", "rank"]), default="new", show_default=True, help="Newest or best first."
)
@with_options
def search(*, words: tuple[str, ...], form: str | None, raw: bool, snippets: bool, **asked: Any) -> int:
    """Find articles by their words, in simplified and traditional script alike.

    All words must occur. "..." is a phrase; -word excludes (put the whole query between quotes of the shell). Latin
    words are found whole, or by their beginning with * at the end.
    """
    return answer(" ".join(words), Form(form=form, raw=raw, snippets=snippets), **asked)


@click.command("list")
@with_options
def listing(*, form: str | None, raw: bool, snippets: bool, **asked: Any) -> int:
    """List articles, newest first."""
    return answer(None, Form(form=form, raw=raw, snippets=snippets), **asked)


def answer(  # noqa: PLR0913 - the options of a command
    query: str | None,
    form: Form,
    *,
    place: Path | None,
    limit: int,
    offset: int,
    sort: Literal["new", "rank"] = "new",
    **filters: Unpack["Filtered"],
) -> int:
    """Ask, print what was found, and say how much there is."""
    question = Question(query=query, filters=filters, sort=sort, limit=limit, offset=offset)
    with places.open_archive(place) as archive:
        started = time.perf_counter()
        found = question.ask(archive)
        seconds = time.perf_counter() - started
        total = question.count(archive) if offset or len(found) == limit else len(found)
    form.show(found)
    if not total:
        talk("nothing found")
        return Exit.NOTHING
    shown = "" if len(found) == total else f"{len(found):,} of "
    talk(f"{shown}{total:,} {'article' if total == 1 else 'articles'} · {seconds:.3f} s")
    return Exit.DONE


def record(hit: "Hit") -> dict[str, Any]:
    """A hit as programs get it."""
    row = {column: getattr(hit, column) for column in COLUMNS if column != "id"}
    return {"id": hit.article_id, **row, "marks": hit.marks, "rank": hit.rank}


def print_hits(found: "Sequence[Hit]") -> None:
    """A line for each article."""
    rows = [(day(hit), hit.source, headline(hit), hit.copies, hit.article_id) for hit in found]
    print_table(("date", "source", "title", "copies", "id"), rows, stretch="title")


def headline(hit: "Hit") -> str:
    """The title; of a page that prints none, some of its text in brackets."""
    return flat(hit.title) or f"[{flat(hit.snippet).strip('…')}]"


def print_snippets(found: "Sequence[Hit]") -> None:
    """Title, facts, and where in the text the words stand."""
    for hit in found:
        facts = filter(None, (day(hit), hit.source, f"#{hit.article_id}"))
        click.secho(headline(hit), bold=True)
        click.echo(" · ".join(map(flat, facts)))
        click.echo(marked(hit.snippet, hit.marks) + "\n")


def day(hit: "Hit") -> str | None:
    """The day the page states."""
    return hit.published_at.isoformat()[:10] if hit.published_at else None
