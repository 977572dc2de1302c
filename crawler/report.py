"""What a run has to say at its end: counts per site, what failed, and the exit code."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.exits import Exit
from archive.outcome import Outcome, Reason, Verdict

# Scrapy's and our words for why the spider closed; what is not in here is unexpected.
ENDINGS = {
    "finished": Exit.DONE,
    "storage": Exit.STORAGE,
    "interrupted": Exit.INTERRUPTED,
    "shutdown": Exit.INTERRUPTED,
    "time": Exit.TIME,
}
STORED = {Verdict.CREATED, Verdict.REVISED, Verdict.COPIED, Verdict.UNCHANGED, Verdict.REREAD}
REFUSALS = {Reason.ROBOTS, Reason.PRIVATE}
# What a person should look at. Links that lead nowhere, and pages that are no articles, are a site's daily bread.
TROUBLE = {
    Reason.NETWORK, Reason.HTTP_ERROR, Reason.TOO_BIG, Reason.VANISHED, Reason.LOOP,
    Reason.UNREAD, Reason.TIMEOUT, Reason.CRASHED,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A source of a site that could not be read, or named nothing."""

    site: str
    url: str
    outcome: Outcome


@dataclass(kw_only=True)
class Tally:
    """The counts of a run while it goes on: {site: {outcome: how many}}. A source is counted as `list`."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[Failure] = field(default_factory=list)
    outcomes: Counter[tuple[Verdict, Reason | None]] = field(default_factory=Counter)

    def page(self, site: str, outcome: Outcome) -> None:
        """Count a page."""
        self.counts[site][outcome.name] += 1
        self.outcomes[outcome.verdict, outcome.reason] += 1

    def source(self, site: str, url: str, outcome: Outcome, *, failed: bool) -> None:
        """Count a source, and remember it if it failed."""
        self.counts[site]["list"] += 1
        if failed:
            self.failures.append(Failure(site=site, url=url, outcome=outcome))


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """How a run ended, in an order that does not depend on which page came first.

    `finish` is why; `problem` is one line on a storage fault; `due` tells how many pages remain. `next_due` is when
    each of its sites has something to visit next; a site that has nothing is not in it.
    """

    run: int
    finish: str
    exit_code: Exit
    counts: Mapping[str, Mapping[str, int]]
    failures: tuple[Failure, ...] = ()
    problem: str | None = None
    due: int = 0
    next_due: Mapping[str, datetime] = field(default_factory=dict)


def exit_code(kind: str, finish: str, tally: Tally) -> Exit:
    """The exit code of a run: the worst that applies. A fetch is judged by each address, all else by its sites."""
    ending = ENDINGS.get(finish, Exit.UNEXPECTED)
    if ending != Exit.DONE:
        return ending
    return fetch_code(tally) if kind == "fetch" else crawl_code(tally)


def crawl_code(tally: Tally) -> Exit:
    """FAILED if a start page or the way to a page did, REFUSED if only refusals kept us from the start pages."""
    trouble = any(reason in TROUBLE for _, reason in tally.outcomes)
    if not trouble and tally.failures:
        refused = all(failure.outcome.reason in REFUSALS for failure in tally.failures)
        return Exit.REFUSED if refused and not tally.outcomes else Exit.FAILED
    return Exit.FAILED if trouble else Exit.DONE


def fetch_code(tally: Tally) -> Exit:
    """FAILED if some addresses brought an article and some did not, else why none did.

    A redirect is no answer, nor is a later part of an article.
    """
    counted = {key: count for key, count in tally.outcomes.items() if key[1] not in (Reason.REDIRECT, Reason.PART)}
    without = [(verdict, reason) for verdict, reason in counted if verdict not in STORED]
    if not without:
        return Exit.DONE if counted else Exit.NOTHING
    if len(without) < len(counted) or any(reason in {*TROUBLE, Reason.BAD_URL} for _, reason in without):
        return Exit.FAILED
    return Exit.REFUSED if all(reason in REFUSALS for _, reason in without) else Exit.NOTHING
