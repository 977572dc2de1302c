"""Manners: what hosts have asked of us, as a run knows it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.hosts import Rules

FRESH = timedelta(hours=24)  # a robots.txt is kept no longer (RFC 9309 section 2.4)
GIVEN_UP = timedelta(days=30)  # unreadable for longer, it is as if there were none (RFC 9309 section 2.3.1.4)


@dataclass(kw_only=True)
class Manners:
    """Hosts that want us later, each with the time, and the robots.txt of origins. The database holds the same.

    With `reuse` a robots.txt that was read by another run counts: a run every few minutes does not ask for it anew.
    """

    reuse: bool = False
    held: dict[str, datetime] = field(default_factory=dict)
    rules: dict[str, Rules] = field(default_factory=dict)

    def hold(self, host: str, until: datetime) -> None:
        """Ask nothing of *host* before *until*, or a later time that is known already."""
        self.held[host] = max(until, self.held.get(host, until))

    def waiting(self, now: datetime) -> dict[str, datetime]:
        """The hosts that are to be asked nothing at *now*."""
        return {host: until for host, until in self.held.items() if until > now}

    def fresh(self, origin: str, now: datetime) -> str | None:
        """The text of a robots.txt that was read lately; None if it is to be asked for."""
        known = self.rules.get(origin)
        if not self.reuse or known is None or known.read_at is None or known.unread_since:
            return None
        return known.rules if timedelta() <= now - known.read_at < FRESH else None  # what is to come was a wrong clock

    def unread(self, origin: str, now: datetime) -> Rules:
        """What is known of an origin whose robots.txt can not be read at *now*."""
        known = self.rules.get(origin, Rules())
        return Rules(rules=known.rules, read_at=known.read_at, unread_since=known.unread_since or now)


def last_resort(rules: Rules, now: datetime) -> str | None:
    """What counts when no rules could be read for very long: the last ones, or that there are none. Until then None."""
    if rules.unread_since is None or now - rules.unread_since < GIVEN_UP:
        return None
    return rules.rules or ""
