"""When a URL is next due. Pure: from what was, to a time or None for never."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.frontier import Kind, Lease
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site

# A page that fails is tried three times within five days: most outages are shorter, and what lasts longer is gone.
RETRY_AFTER = (timedelta(days=1), timedelta(days=4))
ROBOTS_RETRY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)  # a list page that fails comes back: it is the site's only door
PASSING = {Reason.NETWORK, Reason.HTTP_ERROR, Reason.VANISHED}
NOT_NOW = {408, 425, 429}  # "later", whatever else the reader calls it
READ = {Reason.LIST_PAGE, Reason.REDIRECT}  # what a list page ends in when all is well


def for_ledger(lease: Lease, outcome: Outcome, status: int) -> Outcome:
    """*outcome* as the ledger counts it: an answer that may be another one tomorrow is a failed try, not the end."""
    if lease.kind is not Kind.PAGE:
        return outcome if outcome.reason in READ else replace(outcome, verdict=Verdict.FAILED)
    passing = outcome.reason is Reason.HTTP_ERROR or status in NOT_NOW
    if passing and lease.tries < len(RETRY_AFTER):
        return replace(outcome, verdict=Verdict.FAILED, reason=Reason.HTTP_ERROR)
    return outcome


def next_visit(lease: Lease, outcome: Outcome, site: Site, now: datetime, *, for_now: bool = False) -> datetime | None:
    """When to come back after *outcome*; None if it is final. *for_now* tells of a refusal that may pass."""
    if lease.kind is not Kind.PAGE:
        failed = outcome.verdict is Verdict.FAILED
        return now + (min(site.every * (lease.tries + 1), max(LONGEST_PAUSE, site.every)) if failed else site.every)
    if for_now:
        return now + ROBOTS_RETRY
    if outcome.verdict is Verdict.FAILED and outcome.reason in PASSING and lease.tries < len(RETRY_AFTER):
        return now + RETRY_AFTER[lease.tries]
    return None
