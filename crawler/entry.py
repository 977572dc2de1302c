"""From a response and its reading to what is entered: the finding, and the addresses that it names. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from archive.capture import Capture
from archive.frontier import Lease
from archive.ingest import Article, Finding, Refusal
from archive.offers import Kind, Offer, address
from archive.outcome import Reason
from archive.site import Site, site_of
from archive.urls import canonical_url, joined
from crawler.discovery import Found
from crawler.job import Job
from crawler.traps import not_before, trap
from crawler.workers import Reading

MOST_HOPS = 8  # redirects in a row; 20 is a browser's number
DEEPEST_SITEMAP = 3  # indexes within indexes; an endless chain of them is easily made


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """The spider's item: a row of the ledger and the response it led to. `retried`: a cookie wall's second try."""

    lease: Lease
    site: Site
    capture: Capture = field(repr=False)  # Scrapy logs an item that fails
    retried: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A capture that has been read, to be entered: its finding, and the addresses that it names.

    `patience` is how long the publisher asks us to wait, `twin` another address of the same page. With `again` the row
    is not settled: it is being asked for once more.
    """

    lease: Lease
    site: Site
    capture: Capture
    finding: Finding
    offers: tuple[Offer, ...] = ()
    patience: timedelta | None = None
    twin: Offer | None = None
    again: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether it is the first page of an article over several."""
        if not isinstance(self.finding, Article):
            return False
        return self.finding.found.next_page is not None and not self.finding.found.part_of


def entry_of(fetched: Fetched, reading: Reading, job: Job) -> Entry:
    """What is entered. A redirect to itself that sets a cookie is asked for once more, then it is a loop."""
    lease, site, capture = fetched.lease, fetched.site, fetched.capture
    entry = Entry(lease=lease, site=site, capture=capture, finding=reading.finding, patience=reading.found.patience)
    target = target_of(capture, reading)
    if target is None and job.kind == "look":  # whoever looks decides what is visited
        return entry
    if target is None:
        twin = Offer(url=reading.twin, site=lease.site, depth=lease.depth, found_on=lease.id) if reading.twin else None
        links = link_offers(lease, reading.found, capture.captured_at.date())
        return replace(entry, offers=(*links, *part_offers(lease, reading)), twin=twin)
    if same_address(target, capture.url):
        if capture.header("Set-Cookie") and not fetched.retried:
            return replace(entry, again=True)
        return replace(entry, finding=Refusal(reason=Reason.LOOP, detail="redirects to itself"))
    return replace(entry, offers=(redirect_offer(lease, site, target, job),))


def target_of(capture: Capture, reading: Reading) -> str | None:
    """Where the capture sends its reader; None if it does not."""
    finding = reading.finding
    refusal = finding if isinstance(finding, Refusal) else None
    return redirect_target(capture, refusal.reason if refusal else None, refusal.detail if refusal else "")


def redirect_target(capture: Capture, reason: Reason | None, detail: str) -> str | None:
    """Where a capture sends its reader, by Location header or by what was read on the page (*detail* of REDIRECT)."""
    redirects = 300 <= capture.status < 400  # noqa: PLR2004 - the class of HTTP's redirects
    target = capture.header("Location") if redirects else detail if reason is Reason.REDIRECT else None
    return (joined(capture.url, target.strip()) or target) if target else None


def same_address(one: str, other: str) -> bool:
    """Whether two texts are the same address; what is no address is never the same."""
    try:
        return canonical_url(one) == canonical_url(other)
    except ValueError:
        return False


def link_offers(lease: Lease, found: Found, today: date) -> Iterator[Offer]:
    """The articles and the sitemaps that a page names; a trap, and a link that is no address, are rows as well."""
    for link in found.articles:
        key = canonical_url(link.url)
        waits = not_before(key, today)
        offer = Offer(url=link.url, site=lease.site, depth=1, found_on=lease.id, day=link.day, not_before=waits)
        yield refused_if(trap(key), offer)
    for link in found.sources:
        depth = lease.depth + 1
        offer = Offer(url=link.url, site=lease.site, kind=lease.kind, depth=depth, found_on=lease.id, day=link.day)
        yield refused_if("sitemaps within sitemaps" if depth > DEEPEST_SITEMAP else None, offer)
    for text in found.bad:
        yield Offer(url=text, site=lease.site, depth=1, found_on=lease.id, refused=Reason.BAD_URL)


def refused_if(why: str | None, offer: Offer) -> Offer:
    """*offer*, refused if there is a reason."""
    return replace(offer, refused=Reason.POLICY, detail=why) if why else offer


def part_offers(lease: Lease, reading: Reading) -> Iterator[Offer]:
    """The next part of an article over several pages: as deep as this one, for it is the same article."""
    if isinstance(reading.finding, Article) and (url := reading.finding.found.next_page):
        yield Offer(url=url, site=lease.site, depth=lease.depth, found_on=lease.id)


def redirect_offer(lease: Lease, site: Site, target: str, job: Job) -> Offer:
    """A redirect's target as an offer. A crawl follows a page to its sites, a source on its site; a fetch anything."""
    home = home_of(target, site, job)
    known = {site.key, *(other.key for other in job.sites if lease.kind is Kind.PAGE)}
    allowed = home in known or job.kind == "fetch"
    refused = Reason.LOOP if lease.hops >= MOST_HOPS else None if allowed else Reason.POLICY
    offer = Offer(
        url=target,
        site=home if not refused else lease.site,
        kind=lease.kind,
        depth=lease.depth,
        hops=lease.hops + 1,
        found_on=lease.id,
        refused=refused,
    )
    return replace(offer, kind=Kind.PAGE) if address(offer)[1] else offer  # what is never read is no source


def home_of(url: str, site: Site, job: Job) -> str:
    """The key of the site that *url* is on: *site*'s if it is no address, for then it is refused there."""
    try:
        url = canonical_url(url)
        return site.key if site.owns(url) else site_of(url, (*job.sites, *job.profiles)).key
    except ValueError:
        return site.key
