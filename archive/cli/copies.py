"""Copies: where an article stands, what each prints, and why it is one story with the best."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.cli.article import moment
from archive.cli.output import print_facts, say
from archive.cli.words import judged, percent, published_first, since
from archive.inert import flat

if TYPE_CHECKING:
    from archive.copies import Comparison, Copy
    from archive.view import ArticleView

COLUMNS = ("copy", "published", "source", "editor", "site", "similarity", "first seen", "gone", "story", "address")


def print_copies(article: "ArticleView", found: "Sequence[Comparison]") -> None:
    """A line for each copy, and who published first."""
    why = {one.url: judged(one.judgement) for one in found}
    rows = [row(copy, article.publisher.urls, why.get(copy.url, "same text")) for copy in article.copies]
    print_facts(COLUMNS, rows)
    say(f"published first: {flat(published_first(article.publisher))}")


def row(copy: "Copy", first: Sequence[str], why: str) -> tuple[object, ...]:
    """A copy's line. Only one that is first alone is marked so."""
    marks = [name for name, holds in (("best", copy.is_best), ("first", first == (copy.url,))) if holds]
    return (
        ", ".join(marks),
        moment(copy.published_at),
        copy.source,
        copy.editor,
        copy.site_name,
        percent(copy.similarity),
        moment(copy.first_seen_at),
        since(copy.gone) if copy.gone else "",
        why,
        copy.url,
    )


def print_judgements(found: "Sequence[Comparison]") -> None:
    """Why each copy with another text is one story with the best."""
    print_facts(("copy", "story"), [(one.url, judged(one.judgement)) for one in found])
