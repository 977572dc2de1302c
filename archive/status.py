"""What the archive has been doing: runs, sites, and why pages are no articles. Read-only."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from sqlalchemy import Connection, func, select

from archive import runs
from archive.filters import site_keys
from archive.frontier import Frontier
from archive.models import articles, frontier, is_shown, readings, sites
from archive.offers import Kind
from archive.runs import Run

USUAL = 20  # runs that say what is usual
EXAMPLES = 20  # refused pages shown of a site


@dataclass(frozen=True, kw_only=True)
class SiteStatus:
    """What a site has brought.

    `articles` are those whose best copy stands there. `new` is what its last crawl created, `usual` the median of those
    before; None where there was none. `states` counts its URLs in the ledger (`waiting` are due later), `refused` those
    that ended without an article, by outcome.
    """

    key: str
    name: str
    articles: int
    new: int | None
    usual: float | None
    states: Mapping[str, int]
    refused: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A URL that ended without an article, and why."""

    url: str
    outcome: str
    detail: str | None


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
    last = runs.latest(connection, limit=max(limit, USUAL))
    known = site_statuses(connection, last, now)
    if site is None:
        shown = tuple(known[key] for key in sorted(known))
        return Status(
            runs=tuple(last[:limit]),
            sites=shown,
            rejected=rejections(connection),
            stopped=stopped_sources(connection, known.keys()),
        )
    keys = {site, *site_keys(connection, site)} & known.keys()
    return Status(
        runs=tuple(run for run in last if keys & {*run.sites, *run.counts})[:limit],
        sites=tuple(known[key] for key in sorted(keys)),
        refused=refused_last(connection, keys),
        stopped=stopped_sources(connection, keys),
    )


def site_statuses(connection: Connection, last: list[Run], now: datetime) -> dict[str, SiteStatus]:
    """Every site that has a page, a URL or a run."""
    names: dict[str, str] = dict(connection.execute(select(sites.c.key, sites.c.name)).all())
    held = select(articles.c.site, func.count()).where(is_shown)
    articles_of: dict[str | None, int] = dict(connection.execute(held.group_by(articles.c.site)).all())
    states = Frontier(connection).states(now)
    refused = refusals(connection)
    created = created_per_run(last)
    return {
        key: SiteStatus(
            key=key,
            name=names.get(key, ""),
            articles=articles_of.get(key, 0),
            new=created[key][0] if created[key] else None,
            usual=median(created[key][1:]) if created[key][1:] else None,
            states=states.get(key, {}),
            refused=refused.get(key, {}),
        )
        for key in {*names, *states, *created}
    }


def created_per_run(last: list[Run]) -> defaultdict[str, list[int]]:
    """How many articles each crawl created at each site, newest first."""
    created: defaultdict[str, list[int]] = defaultdict(list)
    for run in last:
        if run.kind == "crawl":
            for site, counts in run.counts.items():
                created[site].append(counts.get("created", 0))
    return created


def refusals(connection: Connection) -> dict[str, dict[str, int]]:
    """How many URLs of each site ended without an article, by outcome."""
    counted = (
        select(frontier.c.site, frontier.c.outcome, func.count())
        .where(frontier.c.article.is_(None), frontier.c.outcome.like("%:%"))
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
    """The sources of some sites that are visited no more, and why. A crawl that names the site tries them again."""
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
        .where(frontier.c.site.in_(keys), frontier.c.article.is_(None), frontier.c.outcome.like("%:%"))
        .order_by(frontier.c.id.desc())
        .limit(EXAMPLES)
    )
    return tuple(Refused(url=row.url, outcome=row.outcome, detail=row.detail) for row in rows)
