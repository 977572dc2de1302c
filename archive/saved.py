"""A page that somebody has saved, as a capture, and read on its own.

Imports stand in the functions: `import archive` must not cost what reading needs.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from archive.capture import Capture
    from archive.extract.result import Extraction
    from archive.site import Site


def read_page(
    html: bytes,
    url: str,
    content_type: str | None = None,
    *,
    site: "Site | None" = None,
    captured_at: datetime | None = None,
) -> "Extraction":
    """Read one page: pure, no network, no disk.

    *html* is the body as served, *content_type* the header if it is known. Relative dates (3小时前) count from
    *captured_at* (aware; now if None). Raises NotAnArticle with the reason if the page is none.
    """
    from archive.extract import extract
    from archive.site import site_of

    capture = saved_page(html, url, content_type, captured_at)
    return extract(capture, site or site_of(url))


def saved_page(html: bytes, url: str, content_type: str | None, captured_at: datetime | None) -> "Capture":
    """A capture of a page from a file. The same page at the same time is one capture, however often it is given."""
    from archive.capture import Capture
    from archive.columns import moment_text

    at = captured_at or datetime.now(UTC)
    headers = (("Content-Type", content_type),) if content_type else ()
    capture = Capture(url=url, captured_at=at, status=0, headers=headers, body=html)
    name = f"{url} {moment_text(at)} {capture.payload_digest}"
    return replace(capture, record_id=uuid5(NAMESPACE_URL, name).urn)
