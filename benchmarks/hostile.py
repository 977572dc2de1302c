"""How long do pages take that were made to take long, and does four times as much take more than four times as long?

The pages are those of `tests/hostile.py`. Measured is CPU time, once: the ratio tells linear from quadratic, no more.
A page that is refused at the larger size was found to be none in less time, so its ratio says nothing.
"""

import logging
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from hostile import ATTACKS

from archive.capture import Capture
from archive.ingest import Article, read
from archive.site import site_of

URL = "http://news.example.cn/2026/1122/1.html"


def measure(name: str, count: int) -> tuple[float, int, str]:
    """Seconds of CPU time, the size of the page in bytes, and what was found."""
    logging.disable()  # a page that can not be read is logged with its traceback
    body = ATTACKS[name].page(count)
    capture = Capture(url=URL, captured_at=datetime(2026, 11, 22, tzinfo=UTC), status=200, headers=(), body=body)
    begun = time.process_time()
    finding = read(capture, site_of(URL))
    seconds = time.process_time() - begun
    if isinstance(finding, Article):
        return seconds, len(body), f"{len(finding.found.text):,} characters"
    return seconds, len(body), f"{finding.reason}: {finding.detail}"


def row(name: str, share: int, run: Callable[..., tuple[float, int, str]]) -> str:
    """One attack at a quarter and at the whole of its number."""
    count = ATTACKS[name].full // share
    quarter, _, _ = run(name, count // 4)
    whole, size, found = run(name, count)
    return f"{name:32}{size / 1e6:8.1f}{quarter:8.2f}{whole:8.2f}{whole / quarter:8.1f}  {found[:70]}"


@click.command(help=__doc__)
@click.option("--only", default="", help="Attacks whose name holds this.")
@click.option(
    "--share", type=click.IntRange(min=1), default=1, show_default=True, help="Of the full size, one in so many."
)
def main(*, only: str, share: int) -> None:
    """Measure and print."""
    click.echo(f"{'':32}{'MB':>8}{'s at ¼':>8}{'s':>8}{'ratio':>8}")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(measure, "one text", 100).result()  # imports and tables
        for name in ATTACKS:
            if only in name:
                click.echo(row(name, share, lambda *of: pool.submit(measure, *of).result()))


if __name__ == "__main__":
    main()
