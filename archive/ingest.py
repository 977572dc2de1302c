"""The walk from a capture to the archive. Crawl, fetch and reprocess all end here.

    capture -> read -> record or reject -> outcome

`read` is pure and may run in a worker process; `file` runs in the one writer, inside its transaction.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract import extract
from archive.extract.result import Extraction
from archive.outcome import Outcome, Reason
from archive.prepared import Prepared, prepare
from archive.site import Site

if TYPE_CHECKING:  # who reads pages for others needs no database
    from archive.store import Store

SERVED = {0, 200}  # a file, or a page over HTTP

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Article:
    """The finding that a capture holds an article."""

    found: Extraction
    text: Prepared


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The finding that it does not, and why."""

    reason: Reason
    detail: str = ""


Finding = Article | Refusal


@dataclass(frozen=True, kw_only=True)
class Task:
    """A capture to be read, and the profile of its site."""

    capture: Capture
    site: Site


def ingest(capture: Capture, site: Site, store: "Store") -> Outcome:
    """Read *capture* into the archive and say what became of it."""
    return file(capture, read(capture, site), site, store)


def read(capture: Capture, site: Site) -> Finding:
    """What *capture* holds. Never raises: one page must not stop the others, and its bytes are kept."""
    try:
        if capture.status in SERVED and site.discovers(capture.url):
            return Refusal(reason=Reason.LIST_PAGE)
        found = extract(capture, site)
        return Article(found=found, text=prepare(found.text))
    except NotAnArticle as no:
        return Refusal(reason=no.reason, detail=no.detail)
    except Exception as error:
        log.exception("unread: %s (%s)", capture.url, capture.record_id)
        return Refusal(reason=Reason.UNREAD, detail=f"{type(error).__name__}: {error}"[:500])


def read_task(task: Task) -> Finding:
    """The same for a worker."""
    return read(task.capture, task.site)


def file(capture: Capture, finding: Finding, site: Site, store: "Store") -> Outcome:
    """Enter what was found, in the store's transaction."""
    match finding:
        case Article():
            return store.record(capture, finding.found, finding.text, site)
        case Refusal():
            return store.reject(capture, finding.reason, finding.detail)
