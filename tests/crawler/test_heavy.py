"""Bombs, floods and pages that are work: the crawler's own memory stays small, and the other pages are read meanwhile."""

import os
from itertools import pairwise

import pytest
from faults import BIG, HEAD, MIB, SLOW_MARKUP, Fault, bomb, flood, put, says
from loopback import Web, article_path, list_page
from processes import ask, start_afresh

from archive.folder import Folder
from archive.workers import LIMIT

GOOD = range(1, 31)
MOST_MEMORY = 400  # MB


def heavy() -> dict[str, Fault]:
    """All that is big or slow to read. Made on demand: the bombs alone take half a minute."""
    return {
        **BIG,
        **SLOW_MARKUP,
        **{
            f"{coding} bomb": Fault(answer=bomb(coding, 2_000 * MIB), outcome="rejected:too_big")
            for coding in ("gzip", "deflate", "br", "zstd", "gzip, gzip")
        },
        "one header of 50 MB": Fault(answer=flood(HEAD + b"X-Long: ", 50 * MIB), outcome="failed:network"),
        "400,000 headers": Fault(answer=says(HEAD + b"X-More: 1\r\n" * 400_000 + b"\r\n"), outcome="rejected:empty"),
    }


@pytest.mark.slow
def test_what_is_heavy_costs_little_memory_and_keeps_nobody_waiting(web: Web, folder: Folder) -> None:
    faults = heavy()
    paths, good = put(web, faults), web.publish(*GOOD)
    mixed = [link for index, path in enumerate(paths.values()) for link in (path, *good[index * 2 : index * 2 + 2])]
    web.add("/", list_page([*mixed, *good]))
    process = start_afresh(folder, "crawl", "loop", "--allow-private")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.communicate()
    assert process.returncode == 5, said
    rows = dict(ask(folder, "SELECT url, outcome FROM frontier WHERE kind = 'page'"))
    ended = {name: rows[web.base + path] for name, path in paths.items()}
    # Both take most of the limit on a quiet machine, and all of it on a busy one.
    late = {name for name in SLOW_MARKUP if ended[name] == "rejected:timeout"}
    assert {name: ended[name] for name in ended.keys() - late} == {
        name: fault.outcome for name, fault in faults.items() if name not in late
    }
    assert {rows[web.base + article_path(number)] for number in GOOD} == {"created"}
    gaps = sorted(later - earlier for earlier, later in pairwise(web.times))
    print(f"{used.ru_maxrss / 1024:.0f} MB at most, p95 gap {gaps[int(len(gaps) * 0.95)]:.1f} s, late: {late}")  # noqa: T201
    assert used.ru_maxrss < MOST_MEMORY * 1024
    assert gaps[int(len(gaps) * 0.95)] < LIMIT
