"""What a tree of processes takes while it runs: processor time, and the most memory at one moment."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count as numbered
from pathlib import Path

# Seconds between two looks at what the processes took, and at their memory, through all of which the system walks: 6 ms
# for 250 MB. Together that is 1 % of a core; four times as often it was 3 %, which the contenders lacked.
OFTEN, SELDOM = 0.1, 2.0


@dataclass(kw_only=True)
class Seen:
    """What was seen of a tree of processes: the most memory at one moment, in MB, and seconds of CPU by process."""

    peak: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)


@contextmanager
def watched(pid: int) -> Iterator[Seen]:
    """A process and all that it started, looked at again and again.

    Who starts workers through a server of processes is never told what they took, so nobody can be asked at the end.
    """
    seen, done = Seen(), threading.Event()

    def watch() -> None:
        for look in numbered():
            if done.wait(OFTEN):
                return
            processes = list(family(pid))
            seen.cpu |= {one: taken for one in processes if (taken := spent(one))}
            if look % round(SELDOM / OFTEN) == 0:
                seen.peak = max(seen.peak, sum(map(held, processes)) / 1e6)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def family(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listing.read_text().split()
        except OSError:  # it has ended
            continue
        for child in children:
            yield from family(int(child))


def held(pid: int) -> int:
    """Bytes of memory that are a process's own share: what it shares with others is divided among them."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def spent(pid: int) -> float:
    """Seconds of processor time that a process has taken itself; none if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
