"""What the archive has been doing: runs, sites, and why pages are no articles. Read-only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from statistics import median

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from archive import runs
from archive.frontier import Frontier
from archive.models import articles, frontier, is_shown, readings, sites
from archive.offers import Kind
from archive.outcome import Reason, Verdict
from archive.questions.filters import site_keys
from archive.runs import Run

REMEMBERED = 10_000  # crawls: with one every five minutes, five weeks
LOOKED_AT = 1_000  # runs, for those of one site: with one every ten minutes, a week
USUAL = 20  # of those that read a site's sources say what is usual
SILENT = 3  # of them in a row without an article, and a site may have stopped speaking to us
BROUGHT = ("created", "copied")
EXAMPLES = 20  # refused pages shown of a site


@dataclass(frozen=True, kw_only=True)
class SiteStatus:
    """What a site has brought.

    `articles` are those whose best copy stands there. `new` is how many the last crawl that read its sources brought
    that were not known there, copies of others' included, `usual` the median of the crawls before; None where there was
    none. `silent` is how many crawls in a row have brought nothing where that is not usual, else 0. `states` counts its
    URLs in the ledger (`waiting` are due later), `refused` those that ended without an article, by outcome.
    """

    key: str
    name: str
    articles: int
    new: int | None
    usual: float | None
    silent: int
    states: Mapping[str, int]
    refused: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A URL that ended without an article, and why."""

    url: str
    outcome: str
    detail: str | None


@dataclass(frozen=True, kw_only=True)
class Yield:
    """What the last crawl of a site brought, what is usual, and for how many crawls it has been silent."""

    new: int | None = None
    usual: float | None = None
    silent: int = 0


@dataclass(frozen=True, kw_only=True)
class Status:
    """The last runs, newest first, and the sites; of one that was asked for, what it refused last.

    `rejected` counts the captures of all sites that hold no article, by reason. `stopped` are sources that have failed
    so often in a row that they are visited no more.
    """

    runs: tuple[Run, ...]
    sites: tuple[SiteStatus, ...]
    rejected: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    stopped: tuple[Refused, ...] = ()


def status(connection: Connection, *, now: datetime, site: str | None = None, limit: int = 5) -> Status:
    """The last *limit* runs and every site at *now*; only those of *site* (key, name or host) if one is named."""
    known = site_statuses(connection, now)
    if site is None:
        shown = tuple(known[key] for key in sorted(known))
        return Status(
            runs=tuple(runs.latest(connection, limit=limit)),
            sites=shown,
            rejected=rejections(connection),
            stopped=stopped_sources(connection, known.keys()),
        )
    keys = {site, *site_keys(connection, site)} & known.keys()
    of_site = (run for run in runs.latest(connection, limit=LOOKED_AT) if keys & {*run.sites, *run.counts})
    return Status(
        runs=tuple(islice(of_site, limit)),
        sites=tuple(known[key] for key in sorted(keys)),
        refused=refused_last(connection, keys),
        stopped=stopped_sources(connection, keys),
    )


def site_statuses(connection: Connection, now: datetime) -> dict[str, SiteStatus]:
    """Every site that has a page, a URL or a run."""
    names: dict[str, str] = dict(connection.execute(select(sites.c.key, sites.c.name)).all())
    held = select(articles.c.site, func.count()).where(is_shown)
    articles_of: dict[str | None, int] = dict(connection.execute(held.group_by(articles.c.site)).all())
    states = Frontier(connection).states(now)
    refused = refusals(connection)
    brought = brought_per_crawl(runs.crawl_counts(connection, limit=REMEMBERED))
    return {
        key: SiteStatus(
            key=key,
            name=names.get(key, ""),
            articles=articles_of.get(key, 0),
            states=states.get(key, {}),
            refused=refused.get(key, {}),
            **vars(yield_of(brought.get(key, []))),
        )
        for key in {*names, *states, *brought}
    }


def brought_per_crawl(counts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, list[int]]:
    """How many articles each crawl that read a site's sources found new there, in the order of the *counts*."""
    brought: dict[str, list[int]] = {}
    for of_sites in counts:
        for site, of_site in of_sites.items():
            if "list" in of_site:  # a visit to known articles alone, for their edits, can bring nothing
                brought.setdefault(site, []).append(sum(of_site.get(verdict, 0) for verdict in BROUGHT))
    return brought


def yield_of(brought: Sequence[int]) -> Yield:
    """What *brought*, newest first, comes to.

    A site sleeps at night: it is silent only if it brings nothing for longer than was usual, and usually brings some.
    """
    if not brought:
        return Yield()
    quiet = next((place for place, number in enumerate(brought) if number), len(brought))
    before = brought[quiet : quiet + USUAL]
    longest = max((len(list(same)) for number, same in groupby(before) if not number), default=0)
    usual = median(before) if before else 0
    if quiet >= SILENT and quiet > longest and usual:
        return Yield(new=0, usual=usual, silent=quiet)
    earlier = brought[1 : 1 + USUAL]
    return Yield(new=brought[0], usual=median(earlier) if earlier else None)


def is_refused() -> tuple[ColumnElement[bool], ...]:
    """That a URL ended without an article. With a source that was read nothing is wrong, unless there is a warning."""
    warned = and_(frontier.c.outcome == f"{Verdict.REJECTED}:{Reason.LIST_PAGE}", frontier.c.detail.is_not(None))
    trouble = or_(frontier.c.kind == Kind.PAGE, frontier.c.outcome.like("failed:%"), warned)
    return frontier.c.article.is_(None), frontier.c.outcome.like("%:%"), trouble


def refusals(connection: Connection) -> dict[str, dict[str, int]]:
    """How many URLs of each site ended without an article, by outcome."""
    counted = (
        select(frontier.c.site, frontier.c.outcome, func.count())
        .where(*is_refused())
        .group_by(frontier.c.site, frontier.c.outcome)
    )
    found: dict[str, dict[str, int]] = {}
    for site, outcome, number in connection.execute(counted):
        found.setdefault(site, {})[outcome] = number
    return found


def rejections(connection: Connection) -> dict[str, int]:
    """How many captures hold no article, by reason, the most frequent first."""
    counted = select(readings.c.reason, func.count()).where(readings.c.reason.is_not(None)).group_by(readings.c.reason)
    return dict(connection.execute(counted.order_by(func.count().desc())).all())


def stopped_sources(connection: Connection, keys: Collection[str]) -> tuple[Refused, ...]:
    """The sources of some sites that are visited no more, and why. A crawl without `--due` tries them again."""
    stopped = frontier.c.kind != Kind.PAGE, frontier.c.state == "done", frontier.c.outcome.like("failed:%")
    rows = connection.execute(
        select(frontier.c.url, frontier.c.outcome, frontier.c.detail)
        .where(frontier.c.site.in_(keys), *stopped)
        .order_by(frontier.c.id)
    )
    return tuple(Refused(url=row.url, outcome=row.outcome, detail=row.detail) for row in rows)


def refused_last(connection: Connection, keys: set[str]) -> tuple[Refused, ...]:
    """The latest URLs of some sites that ended without an article."""
    rows = connection.execute(
        select(frontier.c.url, frontier.c.outcome, frontier.c.detail)
        .where(frontier.c.site.in_(keys), *is_refused())
        .order_by(frontier.c.id.desc())
        .limit(EXAMPLES)
    )
    return tuple(Refused(url=row.url, outcome=row.outcome, detail=row.detail) for row in rows)
