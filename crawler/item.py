"""An article as a plain dict, as `scrapy crawl -O` and `fetch --json` show it."""

from datetime import datetime
from typing import Any

from archive.extract.result import Extraction
from archive.outcome import Outcome


def to_item(found: Extraction, outcome: Outcome, *, url: str, site: str, captured_at: datetime) -> dict[str, Any]:
    """The fields people ask for, in reading order; times in ISO 8601, the publication's as the page states it."""
    return {
        "url": url,
        "title": found.title,
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "source": found.source,
        "editor": found.editor,
        "authors": list(found.authors),
        "site": site,
        "verdict": str(outcome.verdict),
        "article": outcome.article_id,
        "captured_at": captured_at.isoformat(timespec="seconds"),
        "language": found.language,
        "text": found.text,
    }
