"""From a site to a database, end to end: ours against the naive pipeline, and against what the machine allows.

Every contender fetches the same made-up site from loopback (`loopback_site.py`) into a database of its own, in
processes of its own, in turns. Measured is the time on the wall, with the start of the programs in it, CPU time of the
whole tree of processes, and the most memory that the tree held at one moment. The ratios are what can be claimed.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from contenders import CONTENDERS, CORES, PEERS, Course, Lap, peer
from loopback_site import serving
from specimens import made

CLAIMS = (
    ("news-archive crawl", "naive pipeline", "times as fast as the naive pipeline"),
    *(("news-archive crawl", name, f"times as fast as {name}") for name in ("trafilatura's command", *PEERS)),
    *(
        (name, limit, f"of the speed of {limit}")
        for name in ("news-archive crawl", "news-archive reprocess")
        for limit in ("read_page x cores", "a worker's part x cores")
    ),
    ("read_page x cores", "trafilatura x cores", "times as fast as trafilatura with its metadata"),
)
# What a crawl does with a page, and who does that and all before it alone.
STEPS = (("reading", "read_page x cores"), ("making ready", "a worker's part x cores"), ("storing", "store alone"))


def report(laps: dict[str, list[Lap]], count: int, claims: Sequence[tuple[str, str, str]] = CLAIMS) -> str:
    """Medians, and the ratios of the single runs."""
    rows = [f"{'':24}{'seconds':>9}{'pages/s':>9}{'ms CPU a page':>15}{'peak MB':>9}{'articles':>10}"]
    for name, own in laps.items():
        seconds, cpu = median(lap.seconds for lap in own), median(lap.cpu for lap in own)
        peak, articles = max(lap.peak for lap in own), min(lap.articles for lap in own)
        rows.append(f"{name:24}{seconds:9.1f}{count / seconds:9.1f}{cpu / count * 1000:15.1f}{peak:9.0f}{articles:10}")
    for one, other, claim in claims:
        if one in laps and other in laps:
            ratios = sorted(b.seconds / a.seconds for a, b in zip(laps[one], laps[other], strict=True))
            rows.append(f"{one} is {median(ratios):.2f} {claim} (single runs {ratios[0]:.2f} to {ratios[-1]:.2f})")
    return "\n".join(rows)


def steps(laps: dict[str, list[Lap]]) -> str:
    """The share of each step in the CPU time of a crawl, as far as the steps have been measured alone."""
    whole = median(lap.cpu for lap in laps["news-archive crawl"])
    shares = {name: median(lap.cpu for lap in laps[who]) for name, who in STEPS}
    shares["making ready"] -= shares["reading"]
    shares["fetching, keeping, handing over, start and end"] = whole - sum(shares.values())
    return "a crawl's CPU: " + ", ".join(f"{name} {taken / whole:.0%}" for name, taken in shares.items())


@click.command(help=__doc__)
@click.option("--count", type=click.IntRange(min=1), default=2000, show_default=True, help="Pages of the site.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Other pages for another seed.")
@click.option("--only", multiple=True, type=click.Choice(tuple(CONTENDERS)), help="Only these contenders.")
@click.option(
    "--peer",
    "peers",
    multiple=True,
    type=(click.Choice(PEERS), click.Path(exists=True, dir_okay=False)),
    metavar="NAME PYTHON",
    help="Another tool too, and the Python of the environment that has it.",
)
def main(*, count: int, runs: int, seed: int, only: tuple[str, ...], peers: tuple[tuple[str, str], ...]) -> None:
    """Measure and print."""
    contenders = {name: CONTENDERS[name] for name in only or CONTENDERS}
    contenders |= {name: peer(name, python) for name, python in peers}
    pages = made(count, seed)
    laps: dict[str, list[Lap]] = {name: [] for name in contenders}
    scratch = Path(mkdtemp(prefix="news-archive-benchmark-"))
    try:
        with serving(pages) as (_, lists):
            course = Course(pages=pages, lists=lists, scratch=scratch)
            for run in range(runs):
                for name, contender in contenders.items():
                    laps[name].append(contender(course))
                    click.echo(f"run {run + 1}: {name} {laps[name][-1].seconds:.1f} s", err=True)
    finally:
        shutil.rmtree(scratch)
    click.echo(f"{count} pages made with seed {seed}, {runs} runs, {CORES} cores")
    click.echo(report(laps, count))
    if {"news-archive crawl", *(who for _, who in STEPS)} <= laps.keys():
        click.echo(steps(laps))


if __name__ == "__main__":
    main()
