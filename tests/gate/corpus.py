"""The pages of `tests/pages` with their gold, for scoring them together. `tests/test_pages.py` says what gold holds."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive import NotAnArticle, read_page
from archive.extract.result import Extraction
from archive.outcome import Reason

PAGES = Path(__file__).parents[1] / "pages"
UTF_8 = "text/html; charset=utf-8"
# A page that does not say when it was fetched is read as on this day, so that no figure depends on today.
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)

Finding = Extraction | Reason


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as it was served, and `wanted`: what a careful human reads on it, or why it is no article."""

    name: str
    html: bytes
    url: str
    content_type: str
    captured_at: datetime
    wanted: Finding
    unjudged: frozenset[str]
    optional: frozenset[str]
    must_not: tuple[str, ...]
    lines: bool

    @property
    def served(self) -> str:
        """A digest of all that a reader is given."""
        return digest(self.url.encode(), self.content_type.encode(), self.captured_at.isoformat().encode(), self.html)


Reader = Callable[[Page], Finding]


def load() -> tuple[Page, ...]:
    """Every page, by name."""
    return tuple(page(path.stem) for path in sorted(PAGES.glob("*.html")))


def page(name: str) -> Page:
    """One page and its gold."""
    gold = tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return Page(
        name=name,
        html=html.encode(gold.get("charset", "utf-8")),
        url=gold["url"],
        content_type=gold.get("content_type", UTF_8),
        captured_at=gold.get("captured_at", FETCHED),
        wanted=Reason(gold["reason"]) if "reason" in gold else article(gold),
        unjudged=frozenset(gold.get("unjudged", ())),
        optional=frozenset(gold.get("optional", ())),
        must_not=tuple(gold.get("must_not", ())),
        lines=gold.get("lines", True),
    )


def article(gold: dict[str, Any]) -> Extraction:
    """The gold of a page that is an article."""
    return Extraction(
        text=gold["text"].strip(),
        title=gold.get("title"),
        original_title=gold.get("original_title"),
        published_at=gold.get("published_at"),
        source=gold.get("source"),
        editor=gold.get("editor"),
        authors=tuple(gold.get("authors", ())),
    )


def ours(page: Page) -> Finding:
    """What this project reads on *page*."""
    try:
        return read_page(page.html, page.url, page.content_type, captured_at=page.captured_at)
    except NotAnArticle as no:
        return no.reason


def corpus_digest() -> str:
    """A digest of every page and its gold."""
    files = sorted(path for path in PAGES.iterdir() if path.suffix in {".html", ".toml"})
    return digest(*(part for path in files for part in (path.name.encode(), path.read_bytes())))


def digest(*parts: bytes) -> str:
    """A short digest: it tells of a change, and guards against nobody."""
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest()[:16]
