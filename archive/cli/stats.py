"""`news-archive stats`: how many articles, by what they say of themselves."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from archive.cli import place as places
from archive.cli.asking import FILTERS, TYPED, Asking, Option, query_of, with_options
from archive.cli.output import print_bars, print_csv, print_json, talk
from archive.cli.words import counted
from archive.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.api import Filtered
    from archive.questions.stats import By, Group

KINDS = ("day", "month", "site", "source", "editor", "reason")
IN_ORDER = ("day", "month")
EXAMPLES = """\b
Examples:
  news-archive stats 图书 --by source
  news-archive stats --by day --from 2w
  news-archive stats --by reason
"""
OPTIONS: tuple[Option, ...] = (
    click.option("--by", type=click.Choice(KINDS), default="month", show_default=True, help="What to count by."),
    *FILTERS,
    click.option("--limit", type=click.IntRange(min=0), metavar="N", default=30, help="Lines; 30, and 0 is all."),
    click.option("--json", "form", flag_value="json", help="Print one JSON array."),
    click.option("--csv", "form", flag_value="csv", help="Print a table for Excel."),
    places.option,
)


@click.command("stats", cls=Asking, epilog=EXAMPLES)
@click.argument("words", type=TYPED, nargs=-1, metavar="[QUERY]")
@with_options(OPTIONS)
def command(
    *,
    words: tuple[str, ...],
    by: "By",
    limit: int,
    form: str | None,
    place: Path | None,
    **filters: Unpack["Filtered"],
) -> int:
    """Count articles by day, month, site, source (来源) or editor (责任编辑), all or those that a query finds.

    Of days and months the last are shown, of all else the largest. By reason: why captures are no articles.
    """
    with places.open_archive(place) as archive:
        groups = archive.stats(by, query_of(words), **filters)
    shown = groups[-limit:] if by in IN_ORDER else groups[: limit or None]
    show(by, shown, form)
    if not groups:
        talk("nothing found")
        return Exit.NOTHING
    total, hidden = sum(group.number for group in groups), len(groups) - len(shown)
    more = f" · {counted(hidden, 'more group', 'more groups')}" if hidden else ""
    what = ("capture without an article", "captures without an article") if by == "reason" else ("article", "articles")
    talk(counted(total, *what) + more)
    return Exit.DONE


def show(by: "By", groups: "Sequence[Group]", form: str | None) -> None:
    """Print the groups, as bars for a person."""
    if form == "json":
        print_json([{by: group.value, "number": group.number} for group in groups])
    elif form == "csv":
        print_csv([{by: group.value, "number": group.number} for group in groups], (by, "number"), guard=True)
    else:
        print_bars([(group.value or "-", group.number) for group in groups])
