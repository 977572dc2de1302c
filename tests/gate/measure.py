"""How well the pages of `tests/pages` are read; and, on demand, new floors and a new record for the tests to hold.

Run it from anywhere: `python tests/gate/measure.py`. Exit status 1 if the tests would fail.
"""

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))  # this tree is measured, not an installed copy of it

from gate import corpus, figures, floors, record

from archive.extract import READER


@click.command(help=__doc__, context_settings={"max_content_width": 120})
@click.option("--write", is_flag=True, help="Raise the floors to today's figures.")
@click.option("--lower", is_flag=True, help="The same, and floors may sink: say why in the commit.")
@click.option("--record", "rerecord", is_flag=True, help="Record what the reader makes of every page.")
@click.option("--unreleased", is_flag=True, help="The same, though READER stayed: no release has it yet.")
def main(*, write: bool, lower: bool, rerecord: bool, unreleased: bool) -> None:
    """Print the figures, and what the tests would say."""
    pages = corpus.load()
    measured = figures.measure(pages, corpus.ours)
    click.echo(measured.table())
    try:
        if write or lower:
            raised = floors.load().raised(corpus.corpus_digest(), measured.shares(), lower=lower)
            floors.save(raised)
        now = record.take(pages, corpus.ours, READER)
        if rerecord or unreleased:
            record.save(record.load().replaced(now, unreleased=unreleased))
    except (floors.LoweredError, record.SameReaderError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    failures = floors.load().failures(corpus.corpus_digest(), measured.shares())
    problem = record.load().problem(now)
    for line in (*failures, *filter(None, [problem])):
        click.echo(f"FAILS  {line}")
    sys.exit(1 if failures or problem else 0)


if __name__ == "__main__":
    main()
