"""How a crawl ends that does not simply finish: interrupted, out of space, out of time."""

import json
import resource
import signal
import time

import pytest
from loopback import Reply, Web, article_path, list_page
from processes import ask, finished, run, start, states, wait_for_hits

from archive.folder import Folder

PAGES = 60
CRAWL = ("crawl", "loop", "--allow-private")


@pytest.fixture
def sixty(web: Web) -> Web:
    web.add("/", list_page(web.publish(*range(PAGES))))
    return web


def test_sigterm_ends_in_good_order(sixty: Web, folder: Folder) -> None:
    sixty.pause = 0.05
    process = start(folder, *CRAWL)
    wait_for_hits(sixty, 12)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    ended = finished(process, None)
    assert ended.returncode == 11, ended.stderr
    assert time.monotonic() - asked < 5
    assert len(sixty.hits) < PAGES
    left = states(folder)
    assert "leased" not in left
    assert left["due"] + left["waiting"] == PAGES
    assert ask(folder, "SELECT exit_code, finished_at IS NOT NULL FROM runs") == [(11, 1)]


def test_a_second_signal_ends_at_once(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(1)))
    web.pages[article_path(1)] = Reply(wait=20)
    process = start(folder, *CRAWL)
    wait_for_hits(web, 3)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert finished(process, None).returncode == 13
    assert time.monotonic() - asked < 2


def test_a_full_disk_stops_the_crawl_and_the_next_one_completes_it(sixty: Web, folder: Folder) -> None:
    def no_room() -> None:
        limit = 400_000  # bytes a file may have: the database and its log hit it after some articles
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = run(folder, *CRAWL, before=no_room)
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert len(sixty.hits) < PAGES
    again = run(folder, *CRAWL)
    assert again.returncode == 0, again.stderr
    assert states(folder) == {"waiting": PAGES}
    assert ask(folder, "SELECT count(DISTINCT url) FROM articles") == [(PAGES,)]


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
