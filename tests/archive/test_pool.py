"""Tasks in a pool of processes that is handed a long row of them: what comes back, and what one of them costs."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice

import pytest

from archive.ingest import Refusal
from archive.workers import AHEAD, MOST_AT_ONCE, NICER, Workers

DIES, HANGS = 7, 23
AFTER_IT = 30
RAISES = -1


def double(number: int) -> str:
    """What the processes of these tests do."""
    if number == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    while number == HANGS:  # at work for ever: the limit is one of work, and what sleeps is on time as long as it likes
        pass
    if number == RAISES:
        raise ValueError(number)
    return str(number * 2)


def niceness(_number: int) -> int:
    return os.nice(0)


def why(refusal: Refusal) -> str:
    return refusal.reason.value


@pytest.fixture
def workers() -> Iterator[Workers[int, str]]:
    pool = Workers(double, refused=why, size=2, limit=2.0)
    yield pool
    pool.close()


def test_all_come_back_in_their_order_and_one_that_dies_or_hangs_costs_itself_only(workers: Workers[int, str]) -> None:
    done = [pair for batch in workers.in_order(range(AFTER_IT)) for pair in batch]
    refused = {DIES: "crashed", HANGS: "timeout"}
    assert done == [(number, refused.get(number, str(number * 2))) for number in range(AFTER_IT)]


def test_of_a_row_without_end_a_few_are_held_and_handed_over_together(workers: Workers[int, str]) -> None:
    taken: list[int] = []
    row = (taken.append(number) or number for number in count(AFTER_IT))
    batches = list(islice(workers.in_order(row), 20))
    assert all(AHEAD * workers.size // 2 <= len(batch) <= MOST_AT_ONCE for batch in batches)
    assert len(taken) <= sum(map(len, batches)) + AHEAD * workers.size


def test_an_error_that_nobody_foresaw_is_told_to_who_asked_for_it_only(workers: Workers[int, str]) -> None:
    numbers = range(RAISES - 5, DIES)

    async def ask() -> list[str | BaseException]:
        return await asyncio.gather(*map(workers.read, numbers), return_exceptions=True)

    found = dict(zip(numbers, asyncio.run(ask()), strict=True))
    assert isinstance(found.pop(RAISES), ValueError)
    assert found == {number: str(number * 2) for number in found}


def test_whoever_asked_and_has_gone_keeps_nobody_waiting(workers: Workers[int, str]) -> None:
    async def ask() -> str:
        gone = [asyncio.ensure_future(workers.read(HANGS)) for _ in range(AHEAD * workers.size)]
        await asyncio.sleep(0)
        for one in gone:
            one.cancel()
        return await workers.read(1)

    assert asyncio.run(ask()) == "2"


def test_those_who_read_give_way_to_who_enters_what_they_read() -> None:
    pool = Workers(niceness, refused=lambda _: -1, size=1)
    ((pair,),) = pool.in_order([0])
    pool.close()
    assert pair[1] == min(19, os.nice(0) + NICER)  # nobody can be nicer than 19


@pytest.mark.parametrize(
    ("imported", "unneeded"),
    [
        ("archive.workers, archive.warm, crawler.reading", "sqlalchemy"),  # who reads pages keeps none of it
        ("archive.rereading", "archive.extract.reader"),  # who has them read knows none of the reader's tables
        ("crawler.run, crawler.pipelines", "archive.extract.decode"),
        ("crawler.run, crawler.pipelines", "feedparser"),
    ],
)
def test_each_side_of_the_pool_imports_its_own_only(imported: str, unneeded: str) -> None:
    code = f"import sys, {imported}; print({unneeded!r} in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
