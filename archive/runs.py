"""One row for each run that fetches or reads again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Connection, insert, select, update

from archive.models import runs


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run as recorded. `counts` is {site: {outcome: how many}}; `finished_at` is None if it runs or was killed."""

    id: int
    kind: str
    sites: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, Mapping[str, int]]
    exit_code: int | None


def start(connection: Connection, *, kind: str, sites: Sequence[str], now: datetime) -> int:
    """Enter a run that begins; its id."""
    row = insert(runs).values(kind=kind, sites=list(sites), started_at=now).returning(runs.c.id)
    return int(connection.execute(row).scalar_one())


def finish(
    connection: Connection, run: int, *, counts: Mapping[str, Mapping[str, int]], exit_code: int, now: datetime
) -> None:
    """Enter how a run ended."""
    ended = {
        "finished_at": now,
        "counts": {site: dict(found) for site, found in counts.items()},
        "exit_code": exit_code,
    }
    connection.execute(update(runs).where(runs.c.id == run).values(ended))


def latest(connection: Connection, *, limit: int) -> list[Run]:
    """The last runs, newest first."""
    rows = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(limit)).mappings()
    return [Run(**{**row, "sites": tuple(row["sites"]), "counts": row["counts"] or {}}) for row in rows]


def is_look_due(connection: Connection, now: datetime) -> bool:
    """Whether to look through the database: a run was killed, or no crawl of today (UTC) had anything to do yet."""
    (last,) = latest(connection, limit=1) or (None,)
    if last is None or last.finished_at is None:
        return True
    today = datetime.combine(now.astimezone(UTC), time(), UTC)
    worked = select(runs.c.id).where(runs.c.kind == "crawl", runs.c.started_at >= today, runs.c.counts != {})
    return connection.execute(worked.limit(1)).first() is None


def crawl_counts(connection: Connection, *, limit: int) -> Iterator[Mapping[str, Mapping[str, int]]]:
    """The counts of the last crawls that came to an end, newest first."""
    ended = select(runs.c.counts).where(runs.c.kind == "crawl", runs.c.counts.is_not(None))
    yield from connection.execute(ended.order_by(runs.c.id.desc()).limit(limit)).scalars()
