"""How fast is a page read, against trafilatura on the same pages?

Each run reads all pages with each reader, the readers in another order every time, each in a process of its own.
Measured is CPU time. The machine decides on the milliseconds; the ratio is what can be claimed.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median

import click
from trafilatura import bare_extraction
from trafilatura.settings import Document

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from specimens import Saved, made, saved

from archive import NotAnArticle, read_page


def ours(page: Saved) -> bool:
    """Text and all fields, repaired."""
    try:
        return bool(read_page(page.html, page.url).text)
    except NotAnArticle:
        return False


def theirs(page: Saved) -> bool:
    """Text, title, day, author and site name."""
    found = bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)
    return isinstance(found, Document) and bool(found.text)


def theirs_bare(page: Saved) -> bool:
    """The text alone."""
    found = bare_extraction(page.html, url=page.url, with_metadata=False, include_comments=False)
    return isinstance(found, Document) and bool(found.text)


READERS: dict[str, Callable[[Saved], bool]] = {
    "read_page": ours,
    "trafilatura": theirs,
    "trafilatura, no metadata": theirs_bare,
}


@dataclass(frozen=True, kw_only=True)
class Lap:
    """One reader's way through all pages: CPU seconds a page, and how many pages gave a text."""

    seconds: float
    texts: int


def lap(name: str, pages: list[Saved]) -> Lap:
    """Read all *pages*."""
    read = READERS[name]
    begun = time.process_time()
    texts = sum(read(page) for page in pages)
    return Lap(seconds=(time.process_time() - begun) / len(pages), texts=texts)


def alternate(pages: list[Saved], runs: int) -> dict[str, list[Lap]]:
    """The laps of each reader, run by run."""
    names = list(READERS)
    laps: dict[str, list[Lap]] = {name: [] for name in names}
    with ExitStack() as stack:
        pools = {name: stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))) for name in names}
        # The first lap is not counted: on some page of it trafilatura loads dateparser's tables, for two seconds, once.
        for name, pool in pools.items():
            pool.submit(lap, name, pages).result()
        for run in range(runs):
            start = run % len(names)
            for name in names[start:] + names[:start]:
                laps[name].append(pools[name].submit(lap, name, pages).result())
    return laps


def report(laps: dict[str, list[Lap]]) -> str:
    """Medians, and how much faster we are than each other reader: the median of the single runs, and their range."""
    rows = [f"{'':26}{'ms a page':>10}{'pages/s':>9}{'texts':>7}"]
    for name, own in laps.items():
        seconds = median(one.seconds for one in own)
        rows.append(f"{name:26}{seconds * 1000:10.1f}{1 / seconds:9.1f}{own[0].texts:7}")
    first, *others = laps
    for other in others:
        ratios = [b.seconds / a.seconds for a, b in zip(laps[first], laps[other], strict=True)]
        spread = f"single runs {min(ratios):.2f} to {max(ratios):.2f}"
        rows.append(f"{first} is {median(ratios):.2f} times as fast as {other} ({spread})")
    return "\n".join(rows)


@click.command(help=__doc__)
@click.option("--pages", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Saved pages.")
@click.option(
    "--count", type=click.IntRange(min=1), default=36, show_default=True, help="Pages to make, without --pages."
)
@click.option("--seed", default=1, show_default=True, help="Other pages for another seed.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True)
def main(*, folder: Path | None, count: int, seed: int, runs: int) -> None:
    """Measure and print."""
    pages = saved(folder) if folder else made(count, seed)
    if not pages:
        raise click.ClickException(f"no .html or .html.gz in {folder}")
    where = f"from {folder}" if folder else f"made with seed {seed}"
    size = mean(len(page.html) for page in pages) / 1000
    click.echo(
        f"{len(pages)} pages of {size:.0f} kB on average, {where}; {runs} runs; trafilatura {version('trafilatura')}"
    )
    click.echo(report(alternate(pages, runs)))


if __name__ == "__main__":
    main()
