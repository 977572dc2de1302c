"""extract(): from a capture to what its page says. Pure: no clock, no network, no disk."""

from archive.capture import Capture
from archive.errors import NotAnArticle
from archive.extract.result import Extraction
from archive.site import Site

__all__ = ["READER", "Extraction", "NotAnArticle", "extract"]

# The version of the reader. Raise it with every change that makes a page read differently: readings are compared
# within one.
READER = 1


def extract(capture: Capture, site: Site) -> Extraction:
    """What the page in *capture* says. Raises NotAnArticle with the reason if it is no article."""
    from archive.extract import reader  # noqa: PLC0415 - its tables cost 0.3 s that who writes readings need not pay

    return reader.read(capture, site)
