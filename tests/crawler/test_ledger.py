"""What a run claims, without a network: a real database, and as many sites as it takes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.database import Database
from archive.folder import Folder
from archive.site import Discover, Site
from crawler.job import Job
from crawler.ledger import Ledger
from crawler.manners import Manners

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def site(number: int) -> Site:
    host = f"paper{number}.example"
    return Site(key=f"paper{number}", hosts=(host,), discover=(Discover(kind="list", url=f"http://{host}/"),))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database.open(tmp_path / "archive.db", create=True)
    with database.writing() as opened:
        yield opened
    database.close()


@pytest.fixture
def ledger(tmp_path: Path, connection: Connection) -> Ledger:
    job = Job(kind="crawl", folder=Folder(path=tmp_path), sites=tuple(map(site, range(40))))
    begun = Ledger(job=job, clock=lambda: NOW, started=NOW, manners=Manners())
    begun.begin(connection)
    return begun


def test_sites_with_nothing_due_take_no_room_from_the_others(ledger: Ledger, connection: Connection) -> None:
    rooms = {one.key: 16 for one in ledger.job.sites}
    first = ledger.claim(connection, rooms, room=32)
    then = ledger.claim(connection, rooms, room=32)
    assert [lease.site for lease in (*first, *then)] == [one.key for one in ledger.job.sites]
    assert len(first) == 32


def test_no_more_is_claimed_than_there_is_room_for(ledger: Ledger, connection: Connection) -> None:
    assert [lease.site for lease in ledger.claim(connection, {"paper3": 5, "paper4": 0}, room=9)] == ["paper3"]
    assert ledger.claim(connection, {one.key: 1 for one in ledger.job.sites}, room=0) == []
