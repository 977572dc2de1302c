"""`news-archive show`: one article, and how the archive knows."""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.article import print_article
from archive.cli.asking import TYPED
from archive.cli.copies import print_copies, print_judgements
from archive.cli.differences import print_differences, print_revised, revised
from archive.cli.evidence import print_evidence
from archive.cli.output import print_json, say, talk
from archive.cli.revisions import MissingError, Pair, numbers, pair, print_history
from archive.cli.words import related, since
from archive.exits import Exit
from archive.inert import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive import Archive
    from archive.copies import Comparison
    from archive.view import ArticleView, ReadingView

EXAMPLES = """\b
Examples:
  news-archive show 12 --why
  news-archive show 12 --copies --diff
  news-archive show http://paper.example/1.html --diff 1..2
  news-archive show 12 --raw > page.html
"""
OF_COPIES = ""  # the value of --diff where it is given none


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be shown. With `beside` the texts of copies are compared; `numbers` are two revisions to compare."""

    copies: bool
    revisions: bool
    why: bool
    beside: bool
    numbers: tuple[int, int] | None

    @property
    def text(self) -> bool:
        """Whether it is the article itself."""
        return not (self.copies or self.revisions or self.why or self.numbers)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the archive has of it. `reading` is that of the address asked for; `pair` are two revisions to compare."""

    article: "ArticleView | None"
    reading: "ReadingView | None"
    comparisons: "tuple[Comparison, ...]" = ()
    pair: "Pair | None" = None


@click.command("show", epilog=EXAMPLES)
@click.argument("wanted", type=TYPED, metavar="ID|URL", required=False)
@click.option("--copies", is_flag=True, help="Where it stands, what each copy prints, and who published first.")
@click.option("--revisions", is_flag=True, help="What each address showed and when, and when it was gone.")
@click.option(
    "--diff",
    "span",
    is_flag=False,
    flag_value=OF_COPIES,
    metavar="[A..B]",
    help="With --copies: how their texts differ from the best copy's. With numbers: how revision B differs from A.",
)
@click.option("--why", is_flag=True, help="Where each field was found, what was repaired, why copies are one story.")
@click.option("--raw", is_flag=True, help="Write the page as served: bytes, still compressed if they came so.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --why and --diff all they show is in it.")
@places.option
def command(
    *, wanted: str | None, span: str | None, raw: bool, as_json: bool, place: Path | None, **parts: bool
) -> int:
    """Show an article, by its number or by the address of any of its copies.

    Differences are marked [-what is gone-]{+what is new+}, or by colour.
    """
    if wanted is None and span:  # show --copies --diff 12
        wanted, span = span, OF_COPIES
    if not wanted:
        raise click.UsageError("an article's number or an address is expected")
    asked = Asked(beside=span == OF_COPIES, numbers=numbers(span) if span else None, **parts)
    if asked.beside and not asked.copies:
        raise click.UsageError("--diff alone goes with --copies; of revisions, name two: --diff 1..2")
    with places.open_archive(place) as archive:
        if raw and (reading := find(archive, wanted)[1]):
            return write_raw(archive, reading)
        try:
            answer = answered(archive, wanted, asked)
        except MissingError as missing:
            talk(str(missing))
            return Exit.NOTHING
    if as_json:
        print_json(dict(record(answer, asked)))
    else:
        print_answer(answer, asked)
    if answer.article is None:
        talk(f"{flat(wanted)}: {absence(answer.reading)}")
        return Exit.NOTHING
    if wanted.isdecimal() and int(wanted) != answer.article.id:
        talk(f"#{wanted} is the same story as #{answer.article.id} and is kept under that number")
    return Exit.DONE


def answered(archive: "Archive", wanted: str, asked: Asked) -> Answer:
    """Look up what is asked. Raises MissingError if a revision is not there."""
    article, reading = find(archive, wanted)
    if article is None:
        return Answer(article=None, reading=reading)
    return Answer(
        article=article,
        reading=reading,
        comparisons=archive.comparisons(article.id) if asked.copies or asked.why else (),
        pair=pair(article, wanted, asked.numbers) if asked.numbers else None,
    )


def record(answer: Answer, asked: Asked) -> "Iterator[tuple[str, object]]":
    """The answer as programs get it; the texts of copies are only compared if that is asked."""
    yield "article", answer.article
    if asked.why:
        yield "why", answer.reading
    if asked.copies or asked.why:
        left_out = () if asked.beside else ("operations",)
        compared = map(asdict, answer.comparisons)
        yield "comparisons", [{name: one[name] for name in one if name not in left_out} for one in compared]
    if answer.pair:
        yield "difference", revised(*answer.pair)


def print_answer(answer: Answer, asked: Asked) -> None:
    """The answer for a person, in the order of the options."""
    article = answer.article
    if article and asked.text:
        print_article(article, article.site_name)
        print_surroundings(article)
    if article and asked.copies:
        print_copies(article, answer.comparisons)
    if article and asked.beside:
        print_differences(answer.comparisons)
    if article and asked.revisions:
        print_history(article)
    if answer.pair:
        print_revised(*answer.pair)
    if asked.why and answer.reading:
        print_evidence(answer.reading)
    if asked.why and not asked.copies and answer.comparisons:
        print_judgements(answer.comparisons)


def print_surroundings(article: "ArticleView") -> None:
    """What a reader of the article should know besides: that its page is gone, and what is related to it."""
    gone = next((copy.gone for copy in article.copies if copy.is_best), None)
    if gone or article.related:
        say()
    if gone:
        say(f"gone {since(gone)}: {flat(gone.url)}")
    for one in article.related:
        say(f"related: {related(one)}")


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
