"""An article for a person: its title, the line of facts, its paragraphs."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from archive.cli.output import print_paragraphs, say
from archive.inert import flat

if TYPE_CHECKING:
    from archive.extract.result import Extraction
    from archive.view import ArticleView


def print_article(article: "Extraction | ArticleView", site: str) -> None:
    """Print a whole article."""
    say(flat(article.title) or "(no title)", bold=True)
    say(about(article, site))
    say()
    print_paragraphs(article.text)


def about(article: "Extraction | ArticleView", site: str) -> str:
    """The line below the title; what the page does not say is left out."""
    parts = (
        moment(article.published_at),
        article.source and f"来源 {article.source}",
        article.authors and "、".join(article.authors),
        article.editor and f"责任编辑 {article.editor}",
        site,
        f"{len(''.join(article.text.split()))} 字",
    )
    return " · ".join(flat(part) for part in parts if part)


def moment(value: date | None) -> str:
    """A time as people read it: `2026-11-01 10:00 +08:00`, or the day where no time is known."""
    if not isinstance(value, datetime):
        return value.isoformat() if value else ""
    return f"{value:%Y-%m-%d %H:%M} {value:%z}"[:-2] + ":" + f"{value:%z}"[-2:]
