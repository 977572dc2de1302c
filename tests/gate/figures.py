"""How well a reader does on the pages, field by field."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from statistics import mean, median
from typing import Literal

from gate.corpus import Finding, Page, Reader

from archive.extract.result import Extraction
from archive.outcome import Reason

CHINA = timezone(timedelta(hours=8))
GRAM = 4  # characters; about two words

Call = Literal["right", "wrong", "missing", "invented", "none"]


def day(moment: datetime | date | None) -> date | None:
    """The day on a clock in China."""
    return moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment


def minute(moment: datetime | date | None) -> datetime | None:
    """The moment to the minute; a bare day has none, not even midnight."""
    return moment.astimezone(UTC).replace(second=0) if isinstance(moment, datetime) else None


FIELDS: dict[str, Callable[[Extraction], object]] = {
    "title": lambda found: found.title,
    "original_title": lambda found: found.original_title,
    "day": lambda found: day(found.published_at),
    "minute": lambda found: minute(found.published_at),
    "source": lambda found: found.source,
    "editor": lambda found: found.editor,
    "authors": lambda found: frozenset(found.authors),
}
GOLD_OF = {"day": "published_at", "minute": "published_at"}  # the name in `unjudged`, where it is another


@dataclass(frozen=True, kw_only=True)
class Score:
    """One page: a call for each judged field; text agreement, 0 to 1; whether a forbidden string is in the text."""

    calls: dict[str, Call]
    f1: float
    identical: bool
    forbidden: bool


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All pages together. `refusals` has one claim for each page that is no article: it was refused, with its reason."""

    fields: dict[str, Counter[Call]]
    f1: tuple[float, ...]
    identical: int
    forbidden: int
    refusals: tuple[bool, ...]

    def shares(self) -> dict[str, float]:
        """Every figure by name, 0 to 1, the higher the better.

        `.right` is of the pages that print the field, `.none` of those that do not: on these, nothing must be read.
        """
        shares = {}
        for name, calls in self.fields.items():
            shares[f"{name}.right"] = share(calls["right"], printed(calls))
            shares[f"{name}.none"] = share(calls["none"], calls["none"] + calls["invented"])
        return shares | {
            "text.f1": floored(mean(self.f1)),
            "text.identical": share(self.identical, len(self.f1)),
            "text.clean": share(len(self.f1) - self.forbidden, len(self.f1)),
            "refusals.right": share(sum(self.refusals), len(self.refusals)),
        }

    def table(self) -> str:
        """The figures for a person."""
        rows = [f"{'field':15}{'pages':>6}{'right':>7}{'wrong':>7}{'missing':>9}   {'without':>8}{'invented':>10}"]
        for name, calls in self.fields.items():
            counts = f"{printed(calls):6}{calls['right']:7}{calls['wrong']:7}{calls['missing']:9}"
            rows.append(f"{name:15}{counts}   {calls['none'] + calls['invented']:8}{calls['invented']:10}")
        pages = len(self.f1)
        rows += [
            f"text of {pages} pages: F1 {mean(self.f1):.4f}, median {median(self.f1):.4f}, identical {self.identical}",
            f"pages with a forbidden string: {self.forbidden}",
            f"refused for the right reason: {sum(self.refusals)} of {len(self.refusals)}",
        ]
        return "\n".join(rows)


def measure(pages: Sequence[Page], reader: Reader) -> Figures:
    """Read every page and compare."""
    scores, refusals = [], []
    for page in pages:
        found = reader(page)
        if isinstance(page.wanted, Reason):
            refusals.append(found == page.wanted)
        else:
            scores.append(compare(page, page.wanted, found))
    return Figures(
        fields={name: Counter(score.calls[name] for score in scores if name in score.calls) for name in FIELDS},
        f1=tuple(score.f1 for score in scores),
        identical=sum(score.identical for score in scores),
        forbidden=sum(score.forbidden for score in scores),
        refusals=tuple(refusals),
    )


def compare(page: Page, wanted: Extraction, finding: Finding) -> Score:
    """Score one article; if it was refused, everything is missing."""
    found = finding if isinstance(finding, Extraction) else Extraction(text="")
    judged = {name: read for name, read in FIELDS.items() if GOLD_OF.get(name, name) not in page.unjudged}
    mine, theirs = (squeezed(page, side.text) for side in (found, wanted))
    return Score(
        calls={name: call(read(found), read(wanted)) for name, read in judged.items()},
        f1=agreement("".join(mine), "".join(theirs)),
        identical=mine == theirs if page.lines else "".join(mine) == "".join(theirs),
        forbidden=any(string in found.text for string in page.must_not),
    )


def call(found: object, wanted: object) -> Call:
    """How a field was read."""
    if not wanted:
        return "invented" if found else "none"
    if not found:
        return "missing"
    return "right" if found == wanted else "wrong"


def squeezed(page: Page, text: str) -> list[str]:
    """The lines without white space; neither empty ones nor those that may stand in the text or not."""
    left_out = {"", *("".join(line.split()) for line in page.optional)}
    lines = ("".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line not in left_out]


def agreement(found: str, wanted: str) -> float:
    """F1 of the two texts' runs of four characters. Nothing is folded: flattened punctuation counts as wrong."""
    mine, theirs = grams(found), grams(wanted)
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def grams(text: str) -> Counter[str]:
    """The runs of characters of a text; a shorter text is one run."""
    return Counter(text[start : start + GRAM] for start in range(max(1, len(text) - GRAM + 1)))


def printed(calls: Counter[Call]) -> int:
    """How many pages print the field."""
    return calls["right"] + calls["wrong"] + calls["missing"]


def share(part: int, whole: int) -> float:
    """1 where there is nothing to get wrong."""
    return floored(part / whole) if whole else 1.0


def floored(value: float) -> float:
    """To four places, never upwards: 999 of 1,000 must not look like all."""
    return int(value * 10_000 + 1e-6) / 10_000
