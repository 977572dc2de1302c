"""What Scrapy logs of items."""

from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class Undropped(LogFormatter):
    """Scrapy's, without a word on what is dropped: that is counted as an outcome.

    The word would hold on to the exception, its traceback to the page, and Scrapy to all three in a ring.
    """

    def dropped(  # type: ignore[override] # Scrapy logs nothing where it is given None
        self,
        item: Any,  # noqa: ARG002 - as Scrapy calls it
        exception: BaseException,  # noqa: ARG002
        response: Response | Failure | None,  # noqa: ARG002
        spider: Spider,  # noqa: ARG002
    ) -> LogFormatterResult | None:
        """Nothing."""
        return None
