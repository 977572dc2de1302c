"""What hosts have told us: when to come back, and what their robots.txt says. The only module that writes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from archive.models import hosts, robots

LONGEST_HOLD = timedelta(days=1)  # whoever asks for more made a slip


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The robots.txt of an origin as it was last read; `unread_since` is set while it can not be read."""

    rules: str | None = None
    read_at: datetime | None = None
    unread_since: datetime | None = None


def hold(connection: Connection, host: str, *, until: datetime) -> None:
    """Ask nothing of *host* before *until*, or a later time that is known already."""
    row = insert(hosts).values(host=host, not_before=until)
    later = func.max(hosts.c.not_before, row.excluded.not_before)
    connection.execute(row.on_conflict_do_update(index_elements=["host"], set_={"not_before": later}))


def held(connection: Connection, *, now: datetime) -> dict[str, datetime]:
    """The hosts that want us later than *now*, each with the time. One too far ahead was entered by a wrong clock."""
    waiting = select(hosts.c.host, hosts.c.not_before).where(
        hosts.c.not_before > now, hosts.c.not_before <= now + LONGEST_HOLD
    )
    return dict(connection.execute(waiting).all())


def known_rules(connection: Connection) -> dict[str, Rules]:
    """What is known of every origin's robots.txt."""
    rows = connection.execute(select(robots)).mappings()
    return {row["origin"]: Rules(**{name: row[name] for name in Rules.__dataclass_fields__}) for row in rows}


def keep_rules(connection: Connection, origin: str, rules: Rules) -> None:
    """Enter what is known of an origin's robots.txt now."""
    row = insert(robots).values(origin=origin, **vars(rules))
    connection.execute(row.on_conflict_do_update(index_elements=["origin"], set_=vars(rules)))
