"""What a crawl's workers are given to read, pages and what names pages, and what they give back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.capture import Capture
from archive.ingest import Finding
from archive.offers import Kind
from archive.site import Site
from archive.workers import LIMIT, Workers
from crawler.discovery import Found
from crawler.discovery.found import NOTHING
from crawler.discovery.shapes import NO_SHAPES, Shapes

if TYPE_CHECKING:
    from crawler.discovery.signs import Signs


@dataclass(frozen=True, kw_only=True)
class Task:
    """A capture to be read. For a list page also the CSS selector of its links, if the profile names one.

    `shapes` are what the addresses of the site's articles were seen to look like. With `look` the reader also says what
    a list page tells of its site.
    """

    capture: Capture
    site: Site
    kind: Kind = Kind.PAGE
    links: str | None = None
    shapes: Shapes = NO_SHAPES
    look: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a worker made of a capture, and what the page names if it is one that names articles.

    `twin` is another address of the same page, `signs` what it tells of its site.
    """

    finding: Finding
    twin: str | None = None
    found: Found = NOTHING
    signs: "Signs | None" = None


def workers(size: int | None = None, *, limit: float = LIMIT) -> Workers[Task, Reading]:
    """The pool of a crawl."""
    return Workers(read_task, refused=lambda refusal: Reading(finding=refusal), size=size, limit=limit)


def read_task(task: Task) -> Reading:
    """Read a capture in a worker; never raises."""
    from crawler import reading  # noqa: PLC0415 - what parses pages costs 0.1 s that who has them read need not pay

    return reading.read_task(task)
