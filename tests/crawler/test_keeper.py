"""The keeper's transactions: who is told what, and when."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, event, func, select

from archive.capture import Capture
from archive.config import Settings
from archive.database import Database
from archive.errors import DatabaseBusyError, StorageError
from archive.folder import Folder
from archive.frontier import Lease
from archive.models import frontier
from archive.offers import Offer
from archive.outcome import Outcome, Reason, Verdict
from archive.warc import files
from crawler.job import Job
from crawler.keeper import Keeper

STEPS = 20
BROKEN = Outcome(verdict=Verdict.FAILED, reason=Reason.NETWORK)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(path=tmp_path / "archive")
    folder.make()
    Database.open(folder.database, create=True).close()
    return folder


@pytest.fixture
def keeper(folder: Folder) -> Iterator[Keeper]:
    opened = Keeper.open(Job(kind="fetch", folder=folder, sites=(), settings=Settings()))
    yield opened
    opened.close()


def capture(number: int) -> Capture:
    url, now = f"http://paper.example/{number}", datetime.now(UTC)
    return Capture(url=url, captured_at=now, status=200, headers=(), body=b"%d" % number)


def rows(folder: Folder) -> int:
    """How many rows of the ledger anybody else sees."""
    database = Database.open(folder.database)
    with database.reading() as connection:
        count = connection.execute(select(func.count()).select_from(frontier)).scalar_one()
    database.close()
    return count


async def asked_at_once(keeper: Keeper) -> list[BaseException | None]:
    """What each is told of many who ask while the keeper is busy."""
    free = Event()
    busy = keeper.thread.submit(free.wait)
    offers = ([Offer(url=f"http://paper.example/{number}{'0' * 2000}", site="paper")] for number in range(STEPS))
    asked = [asyncio.ensure_future(keeper.want(some)) for some in offers]
    await asyncio.sleep(0)  # they ask
    free.set()
    told = await asyncio.gather(*asked, return_exceptions=True)
    await asyncio.wrap_future(busy)
    return told


def test_what_a_run_kept_and_did_not_read_the_next_one_finds_however_many_files_it_fills(folder: Folder) -> None:
    job = Job(kind="fetch", folder=folder, settings=Settings.model_construct(warc_size=1))
    keeper = Keeper.open(job)
    kept = [asyncio.run(keeper.keep(capture(number))) for number in range(3)]
    assert list(files(folder.warc)) == []
    keeper.close()
    after = Keeper.open(job)
    assert sorted(stray.record_id for stray in after.strays) == sorted(one.record_id for one in kept)
    after.close()


def test_those_who_wait_are_written_together(folder: Folder, keeper: Keeper) -> None:
    commits: list[Connection] = []
    event.listen(keeper.database.engine, "commit", commits.append)
    assert asyncio.run(asked_at_once(keeper)) == [None] * STEPS
    assert rows(folder) == STEPS
    assert len(commits) < STEPS


async def two_on_their_way(keeper: Keeper) -> list[Lease]:
    await keeper.want([Offer(url=f"http://paper.example/{number}", site="paper") for number in range(2)])
    return await keeper.claim({}, room=2)


def test_what_no_other_step_joins_is_written_all_the_same(keeper: Keeper) -> None:
    async def fail_one() -> list[str]:
        one, other = await two_on_their_way(keeper)
        await keeper.fail(one, BROKEN)
        return [other.url]

    left = asyncio.run(fail_one())
    assert [lease.url for lease in keeper.sweep(interrupted=False)] == left


def test_a_sweep_counts_no_row_as_lost_whose_end_waits_to_be_written(keeper: Keeper) -> None:
    async def fail_one() -> tuple[list[str], list[str]]:
        one, other = await two_on_their_way(keeper)
        asked = asyncio.ensure_future(keeper.fail(one, BROKEN))
        await asyncio.sleep(0)  # it asks
        lost = keeper.sweep(interrupted=False)
        await asked
        return [lease.url for lease in lost], [other.url]

    lost, left = asyncio.run(fail_one())
    assert lost == left


def test_of_what_a_full_disk_does_not_take_nobody_is_told_that_it_is_kept(folder: Folder, keeper: Keeper) -> None:
    with keeper.database.reading() as connection:
        size = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={size + 2}")
    told = asyncio.run(asked_at_once(keeper))
    failed = [error for error in told if isinstance(error, StorageError)]
    assert {str(error) for error in failed} == {"archive.db: database or disk is full"}
    assert rows(folder) == STEPS - len(failed)


def test_a_transaction_that_can_not_begin_is_told_to_all(folder: Folder, keeper: Keeper) -> None:
    with keeper.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
    other = Database.open(folder.database)
    with other.writing():
        told = asyncio.run(asked_at_once(keeper))
    other.close()
    assert [type(error) for error in told] == [DatabaseBusyError] * STEPS
    assert asyncio.run(asked_at_once(keeper)) == [None] * STEPS
