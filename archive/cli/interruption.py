"""Ctrl-C, where it must not come between two things."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


@contextmanager
def held_back() -> Iterator[None]:
    """Let a Ctrl-C that comes meanwhile be heard at the end. In the main thread only, as Python has it."""
    came: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda *which: came.append(which))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):  # it is not where the process was told to ignore it
        before(*came[0])
