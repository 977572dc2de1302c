"""How a crawl ends that does not simply finish: interrupted, out of space, out of time."""

import json
import resource
import signal
import time

import pytest
from faults import hang
from loopback import Reply, Web, article, article_path, list_page
from processes import ask, finished, here, run, start, states, wait_for_hits

from archive.database import Database
from archive.folder import Folder

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


def test_sigterm_ends_in_good_order(sixty: Web, folder: Folder) -> None:
    sixty.pause = 0.05
    process = start(folder, *CRAWL)
    wait_for_hits(sixty, 12)
    process.send_signal(signal.SIGTERM)
    ended = finished(process, None)
    assert ended.returncode == 11, ended.stderr
    assert ended.stderr == "interrupted: what was not done is due\n"
    assert "sites done" not in ended.stdout
    assert len(sixty.hits) < PAGES
    left = states(folder)
    assert "leased" not in left
    assert left["due"] + left["waiting"] == PAGES
    assert ask(folder, "SELECT exit_code, finished_at IS NOT NULL FROM runs") == [(11, 1)]


def test_a_second_signal_ends_at_once(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1)))
    web.raw[article_path(1)] = hang
    process = start(folder, *CRAWL)
    wait_for_hits(web, 3)
    while process.poll() is None:  # two in a row may arrive as one; what is on its way holds up a first one for 30 s
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
    ended = finished(process, None)
    assert ended.returncode == 13
    assert "interrupted twice: stopped at once\n" in ended.stderr
    assert ask(folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(1,)]  # the next run takes it over


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        pytest.param(Reply(body=article(1).encode(), wait=2), ("created", "due"), id="slow"),
        pytest.param(None, (None, "due"), id="hangs", marks=pytest.mark.slow),
    ],
)
def test_what_is_on_its_way_is_waited_for(
    web: Web, folder: Folder, fault: Reply | None, outcome: tuple[str | None, str]
) -> None:
    web.add("/", list_page(web.publish(1, 2)))
    if fault:
        web.pages[article_path(1)] = fault
    else:
        web.raw[article_path(1)] = hang
    process = start(folder, *CRAWL)
    wait_for_hits(web, 3)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert finished(process, None).returncode == 11
    assert time.monotonic() - asked < 35
    rows = ask(folder, "SELECT url, outcome, state FROM frontier WHERE kind = 'page' ORDER BY id")
    assert rows == [(web.base + article_path(1), *outcome), (web.base + article_path(2), None, "due")]


def test_a_writer_that_takes_its_time_costs_no_page_and_stops_no_download(sixty: Web, folder: Folder) -> None:
    sixty.pause = 0.02
    process = start(folder, *CRAWL)
    wait_for_hits(sixty, 6)
    other = Database.open(folder.database)
    with other.writing():
        wait_for_hits(sixty, len(sixty.hits) + 3)
    other.close()
    ended = finished(process, None)
    assert ended.returncode == 0, ended.stderr
    assert states(folder) == {"waiting": PAGES}


def test_a_full_disk_stops_a_fetch_too(sixty: Web, folder: Folder) -> None:
    urls = [sixty.base + article_path(number) for number in range(PAGES)]
    full = run(folder, "fetch", *urls, "--allow-private", before=no_room)
    assert full.returncode == 3, full.stderr
    assert "storage failed: " in full.stderr
    assert "Traceback" not in full.stderr


def test_a_full_disk_stops_the_crawl_and_the_next_one_completes_it(sixty: Web, folder: Folder) -> None:
    full = run(folder, *CRAWL, before=no_room)
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert len(sixty.hits) < PAGES
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
    assert "leased" not in states(folder)
    assert states(folder)["due"] > 0
