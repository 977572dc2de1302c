"""`news-archive search` and `news-archive list`."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

import click

from archive.cli import place as places
from archive.cli.asking import FILTERS, TYPED, Asking, Option, query_of, with_options
from archive.cli.output import marked, print_csv, print_json, print_jsonl, print_table, say, talk
from archive.cli.words import counted
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive import Archive
    from archive.api import Filtered
    from archive.search import Hit

COLUMNS = ("id", "published_at", "title", "source", "editor", "authors", "site", "url", "copies", "snippet")

# Click keeps the lines of what follows a \b.
LANGUAGE = """\b
北京 交通          both words
"北京交通"         a phrase; “…” and 「…」 do as well
北京 OR 上海       either; a b OR c is a, and b or c
-体育              not this word
title:地铁         in the title
source:新华社      来源; likewise editor: author: site:
quick*             Latin words that begin so
Everything else is text.

\b
Examples:
  news-archive search 图书 --from 2026-11 --snippets
  news-archive search '"公交线网" source:新华社 -体育' --sort rank
  news-archive search '北京 OR 上海' --limit 0 --csv > found.csv
"""
LISTING = """\b
Examples:
  news-archive list --source 新华社 --from 2d
  news-archive list --site paper --to 2026-10 --jsonl
"""

OPTIONS: tuple[Option, ...] = (
    *FILTERS,
    click.option("--limit", type=click.IntRange(min=0), metavar="N", default=20, help="How many; 20, and 0 is all."),
    click.option("--after", metavar="TOKEN", help="Go on behind this article: the token is printed below a page."),
    click.option("--snippets", is_flag=True, help="Show where in the texts the words stand."),
    click.option("--json", "form", flag_value="json", help="Print one JSON array."),
    click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line."),
    click.option("--csv", "form", flag_value="csv", help="Print a table for Excel."),
    click.option("--raw", is_flag=True, help="With --csv: cells that look like formulas get no ' before them."),
    places.option,
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked. `query` is None where there are no words to look for, `limit` 0 where all is wanted."""

    query: str | None
    filters: "Filtered"
    sort: Literal["new", "rank"] = "new"
    limit: int
    after: str | None

    def ask(self, archive: "Archive") -> "tuple[Sequence[Hit], bool]":
        """One page of the answer, and whether there is more."""
        most = self.limit + 1 if self.limit else None
        if self.query is None:
            found = archive.list(limit=most, after=self.after, **self.filters)
        else:
            found = archive.search(self.query, sort=self.sort, limit=most, after=self.after, **self.filters)
        return found[: self.limit or None], len(found) == most

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


@click.command("search", cls=Asking, epilog=LANGUAGE)
@click.argument("words", type=TYPED, nargs=-1, required=True, metavar="QUERY")
@click.option(
    "--sort", type=click.Choice(["new", "rank"]), default="new", show_default=True, help="Newest or best first."
)
@with_options(OPTIONS)
def search(*, words: tuple[str, ...], form: str | None, raw: bool, snippets: bool, **asked: Any) -> int:
    """Find articles by their words, in simplified and traditional script alike.

    Put the query between quotes of the shell, and -- before one that begins with a minus. Best first, pages fit
    together as long as nothing is entered meanwhile; newest first, always.
    """
    return answer(query_of(words), Form(form=form, raw=raw, snippets=snippets), **asked)


@click.command("list", epilog=LISTING)
@with_options(OPTIONS)
def listing(*, form: str | None, raw: bool, snippets: bool, **asked: Any) -> int:
    """List articles, newest first."""
    return answer(None, Form(form=form, raw=raw, snippets=snippets), **asked)


def answer(  # noqa: PLR0913 - the options of a command
    query: str | None,
    form: Form,
    *,
    place: Path | None,
    limit: int,
    after: str | None,
    sort: Literal["new", "rank"] = "new",
    **filters: Unpack["Filtered"],
) -> int:
    """Ask, print what was found, and say how much there is."""
    from archive.search import MOST_RANKED  # noqa: PLC0415 - --help must not cost what searching does

    question = Question(query=query, filters=filters, sort=sort, limit=limit, after=after)
    with places.open_archive(place) as archive:
        started = time.perf_counter()
        found, more = question.ask(archive)
        seconds = time.perf_counter() - started
        total = question.count(archive) if after or more or sort == "rank" else len(found)
    form.show(found)
    if not found:
        talk("nothing more" if total else "nothing found")
        return Exit.NOTHING
    shown = "" if len(found) == total else f"{len(found):,} of "
    bounded = f" · ranked: the newest {MOST_RANKED:,}" if sort == "rank" and total > MOST_RANKED else ""
    following = f" · more: --after {found[-1].cursor}" if more else ""
    talk(f"{shown}{counted(total, 'article', 'articles')} · {seconds:.3f} s{bounded}{following}")
    return Exit.DONE


def record(hit: "Hit") -> dict[str, Any]:
    """A hit as programs get it."""
    row = {column: getattr(hit, column) for column in COLUMNS if column != "id"}
    return {"id": hit.article_id, **row, "marks": hit.marks, "rank": hit.rank, "cursor": hit.cursor}


def print_hits(found: "Sequence[Hit]") -> None:
    """A line for each article."""
    rows = [(day(hit), hit.source, headline(hit), hit.copies, hit.article_id) for hit in found]
    print_table(("date", "source", "title", "copies", "id"), rows, stretch=("title", "source"))


def headline(hit: "Hit") -> str:
    """The title; of a page that prints none, some of its text in brackets."""
    return flat(hit.title) or f"[{flat(hit.snippet).strip('…')}]"


def print_snippets(found: "Sequence[Hit]") -> None:
    """Title, facts, and where in the text the words stand."""
    for hit in found:
        facts = filter(None, (day(hit), hit.source, f"#{hit.article_id}"))
        say(headline(hit), bold=True)
        say(" · ".join(map(flat, facts)))
        click.echo(marked(hit.snippet, hit.marks) + "\n")


def day(hit: "Hit") -> str | None:
    """The day the page states."""
    return hit.published_at.isoformat()[:10] if hit.published_at else None
