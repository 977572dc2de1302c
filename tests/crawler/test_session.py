"""A run's claims: what it takes next, and when it is done. A real archive, and no network."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from loopback import Web
from processes import make_archive
from simulated import At, job_for

from archive.database import Database
from archive.folder import Folder
from archive.frontier import Frontier
from archive.offers import Offer
from crawler.session import MOST, Session

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def offer_pages(folder: Folder, count: int) -> None:
    database = Database.open(folder.database)
    with database.writing() as connection:
        offers = [Offer(url=f"http://127.0.0.1/{number}.html", site="loop") for number in range(count)]
        Frontier(connection).offer_all(offers, run=None, now=NOW)
    database.close()


def test_a_claim_that_finds_no_room_comes_again_when_all_rows_have_landed_meanwhile(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "archive", Web(base="http://127.0.0.1"))
    offer_pages(folder, MOST + 4)

    async def claim_twice() -> tuple[int, int]:
        first = await session.claim()
        waiting = asyncio.ensure_future(session.claim())
        await asyncio.sleep(0)  # it is at the database now, without room for a row
        for lease in first:
            session.leave(lease)
        return len(first), len(await waiting)

    session = Session.open(job_for(folder), clock=At(NOW))
    assert asyncio.run(claim_twice()) == (MOST, 4 + 1)  # and the list page
    session.close("finished")
