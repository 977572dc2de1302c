"""A run's claims, while rows land and others are on their way."""

import asyncio
from pathlib import Path

from archive.config import Settings
from archive.database import Database
from archive.folder import Folder
from archive.frontier import Lease
from archive.site import Discover, Site
from crawler.job import Job
from crawler.session import MOST, MOST_OF_A_SITE, Session

PAGES = 20


def opened(path: Path) -> Session:
    """A session with a site of so many list pages, which are all due."""
    folder = Folder(path=path)
    folder.make()
    Database.open(folder.database, create=True).close()
    lists = tuple(Discover(kind="list", url=f"http://paper.example/{number}/") for number in range(PAGES))
    site = Site(key="paper", hosts=("paper.example",), delay=0.0, discover=lists)
    return Session.open(Job(kind="crawl", folder=folder, sites=(site,), settings=Settings(workers=1)))


def test_rows_that_land_while_others_are_looked_for_do_not_end_the_run(tmp_path: Path) -> None:
    session = opened(tmp_path / "archive")

    async def claim_while_all_land() -> list[Lease]:
        first = await session.claim()
        next_ones = asyncio.ensure_future(session.claim())
        await asyncio.sleep(0)  # it waits now, for there is no room
        for lease in first:
            session.leave(lease)
        return [*first, *await next_ones]

    leases = asyncio.run(claim_while_all_land())
    session.end_early("interrupted")
    session.close("finished")
    assert len({lease.url for lease in leases}) == PAGES


def test_a_site_without_end_does_not_keep_a_run_for_itself(tmp_path: Path) -> None:
    session = opened(tmp_path / "archive")
    rooms = []
    for asked in (0, MOST_OF_A_SITE - 3, MOST_OF_A_SITE):
        session.asked["paper"] = asked
        rooms.append(session.rooms()["paper"])
    session.end_early("interrupted")
    session.close("finished")
    assert rooms == [MOST, 3, 0]
