"""Feed every reader with what no page should hold, for as long as you like. What surprises it is printed.

Each round is another seed, and each surprise the smallest input that makes it. The targets, and what each may answer,
stand in `tests/fuzzing.py`.
"""

import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

import click
from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # this tree is measured, not an installed copy of it

from fuzzing import TARGETS, Target

ROUND = 200  # examples of one target


def feed(target: Target, number: int) -> None:
    """One round; raises what the reader raised, for the smallest input that makes it."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(target.feed)
    def once(value: object) -> None:
        target.read(value)

    once()


@click.command(help=__doc__)
@click.option("--minutes", default=10.0, show_default=True)
@click.option("--only", multiple=True, type=click.Choice(tuple(TARGETS)), help="Only these readers.")
@click.option("--seed", "first", default=0, show_default=True, help="Where the seeds begin.")
def main(*, minutes: float, only: tuple[str, ...], first: int) -> None:
    """Go round the targets until the time is over."""
    chance, until = Random(first), time.monotonic() + minutes * 60  # noqa: S311 - a fuzz that can be repeated
    rounds, surprises = Counter[str](), 0
    while time.monotonic() < until:
        for name in only or TARGETS:
            rounds[name] += 1
            try:
                feed(TARGETS[name], chance.getrandbits(32))
            except Exception:  # noqa: BLE001 - that is what is looked for
                surprises += 1
                click.echo(f"--- {name}\n{traceback.format_exc()}")
    for name, count in rounds.items():
        click.echo(f"{name}: {count * ROUND:,} examples")
    click.echo(f"{surprises} surprises")
    sys.exit(bool(surprises))


if __name__ == "__main__":
    main()
