r"""BibTeX, for LaTeX: one `@article` an article, with `date` and `urldate` for biblatex."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from archive.export.values import Exported
from archive.inert import flat

# Braces must balance even where a backslash stands before them, so they are spelled out.
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
IN_URL = str.maketrans({character: f"%{ord(character):02X}" for character in "\\{}^~ "})


def write(articles: Iterable[Exported], file: TextIO) -> None:
    """Write an entry an article; its key is `news` and the article's id."""
    for article in articles:
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields(article))
        file.write(f"@article{{news{article.id},\n{lines}}}\n\n")


def fields(article: Exported) -> Iterator[tuple[str, str]]:
    """The fields of an entry. Second braces keep a title's case and a name in one piece."""
    if article.title:
        yield "title", f"{{{escaped(article.title)}}}"
    if article.authors:
        yield "author", " and ".join(f"{{{escaped(name)}}}" for name in article.authors)
    if article.editor:
        yield "editor", f"{{{escaped(article.editor)}}}"
    if article.publication:
        yield "journal", f"{{{escaped(article.publication)}}}"
    if day := article.published_on:
        yield "date", day.isoformat()
        yield "year", f"{day:%Y}"
        yield "month", f"{day.month}"
    if article.url:
        yield "url", flat(article.url).translate(IN_URL)
        yield "urldate", f"{article.captured_at:%Y-%m-%d}"
    yield "langid", "chinese"


def escaped(text: str) -> str:
    """*text* on one line, with nothing in it that LaTeX would obey."""
    return flat(text).translate(SPECIAL)
