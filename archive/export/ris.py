"""RIS, which Zotero, EndNote and JabRef import: one newspaper article (TY NEWS) an article."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from archive.export.values import Exported
from archive.inert import flat


def write(articles: Iterable[Exported], file: TextIO) -> None:
    """Write a reference an article."""
    for article in articles:
        file.writelines(f"{tag}  - {value}\r\n" for tag, value in fields(article))
        file.write("ER  - \r\n\r\n")


def fields(article: Exported) -> Iterator[tuple[str, str]]:
    """The lines of a reference. Each value is one line: a line that begins with ER would end it.

    The day is the page's own; RIS has no word for a time.
    """
    yield "TY", "NEWS"
    yield "ID", str(article.id)
    several = (("AU", article.authors), ("A2", (article.editor,)), ("TI", (article.title,)))
    yield from ((tag, flat(value)) for tag, values in several for value in values if value)
    if day := article.published_on:
        yield "PY", f"{day:%Y}"
        yield "DA", f"{day:%Y/%m/%d}/"
    if article.publication:
        yield "T2", flat(article.publication)
    if article.site_name:
        yield "DP", flat(article.site_name)
    if article.url:
        yield "UR", flat(article.url).replace(";", "%3B")  # a semicolon stands between two addresses
        yield "Y2", f"{article.captured_at:%Y/%m/%d}/"
    yield "LA", article.language
