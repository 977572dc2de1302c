"""When a URL is next due. Pure: from what was, to a time or None for never."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from archive.frontier import Lease
from archive.hosts import LONGEST_HOLD
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from archive.site import Site

# A page that fails is tried three times within five days: most outages are shorter, and what lasts longer is gone.
RETRY_AFTER = (timedelta(days=1), timedelta(days=4))
LONGEST_PAUSE = timedelta(days=1)  # a source that fails comes back, for feeds do answer 404 and return
MOST_FAILURES = 30  # in a row, after which a source is visited no more
FASTER, SLOWER = 0.8, 1.5  # what news, and none, make of the interval of a source
LONGEST_INTERVAL = timedelta(days=7)
RETIRED_AFTER = timedelta(days=180)  # a sitemap that an index names: without news for so long it is an old month's
JITTER = 0.1  # of an interval, either way: sites that are crawled together shall not come due together for ever
BUSY = timedelta(minutes=30)  # 429 without a time: so long, and up to twice as long
ROBOTS_RETRY = timedelta(hours=1)
PASSING = {Reason.NETWORK, Reason.HTTP_ERROR, Reason.VANISHED}
NOT_NOW = {408, 425, 429}  # "later", whatever else the reader calls it
READ = {Reason.LIST_PAGE, Reason.REDIRECT}  # what a source ends in when all is well
FOUND = {Verdict.CREATED, Verdict.REVISED, Verdict.COPIED, Verdict.UNCHANGED, Verdict.REREAD}
SECONDS = re.compile(r"\d{1,12}")


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a row is next due, None for never; and the interval of a source from now on, None if it stays."""

    at: datetime | None = None
    interval: timedelta | None = None


def for_ledger(lease: Lease, outcome: Outcome, status: int) -> Outcome:
    """*outcome* as the ledger counts it: an answer that may be another one tomorrow is a failed try, not the end."""
    if lease.kind is not Kind.PAGE:
        past_the_end = is_continuation(lease) and outcome.reason is Reason.GONE
        return outcome if outcome.reason in READ or past_the_end else replace(outcome, verdict=Verdict.FAILED)
    passing = outcome.reason is Reason.HTTP_ERROR or status in NOT_NOW
    if passing and lease.tries < len(RETRY_AFTER):
        return replace(outcome, verdict=Verdict.FAILED, reason=Reason.HTTP_ERROR)
    return outcome


def is_continuation(lease: Lease) -> bool:
    """Whether a row is the second or a later page of a list: it is read only when the page before it has news."""
    return lease.kind is Kind.LIST and lease.depth > 0


def next_visit(  # noqa: PLR0913 - each one is a fact of the visit
    lease: Lease,
    outcome: Outcome,
    site: Site,
    now: datetime,
    *,
    news: bool = False,
    patience: timedelta | None = None,
    hold: datetime | None = None,
) -> Due:
    """When to come back after *outcome*.

    *news* tells that a source has named what was not known, *patience* how long its publisher asks us to wait. *hold*
    is when the host wants us back; a refusal that may pass has one.
    """
    if lease.kind is Kind.PAGE:
        due = page_due(lease, outcome, site, now)
    elif outcome.verdict is Verdict.FAILED:
        due = Due(at=after_failure(lease, site, now, final=hold is None))
    else:
        due = source_due(lease, site, now, news=news, patience=patience)
    if hold and outcome.verdict is Verdict.FAILED:
        return replace(due, at=max(due.at or hold, hold))
    return due


def page_due(lease: Lease, outcome: Outcome, site: Site, now: datetime) -> Due:
    """A page that failed is tried again, an article is looked at again for edits, all else is final."""
    if outcome.verdict is Verdict.FAILED:
        again = outcome.reason in PASSING and lease.tries < len(RETRY_AFTER)
        return Due(at=now + RETRY_AFTER[lease.tries] if again else None)
    if not site.discover or not is_article(outcome):
        return Due()
    first = lease.news_at or now
    visits = (first + jittered(after, f"{lease.url} {number}") for number, after in enumerate(sorted(site.revisit)))
    return Due(at=next((at for at in visits if at > now), None))


def is_article(outcome: Outcome) -> bool:
    """Whether a page holds an article, or a later part of one."""
    return outcome.verdict in FOUND or outcome.reason is Reason.PART


def after_failure(lease: Lease, site: Site, now: datetime, *, final: bool) -> datetime | None:
    """A source that fails is visited less and less often and, if that can be *final*, at last no more."""
    interval, failures = lease.interval or site.every, lease.tries + 1
    if final and failures >= MOST_FAILURES:
        return None
    return now + jittered(min(interval * failures, max(LONGEST_PAUSE, interval)), f"{lease.url} {failures}")


def source_due(lease: Lease, site: Site, now: datetime, *, news: bool, patience: timedelta | None) -> Due:
    """A source with news is visited sooner, one without later."""
    interval = lease.interval or site.every
    if is_continuation(lease) or is_retired(lease, now, news=news):
        return Due()
    interval = max(site.every / 3, min(interval * (FASTER if news else SLOWER), LONGEST_INTERVAL))
    pause = max(interval, patience or interval)
    return Due(at=now + jittered(pause, f"{lease.url} {now.isoformat()}"), interval=interval)


def is_retired(lease: Lease, now: datetime, *, news: bool) -> bool:
    """Whether a sitemap that an index named has had nothing new for so long that it never will."""
    return lease.depth > 0 and not news and lease.news_at is not None and now - lease.news_at > RETIRED_AFTER


def jittered(pause: timedelta, seed: str) -> timedelta:
    """*pause*, a little longer or shorter; the same for the same *seed*."""
    return pause * (1 - JITTER + 2 * JITTER * fraction(seed))


def fraction(seed: str) -> float:
    """A number from 0 to 1 that *seed* decides."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 2**32


def hold_until(status: int, retry_after: str | None, now: datetime, *, host: str) -> datetime | None:
    """When a host that answers "not now" wants us back; None if it says nothing of the kind.

    Retry-After is seconds or a date (RFC 9110 section 10.2.3); what is neither is as if it were not there.
    """
    if status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return None
    at = moment_of(retry_after, now)
    if at is not None:
        return min(at, now + LONGEST_HOLD) if at > now else None
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return now + BUSY * (1 + fraction(f"{host} {now.isoformat()}"))
    return None


def moment_of(retry_after: str | None, now: datetime) -> datetime | None:
    """What a Retry-After header means; None if it means nothing."""
    text = (retry_after or "").strip()
    if SECONDS.fullmatch(text):
        return now + min(timedelta(seconds=int(text[:9])), LONGEST_HOLD)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
