"""How far long work has come: a line on stderr, and only where somebody watches."""

# ruff: noqa: PLC0415 - rich costs 0.1 s that only whoever watches should pay

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Yield what is to be told how many pieces of work have been done since it was last told."""
    if not sys.stderr.isatty():
        yield lambda _number: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.completed:,} {task.description}   {task.fields[rate]:.0f}/s")
    with Progress(SpinnerColumn(), text, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, rate=0.0)
        yield lambda number: bar.update(task, advance=number, rate=bar.tasks[0].speed or 0.0)
