"""Work that is skipped because nothing has changed: by the word of the server, or by the payload's digest. Pure."""

from datetime import datetime, timedelta
from http import HTTPStatus

from archive.capture import Capture
from archive.frontier import Lease, Seen
from archive.offers import Kind
from archive.outcome import Outcome, Reason, Verdict
from crawler.job import Job

LONGEST_VALIDATOR = 500  # characters of an ETag that we would send back
# Some servers give a feed the same ETag after a change: one that has had no news for so long is asked for as a whole.
TRUSTED_FOR = timedelta(days=1)
UNREAD = {Reason.UNREAD, Reason.TIMEOUT, Reason.CRASHED}


def may_skip(lease: Lease, job: Job, now: datetime) -> bool:
    """Whether a visit may end in finding nothing changed.

    Not where somebody asked for it by name: they may have changed the profile, and expect it to be read.
    """
    if job.kind == "fetch":
        return False
    recent = lease.news_at is not None and now - lease.news_at < TRUSTED_FOR
    return lease.kind is Kind.PAGE or (job.due_only and recent)


def conditions(lease: Lease) -> dict[str, str]:
    """The headers that ask for a page only if it has changed."""
    asked = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    return {name: value for name, value in asked.items() if value}


def is_as_before(lease: Lease, capture: Capture) -> bool:
    """Whether the server says that nothing has changed, and was asked: some tell it to anybody."""
    return capture.status == HTTPStatus.NOT_MODIFIED and bool(conditions(lease))


def is_repeat(lease: Lease, capture: Capture) -> bool:
    """Whether *capture* has the payload that the address had when it was last read."""
    return capture.status == HTTPStatus.OK and not capture.truncated and capture.payload_digest == lease.digest


def seen_of(capture: Capture, outcome: Outcome, *, goes_on: bool = False) -> Seen:
    """What will tell whether the address has changed since *capture*; nothing if that was no whole page, or unread.

    Nothing either for an article that *goes_on* at other addresses: they may have changed while it has not.
    """
    whole = capture.status == HTTPStatus.OK and not capture.truncated
    if goes_on or not whole or outcome.verdict is Verdict.FAILED or outcome.reason in UNREAD:
        return Seen()
    etag, modified = capture.header("ETag"), capture.header("Last-Modified")
    return Seen(etag=sendable(etag), last_modified=sendable(modified), digest=capture.payload_digest)


def sendable(validator: str | None) -> str | None:
    """A validator that can stand in a request's header."""
    fits = validator and len(validator) <= LONGEST_VALIDATOR and validator.isascii() and validator.isprintable()
    return validator if fits else None
