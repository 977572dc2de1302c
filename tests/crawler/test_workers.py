"""The reading processes: pages that hang or kill, and workers that are killed while they rest."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import active_children

import pytest
from loopback import HTML, article, list_page

from archive.capture import Capture
from archive.ingest import Article, Refusal
from archive.offers import Kind
from archive.outcome import Reason
from archive.site import Site
from archive.workers import Workers
from crawler.workers import Reading, Task
from crawler.workers import workers as pool_of

SITE = Site(key="loop", hosts=("loop.example",))
# Well-formed, honest and too long to be read within the limit of these tests.
LONG = (
    "<p>"
    + "</p><p>".join(f"第{number}段说的是第{number * 7}件事，与别的都不一样。" for number in range(40_000))
    + "</p>"
)


def task(html: str, *, kind: Kind = Kind.PAGE) -> Task:
    capture = Capture(
        url="http://loop.example/2026/11/20/10001.html",
        captured_at=datetime.now(UTC),
        status=200,
        headers=(("Content-Type", HTML),),
        body=html.encode(),
    )
    return Task(capture=capture, site=SITE, kind=kind)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers[Task, Reading]]:
    pool = pool_of(1, limit=1.0)
    yield pool
    pool.close()


def read(workers: Workers[Task, Reading], what: Task) -> Reading:
    return asyncio.run(workers.read(what))


def refusal(reading: Reading) -> Reason:
    assert isinstance(reading.finding, Refusal)
    return reading.finding.reason


def test_an_article_is_read(workers: Workers[Task, Reading]) -> None:
    assert isinstance(read(workers, task(article(1))).finding, Article)


def test_a_list_page_names_its_articles_without_being_extracted(workers: Workers[Task, Reading]) -> None:
    reading = read(workers, task(list_page(["/2026/11/20/20001.html", "http://[bad/"]), kind=Kind.LIST))
    assert refusal(reading) is Reason.LIST_PAGE
    assert [link.url for link in reading.found.articles] == ["http://loop.example/2026/11/20/20001.html"]
    assert reading.found.bad == ("http://[bad/",)


def test_a_list_page_without_articles_says_what_it_is_instead(workers: Workers[Task, Reading]) -> None:
    moved = '<meta http-equiv="refresh" content="0;url=/new/">'
    assert refusal(read(workers, task(moved, kind=Kind.LIST))) is Reason.REDIRECT


def test_a_page_that_takes_too_long_is_cut_off_and_the_next_one_is_read(workers: Workers[Task, Reading]) -> None:
    late = read(workers, task(LONG)).finding
    assert late == Refusal(reason=Reason.TIMEOUT, detail="not read within 1 s of processor time")
    assert isinstance(read(workers, task(article(2))).finding, Article)


def test_time_without_work_counts_for_nothing_until_patience_ends() -> None:
    pool = Workers[float, Refusal | None](time.sleep, refused=lambda refusal: refusal, size=1, limit=0.2, patience=5)
    assert asyncio.run(pool.read(0.5)) is None
    assert asyncio.run(pool.read(600)) == Refusal(reason=Reason.TIMEOUT, detail="not read within 5 s")
    pool.close()


def killed_after(seconds: float) -> None:
    time.sleep(seconds)
    for child in active_children():
        os.kill(child.pid or 0, signal.SIGKILL)


def test_a_reader_that_dies_costs_one_page(workers: Workers[Task, Reading]) -> None:
    async def read_and_kill() -> Reading:
        reading = asyncio.ensure_future(workers.read(task(LONG)))
        await asyncio.to_thread(killed_after, 0.5)
        return await reading

    # On a busy machine the kill may come before the reading has begun, and cost nothing.
    assert Reason.CRASHED in (refusal(asyncio.run(read_and_kill())) for _ in range(20))
    assert isinstance(read(workers, task(article(3))).finding, Article)


def test_a_reader_killed_while_it_rests_costs_nothing(workers: Workers[Task, Reading]) -> None:
    read(workers, task(article(4)))
    killed_after(0)
    time.sleep(0.3)
    assert isinstance(read(workers, task(article(5))).finding, Article)
