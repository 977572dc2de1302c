"""How a crawl is going: a line for each site on stderr, and only where somebody watches."""

# ruff: noqa: PLC0415 - rich costs 0.1 s that only whoever watches should pay

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.cli.counts import COLUMNS, clock_text, column_of, site_line
from archive.cli.output import cells
from archive.inert import flat

if TYPE_CHECKING:
    from crawler.visit import Visit

A_SECOND = 4  # times the lines are drawn


@dataclass(kw_only=True)
class Board:
    """The counts of a run while it goes on. `names` are those of its sites, by key; `clock` tells seconds."""

    names: Mapping[str, str]
    clock: Callable[[], float] = time.monotonic
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    pages: int = 0
    begun: float = 0.0

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def see(self, visit: "Visit") -> None:
        """Count a visit. Sources are pages, but not among what a site has brought."""
        self.pages += 1
        of_site = self.counts.setdefault(visit.site, dict.fromkeys(COLUMNS, 0))
        if visit.kind == "page":
            of_site[column_of(visit.outcome.verdict)] += 1

    def lines(self) -> list[str]:
        """A line for the run, which a low terminal must not cut off, and one for each site, in the order of visits."""
        visited = dict(self.counts)  # whoever draws does so in another thread
        names = {key: flat(self.names.get(key)) or flat(key) for key in visited}
        width = max(map(cells, names.values()), default=0)
        seconds = self.clock() - self.begun
        rate = self.pages / seconds if seconds else 0.0
        return [
            f"{self.pages} pages   {rate:.1f} pages/s   {clock_text(seconds)}",
            *(site_line(names[key], counts, width=width) for key, counts in visited.items()),
        ]


@contextmanager
def watched(names: Mapping[str, str]) -> "Iterator[Callable[[Visit], None] | None]":
    """Show a board on stderr while it is a terminal. Yields whom to tell of a visit; None if nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    board = Board(names=names)

    def drawn() -> Text:
        return Text("\n".join(board.lines()), no_wrap=True, overflow="ellipsis")

    console = Console(stderr=True)
    # Stdout stays as it is: what is printed there goes to a file or a program.
    with Live(
        get_renderable=drawn, console=console, refresh_per_second=A_SECOND, transient=True, redirect_stdout=False
    ):
        console.show_cursor()  # a run that is killed could not bring it back
        yield board.see
