"""CSL-JSON, which citation processors, pandoc and Zotero read. With a style of GB/T 7714 it gives 参考文献."""

from collections.abc import Iterable
from datetime import date
from typing import TextIO

from archive.export.values import Exported
from archive.inert import dumped, flat


def write(articles: Iterable[Exported], file: TextIO) -> None:
    """Write one JSON array."""
    file.write("[")
    file.writelines((",\n" if number else "\n") + dumped(reference(article)) for number, article in enumerate(articles))
    file.write("\n]\n")


def reference(article: Exported) -> dict[str, object]:
    """An article as CSL has it; what the page does not say is left out. Names are literal: 王小明 is not turned."""
    found = {
        "title": flat(article.title),
        "author": [{"literal": flat(name)} for name in article.authors],
        "editor": [{"literal": flat(article.editor)}] if article.editor else [],
        "container-title": flat(article.publication),
        "issued": day(article.published_on) if article.published_on else None,
        "URL": flat(article.url),
        "accessed": day(article.captured_at) if article.url else None,
        "source": flat(article.site_name),
        "language": article.language,
    }
    return {"id": f"news{article.id}", "type": "article-newspaper"} | {key: one for key, one in found.items() if one}


def day(value: date) -> dict[str, list[list[int]]]:
    """A day in CSL's form."""
    return {"date-parts": [[value.year, value.month, value.day]]}
