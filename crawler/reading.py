"""What a crawl's workers do. Everything that parses HTML, links included, happens here.

No Scrapy in here: a worker stays small.
"""

from http import HTTPStatus

from archive.errors import NotAnArticle
from archive.extract.decode import decode
from archive.ingest import Article, Refusal, read
from archive.offers import Kind
from archive.outcome import Reason
from archive.page import parse
from crawler.discovery import discover
from crawler.discovery.signs import signs_of
from crawler.twins import twin_of
from crawler.workers import Reading, Task


def read_task(task: Task) -> Reading:
    """Read a capture; never raises."""
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
