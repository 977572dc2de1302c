"""Refused: a request that must not be sent, with the reason that is counted; and any failure in one line."""

from datetime import datetime

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from archive.outcome import Reason
from crawler.settings import DOWNLOAD_MAXSIZE

LONGEST = 500  # characters of an error: some quote what they could not read


class Refused(IgnoreRequest):
    """Raised by a downloader middleware. With `for_now` the refusal may pass (robots.txt could not be read)."""

    def __init__(self, reason: Reason, detail: str = "", *, for_now: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.for_now = for_now


class Held(Refused):
    """A request that is not sent because its host wants us later."""

    def __init__(self, until: datetime) -> None:
        super().__init__(Reason.HTTP_ERROR, f"the host wants us back at {until:%Y-%m-%d %H:%M:%S %Z}")
        self.until = until


def one_line(error: BaseException | None) -> str:
    """An error in one line for a person: its text, or its name if it has none."""
    if isinstance(error, DownloadCancelledError):  # Scrapy says so in words of its own, or in none
        return f"more than {DOWNLOAD_MAXSIZE >> 20} MiB"
    text = error.detail if isinstance(error, Refused) else str(error)
    return " ".join(text.split())[:LONGEST] or type(error).__name__
