"""What became of a URL or a capture: one verdict, and for a refusal the reason."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the archive did with a capture. Every URL offered ends in exactly one."""

    CREATED = "created"  # an article the archive did not have
    REVISED = "revised"  # another wording or title at an address already known
    COPIED = "copied"  # an article the archive has, at a new address
    UNCHANGED = "unchanged"  # the same text and title at the same address
    REREAD = "reread"  # a capture that had been read before
    REJECTED = "rejected"  # answered, kept as a capture, but no article
    FAILED = "failed"  # no capture to read


class Reason(StrEnum):
    """Why there is no article."""

    # rejected: the bytes are kept, what they hold is no article
    NOT_HTML = "not_html"
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    LIST_PAGE = "list_page"
    SOFT_404 = "soft_404"
    LOGIN = "login"
    PART = "part"  # a later page of an article over several; it stands in the article that its first page begins
    GARBLED = "garbled"
    NOT_XML = "not_xml"  # a feed or a sitemap was expected, and this is neither
    REDIRECT = "redirect"
    GONE = "gone"
    REFUSED = "refused"
    HTTP_ERROR = "http_error"
    UNREAD = "unread"  # the reader met something unforeseen; the capture can be read again
    TIMEOUT = "timeout"  # the reader overran its time
    CRASHED = "crashed"  # the reader's process died
    # failed: nothing was fetched
    BAD_URL = "bad_url"
    ROBOTS = "robots"
    PRIVATE = "private"
    POLICY = "policy"  # another site, too deep, over a budget
    LOOP = "loop"
    NETWORK = "network"
    TOO_BIG = "too_big"
    VANISHED = "vanished"  # requested, and never heard of again


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The one counted result for a capture or a URL.

    `related` holds the numbers of articles that share much with this one and are another story, in order.
    """

    verdict: Verdict
    reason: Reason | None = None
    detail: str = ""
    article_id: int | None = None
    related: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The name it is counted under: `created`, `rejected:too_short`, `failed:robots`."""
        return f"{self.verdict}:{self.reason}" if self.reason else str(self.verdict)
