"""Revisions: what each address showed, and which two of them are to be compared."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import click

from archive.cli.article import moment
from archive.cli.output import print_facts
from archive.cli.words import answer
from archive.inert import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.history import Revision
    from archive.view import ArticleView

SPAN = re.compile(r"(\d{1,9})(?:\.\.(\d{1,9}))?")

Pair = tuple["Revision", "Revision"]


class MissingError(Exception):
    """There is no such revision; the message says what there is."""


def print_history(article: "ArticleView") -> None:
    """A line for each revision and each time an address was gone, address by address in order of time."""
    shown = [
        (one.url, one.from_at, (one.number, moment(one.from_at), moment(one.to_at), one.title, len(one.text)))
        for one in article.revisions
    ]
    gone = [
        (one.url, one.gone_at, ("gone", moment(one.gone_at), moment(one.back_at), answer(one), None))
        for one in article.gone
    ]
    rows = [(url, *cells) for url, _, cells in sorted([*shown, *gone], key=lambda row: row[:2])]
    print_facts(("address", "revision", "from", "to", "title", "characters"), rows)


def numbers(span: str) -> tuple[int, int]:
    """`A..B` as two numbers; `A` alone is compared with the one before."""
    if not (match := SPAN.fullmatch(span)):
        raise click.UsageError(f"--diff {flat(span)}: the numbers of two revisions are expected, such as 1..2")
    one = int(match[1])
    return (one, int(match[2])) if match[2] else (one - 1, one)


def pair(article: "ArticleView", wanted: str, chosen: tuple[int, int]) -> Pair:
    """Two revisions by their numbers, at the address *wanted* or, for an article's number, at the one that was revised.

    Raises MissingError if there is no such revision, UsageError if several addresses were revised.
    """
    by_url: defaultdict[str, dict[int, Revision]] = defaultdict(dict)
    for one in article.revisions:
        by_url[one.url][one.number] = one
    url = address(by_url, wanted)
    known = by_url[url]
    if absent := [str(number) for number in chosen if number not in known]:
        there = "1 revision" if len(known) == 1 else f"revisions 1 to {len(known)}"
        raise MissingError(f"{flat(url)}: no revision {' and '.join(absent)}, it has {there}")
    return known[chosen[0]], known[chosen[1]]


def address(by_url: "Mapping[str, Mapping[int, Revision]]", wanted: str) -> str:
    """The address whose revisions are meant."""
    if (url := canonical(wanted)) in by_url:
        return url
    revised = [url for url, known in by_url.items() if len(known) > 1]
    if len(revised) > 1:
        raise click.UsageError(f"several addresses were revised, show one of them: {flat(' '.join(revised))}")
    return revised[0] if revised else next(iter(by_url))


def canonical(wanted: str) -> str:
    """An address as the archive writes it; an article's number is none and stays as it is."""
    from archive.urls import canonical_url  # noqa: PLC0415 - --help must not cost what w3lib does

    return wanted if wanted.isdecimal() else canonical_url(wanted)
