"""What a crawl's workers read: pages, and what names pages. Everything that parses HTML, links included, happens there.

No Scrapy in here: a worker stays small.
"""

from dataclasses import dataclass
from http import HTTPStatus

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.decode import decode
from archive.ingest import Article, Finding, Refusal, read
from archive.offers import Kind
from archive.outcome import Reason
from archive.page import parse
from archive.site import Site
from archive.workers import LIMIT, Workers
from crawler.discovery import Found, discover
from crawler.discovery.found import NOTHING
from crawler.discovery.shapes import NO_SHAPES, Shapes
from crawler.discovery.signs import Signs, signs_of
from crawler.twins import twin_of


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
    signs: Signs | None = None


def workers(size: int | None = None, *, limit: float = LIMIT) -> Workers[Task, Reading]:
    """The pool of a crawl."""
    return Workers(read_task, refused=lambda refusal: Reading(finding=refusal), size=size, limit=limit)


def read_task(task: Task) -> Reading:
    """Read a capture in a worker; never raises."""
    if task.kind is Kind.PAGE:
        return read_page(task)
    if task.capture.status != HTTPStatus.OK:  # an error or a redirect names nothing
        return Reading(finding=read(task.capture, task.site))
    return read_source(task)


def read_page(task: Task) -> Reading:
    """What a page says. One over several pages has no twin: each part may name the first, or itself."""
    finding = read(task.capture, task.site)
    if not isinstance(finding, Article) or finding.found.next_page or finding.found.part_of:
        return Reading(finding=finding)
    return Reading(finding=finding, twin=twin_of(task.capture, task.site))


def read_source(task: Task) -> Reading:
    """What a list page, a feed or a sitemap names."""
    try:
        found = discover(task.capture, task.kind, task.site, links=task.links, shapes=task.shapes)
    except NotAnArticle as no:
        return Reading(finding=Refusal(reason=no.reason, detail=no.detail))
    is_list = task.kind is Kind.LIST and found.kind is Kind.LIST
    signs = signs_of(parse(decode(task.capture).html, task.capture.url), task.site) if task.look and is_list else None
    if is_list and not found.articles:  # a meta refresh, a login, an empty shell: the reader knows them
        finding = read(task.capture, task.site.model_copy(update={"discover": ()}))
        if isinstance(finding, Refusal) and finding.reason is not Reason.TOO_SHORT:
            return Reading(finding=finding, found=found, signs=signs)
    return Reading(finding=Refusal(reason=Reason.LIST_PAGE, detail="; ".join(found.warnings)), found=found, signs=signs)
