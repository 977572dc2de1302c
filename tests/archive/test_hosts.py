"""What hosts have told us is remembered until it is past."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from archive import hosts
from archive.hosts import Rules

NOW = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)


def test_a_host_is_held_until_the_latest_time_it_named(connection: Connection) -> None:
    hosts.hold(connection, "a.example", until=LATER)
    hosts.hold(connection, "a.example", until=SOON)
    hosts.hold(connection, "b.example", until=SOON)
    assert hosts.held(connection, now=NOW) == {"a.example": LATER, "b.example": SOON}
    assert hosts.held(connection, now=SOON) == {"a.example": LATER}
    assert hosts.held(connection, now=LATER - timedelta(days=2)) == {}  # the clock was wrong


def test_the_rules_of_an_origin_are_those_last_entered(connection: Connection) -> None:
    hosts.keep_rules(connection, "http://a.example", Rules(rules="User-agent: *\nDisallow: /", read_at=NOW))
    hosts.keep_rules(connection, "http://a.example", Rules(rules="", read_at=LATER))
    hosts.keep_rules(connection, "https://a.example", Rules(unread_since=NOW))
    assert hosts.known_rules(connection) == {
        "http://a.example": Rules(rules="", read_at=LATER),
        "https://a.example": Rules(unread_since=NOW),
    }
