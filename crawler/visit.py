"""Visit: what became of one URL, for whoever counts or shows it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.capture import Capture
from archive.extract.result import Extraction
from archive.offers import Kind
from archive.outcome import Outcome
from crawler.discovery.found import NOTHING, Found

if TYPE_CHECKING:
    from crawler.discovery.signs import Signs


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What became of one URL. `capture` is there (with its place) if it was answered, `found` if that is an article.

    `named` is what a source names; `signs`, in a look, what the page says of its site.
    """

    url: str
    site: str
    outcome: Outcome
    kind: Kind = Kind.PAGE
    capture: Capture | None = None
    found: Extraction | None = None
    named: Found = NOTHING
    signs: "Signs | None" = None
