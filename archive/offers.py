"""Offers: URLs that somebody named, and what each becomes as a row of the ledger. Pure."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from archive.outcome import Outcome, Reason, Verdict
from archive.urls import canonical_url, host_of

LOCAL = re.compile(r"[\x00-\x20]{0,99}(?:file|data):", re.IGNORECASE)  # what these would read is no site's
LONGEST_URL = 2048  # Scrapy drops longer ones than 2,083 without a word; what is refused here is a row


class Kind(StrEnum):
    """What a URL leads to. All but `page` come due again."""

    PAGE = "page"
    LIST = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news-sitemap"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A URL somebody named: a seed, a list page, a redirect.

    `depth` counts, for a page, links from the page that names it, and for a source the steps from the one that stands
    in the profile; `hops` counts redirects in a row. `found_on` is the ledger id of the page that named it, `day` the
    day of which that page says it is; before the day `not_before` it is not due. `refused` is set by whoever knows that
    it must not be fetched, with `detail`; the refusal is a row as well.
    """

    url: str
    site: str
    kind: Kind = Kind.PAGE
    depth: int = 0
    hops: int = 0
    found_on: int | None = None
    day: date | None = None
    not_before: date | None = None
    refused: Reason | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What became of an offer: its row, whether the ledger had it, and the outcome if it was refused at once."""

    id: int
    new: bool
    outcome: Outcome | None = None


def row_of(offer: Offer) -> dict[str, Any]:
    """An offer as a row: due, or done with the reason why it can not be fetched."""
    url, refused = address(offer)
    return {
        "url": url,
        "offered_as": offer.url[:LONGEST_URL].encode("utf-8", "replace").decode(),
        "site": offer.site,
        "host": "" if refused in (Reason.BAD_URL, Reason.PRIVATE) else host_of(url),
        "kind": offer.kind,
        "day": offer.day,
        "state": "done" if refused else "due",
        "depth": offer.depth,
        "hops": offer.hops,
        "found_on": offer.found_on,
        "outcome": Outcome(verdict=Verdict.FAILED, reason=refused).name if refused else None,
        "detail": offer.detail or None,
    }


def refusal(offer: Offer, refused: Reason | None) -> Outcome | None:
    """The outcome of an offer that can not be fetched, for the reason that `address` gives."""
    return Outcome(verdict=Verdict.FAILED, reason=refused, detail=offer.detail) if refused else None


def address(offer: Offer) -> tuple[str, Reason | None]:
    """The key of an offer's row, and why it can not be fetched if it can not.

    A text that is no address gets a key of its own, from its beginning and a digest of the whole. A local file is as
    private as an address of this machine.
    """
    try:
        url = canonical_url(offer.url)
    except ValueError:
        url = ""
    if url and len(url) <= LONGEST_URL:
        return url, offer.refused
    whole = offer.url.encode("utf-8", "replace")
    start = whole[:2000].decode("utf-8", "ignore").replace("\0", " ")  # where SQLite's JSON would end
    return f"{start}#{hashlib.sha256(whole).hexdigest()[:16]}", no_address(offer.url)


def no_address(text: str) -> Reason:
    """Why *text*, which is no web address, can not be fetched."""
    return Reason.PRIVATE if LOCAL.match(text) else Reason.BAD_URL
