"""Effort: how much work something may be, whatever else the machine does meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def effort_below(seconds: float) -> Iterator[None]:
    """What happens within takes fewer seconds of CPU time, in this thread. Ten times what it takes, or more."""
    began = time.thread_time()
    yield
    spent = time.thread_time() - began
    assert spent < seconds, f"{spent:.1f} s of work"
