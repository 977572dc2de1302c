"""How a crawl ends that does not simply finish: interrupted, out of space, out of time."""

import json
import resource
import signal
import threading
from itertools import count
from random import Random

import pytest
from faults import hang, held
from forked import Forked
from loopback import Web, article, article_path, list_page
from processes import ask, finished, here, run, start, start_afresh, states, wait_for, wait_for_hits

from archive.database import Database
from archive.folder import Folder
from crawler import lock
from crawler.session import MOST

PAGES = 60
CRAWL = ("crawl", "loop", "--allow-private")


@pytest.fixture
def sixty(web: Web) -> Web:
    web.add("/", list_page(web.publish(*range(PAGES))))
    return web


def no_room() -> None:
    """As if the disk were full, in the process that calls it."""
    limit = 400_000  # bytes a file may have: the database and its log hit it after some articles
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def interrupt(process: Forked) -> None:
    """A first signal, until it has been noticed."""
    process.send_signal(signal.SIGTERM)
    wait_for(lambda: "interrupted: " in process.said(), "a word on the signal")


def hold_after(web: Web, pages: int) -> threading.Event:
    """Let so many pages pass, in whatever order they are asked for, and the others when the event is set."""
    arrived, turns = threading.Event(), count()
    for number in range(PAGES):
        web.raw[article_path(number)] = held(lambda: next(turns) < pages or arrived.wait(), article(number))
    return arrived


def test_sigterm_ends_in_good_order(sixty: Web, folder: Folder) -> None:
    arrived = hold_after(sixty, 9)
    process = start(folder, *CRAWL)
    wait_for_hits(sixty, 2 + 10)
    interrupt(process)
    arrived.set()
    ended = process.ended()
    assert ended.returncode == 11, ended.stderr
    assert "sites done" not in ended.stdout
    assert len(sixty.hits) < PAGES
    left = states(folder)
    assert left.keys() == {"waiting", "due"}
    assert (left["waiting"], left["due"]) == (len(sixty.hits) - 2, PAGES - len(sixty.hits) + 2)
    assert ask(folder, "SELECT exit_code, finished_at IS NOT NULL FROM runs") == [(11, 1)]


def test_a_second_signal_ends_at_once(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1)))
    web.raw[article_path(1)] = hang
    process = start_afresh(folder, *CRAWL)
    wait_for_hits(web, 3)
    process.send_signal(signal.SIGTERM)
    assert process.stderr
    assert process.stderr.readline().startswith("interrupted: ")
    process.send_signal(signal.SIGTERM)
    ended = finished(process)
    # One that waits for the page is 11. What is left of the readers is taken away without a word.
    assert (ended.returncode, ended.stderr) == (13, "interrupted twice: stopped at once\n")
    assert ask(folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(1,)]  # the next run takes it over


@pytest.mark.parametrize(
    ("comes", "outcome"),
    [
        pytest.param(True, ("created", "due"), id="slow"),
        pytest.param(False, (None, "due"), id="hangs", marks=pytest.mark.slow),
    ],
)
def test_what_is_on_its_way_is_waited_for(
    web: Web, folder: Folder, *, comes: bool, outcome: tuple[str | None, str]
) -> None:
    web.add("/", list_page(web.publish(1, 2)))
    arrived = threading.Event()
    web.raw[article_path(1)] = held(arrived.wait, article(1)) if comes else hang
    process = start(folder, *CRAWL)
    wait_for_hits(web, 3)
    interrupt(process)
    arrived.set()
    assert process.ended().returncode == 11
    rows = ask(folder, "SELECT url, outcome, state FROM frontier WHERE kind = 'page' ORDER BY id")
    assert rows == [(web.base + article_path(1), *outcome), (web.base + article_path(2), None, "due")]


def test_a_writer_that_takes_its_time_costs_no_page_and_stops_no_download(sixty: Web, folder: Folder) -> None:
    arrived = hold_after(sixty, 4)
    process = start(folder, *CRAWL)
    wait_for_hits(sixty, 2 + 5)  # the next ten have been claimed, and wait for it
    other = Database.open(folder.database)
    with other.writing():
        arrived.set()
        wait_for_hits(sixty, len(sixty.hits) + 3)
    other.close()
    ended = process.ended()
    assert ended.returncode == 0, ended.stderr
    assert states(folder) == {"waiting": PAGES}


def test_a_full_disk_stops_a_fetch_too_where_it_is_the_pages_that_have_no_room(web: Web, folder: Folder) -> None:
    paths = web.publish(*range(20))
    for number, path in enumerate(paths):
        web.add(path, article(number) + f"<!-- {Random(number).randbytes(100_000).hex()} -->")
    urls = [web.base + path for path in paths]
    full = finished(start_afresh(folder, "fetch", *urls, "--allow-private", before=no_room))
    assert full.returncode == 3, full.stderr
    assert f"storage failed: {folder.warc}: File too large\n" in full.stderr
    assert "Traceback" not in full.stderr
    again = run(folder, "fetch", *urls, "--allow-private")
    assert again.returncode == 0, again.stderr
    assert ask(folder, "SELECT count(DISTINCT url) FROM articles") == [(20,)]


def test_where_there_is_no_room_from_the_start_nobody_is_asked(
    sixty: Web, folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lock, "LEAST_FREE", 1 << 62)
    assert here(folder, *CRAWL) == 3
    assert " MB are free, and a run needs " in capsys.readouterr().err
    assert sixty.hits == []


def test_a_full_disk_stops_the_crawl_and_the_next_one_completes_it(sixty: Web, folder: Folder) -> None:
    full = finished(start_afresh(folder, *CRAWL, before=no_room))
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    ((stored,),) = ask(folder, "SELECT count(*) FROM articles")
    assert 0 < stored < PAGES
    assert len(sixty.hits) - 2 <= stored + MOST  # beside robots.txt and the list: what was on its way, and no more
    again = run(folder, *CRAWL)
    assert again.returncode == 0, again.stderr
    assert states(folder) == {"waiting": PAGES}
    assert ask(folder, "SELECT count(DISTINCT url) FROM articles") == [(PAGES,)]
    assert here(folder, "check") == 0  # what was kept while the database had no room has been read since


def test_the_page_budget_is_kept_to_the_page(sixty: Web, folder: Folder) -> None:
    done = run(folder, *CRAWL, "--max-pages", "7", "--json")
    assert len(sixty.hits) == 7 + 1  # and robots.txt
    report = json.loads(done.stdout)
    assert (done.returncode, report["due"]) == (0, PAGES - 6)


def test_a_time_limit_leaves_the_rest_due(sixty: Web, folder: Folder) -> None:
    sixty.pause = 0.1
    done = run(folder, *CRAWL, "--max-time", "1s")
    assert done.returncode == 15, done.stderr
    left = dict(ask(folder, "SELECT state, count(*) FROM frontier WHERE outcome IS NULL GROUP BY state"))
    assert left.keys() == {"due"}
