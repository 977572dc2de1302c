"""Bombs, floods and pages that are work: the crawler's own memory stays small, and the other pages are read meanwhile."""

import os
from itertools import pairwise

import pytest
from faults import BIG, CONNECTIONS, HEAD, MIB, SLOW_MARKUP, Fault, bomb, flood, put, says
from loopback import Web, article_path, list_page
from processes import ask, start_afresh

from archive.folder import Folder
from archive.workers import LIMIT

GOOD = range(1, 31)
MOST_MEMORY = 400  # MB


def heavy() -> dict[str, Fault]:
    """All that is big. Made on demand: the bombs alone take half a minute."""
    return {
        **BIG,
        "a cookie of 100 kB": CONNECTIONS["a cookie of 100 kB"],
        **{
            f"{coding} bomb": Fault(answer=bomb(coding, 2_000 * MIB), outcome="rejected:too_big")
            for coding in ("gzip", "deflate", "br", "zstd", "gzip, gzip")
        },
        "one header of 50 MB": Fault(answer=flood(HEAD + b"X-Long: ", 50 * MIB), outcome="failed:network"),
        "400,000 headers": Fault(answer=says(HEAD + b"X-More: 1\r\n" * 400_000 + b"\r\n"), outcome="failed:network"),
    }


def crawl(web: Web, folder: Folder, faults: dict[str, Fault]) -> tuple[int, int]:
    """Crawl *faults* among articles, which must all come to what they must: the exit code and the most memory, in MB."""
    paths, good = put(web, faults), web.publish(*GOOD)
    mixed = [link for index, path in enumerate(paths.values()) for link in (path, *good[index * 2 : index * 2 + 2])]
    web.add("/", list_page([*mixed, *good]))
    process = start_afresh(folder, "crawl", "loop", "--allow-private")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.communicate()
    rows = dict(ask(folder, "SELECT url, outcome FROM frontier WHERE kind = 'page'"))
    assert {name: rows[web.base + path] for name, path in paths.items()} == {
        name: fault.outcome for name, fault in faults.items()
    }, said
    assert {rows[web.base + article_path(number)] for number in GOOD} == {"created"}
    return process.returncode, used.ru_maxrss // 1024


@pytest.mark.slow
def test_what_is_big_costs_little_memory(web: Web, folder: Folder) -> None:
    code, memory = crawl(web, folder, heavy())
    print(f"{memory} MB at most")  # noqa: T201
    assert code == 5
    assert memory < MOST_MEMORY


@pytest.mark.slow
def test_what_is_slow_to_read_is_read_whole_and_keeps_nobody_waiting(web: Web, folder: Folder) -> None:
    code, memory = crawl(web, folder, SLOW_MARKUP)
    gaps = sorted(later - earlier for earlier, later in pairwise(web.times))
    print(f"{memory} MB at most, p95 gap {gaps[int(len(gaps) * 0.95)]:.1f} s")  # noqa: T201
    assert code == 0
    assert gaps[int(len(gaps) * 0.95)] < LIMIT
    assert ask(folder, "SELECT count(*) FROM texts WHERE length(body) > 5000000") == [(1,)]
