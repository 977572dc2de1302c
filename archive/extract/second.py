"""trafilatura's reading of the body's block: the second opinion on every line that is no prose."""

import logging
import re
from copy import deepcopy

from lxml.html import HtmlElement, document_fromstring

from archive.page import html_parser

# It warns of every page it finds nothing in; ours says so with the reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# No article has as many elements, and none so deep in each other; trafilatura takes time with the square of either.
MOST, DEEPEST = 10_000, 200
NOT_LETTERS = re.compile(r"\W+")


def letters(text: str) -> str:
    """Letters and digits only: tables and lists are marked up differently by every reader."""
    return NOT_LETTERS.sub("", text)


def second_reading(node: HtmlElement, *, whole: bool = False) -> str | None:
    """What trafilatura reads in *node*, as letters; None if it finds nothing, or too much to read twice.

    The tree is left as it is. Without its metadata: its dates and authors are noise on Chinese pages. Its fallbacks
    are for *whole* pages; where it sees one block they would only cost time.
    """
    # Imported where pages are read: the process that fetches and writes them never needs it.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    if is_endless(node):
        return None
    page = document_fromstring("<html><body></body></html>", parser=html_parser())
    page.body.append(deepcopy(node))
    found = bare_extraction(page, with_metadata=False, include_comments=False, include_tables=True, fast=not whole)
    text = found.text if isinstance(found, Document) else None
    return letters(text) if text else None


def is_endless(node: HtmlElement) -> bool:
    """Whether an element holds more elements, or deeper ones, than an article does."""
    level, count = [node], 0
    for _ in range(DEEPEST):
        level = [child for parent in level for child in parent]
        count += len(level)
        if not level or count > MOST:
            break
    return bool(level)
