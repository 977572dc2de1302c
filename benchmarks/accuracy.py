"""How well are pages read, against trafilatura? The pages are those of `tests/pages`, the gold is theirs.

Prints a Markdown table. Both readers get the page as served and its address. trafilatura reads its own metadata: its
site name is the nearest it has to a source, and it has no field for an editor.
"""

import sys
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median

import click
from trafilatura import bare_extraction
from trafilatura.settings import Document

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))  # this tree is measured, not an installed copy of it

from gate import corpus
from gate.corpus import Finding, Page
from gate.figures import Call, Figures, floored, measure, printed

from archive.extract.result import Extraction
from archive.outcome import Reason

SHOWN = {
    "title": "title",
    "day": "day",
    "minute": "time, to the minute",
    "source": "source (来源)",
    "editor": "editor (责任编辑)",
    "authors": "authors (作者, 记者)",
}


def theirs(page: Page) -> Finding:
    """What plain trafilatura reads. It gives no reasons: any refusal of a page that is no article is right."""
    found = bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)
    if not isinstance(found, Document) or not found.text:
        return page.wanted if isinstance(page.wanted, Reason) else Reason.EMPTY
    return Extraction(
        text=found.text,
        title=found.title,
        published_at=date.fromisoformat(found.date) if found.date else None,
        source=found.sitename,
        authors=tuple(found.author.split("; ")) if found.author else (),
    )


def table(columns: dict[str, Figures]) -> str:
    """The figures as a Markdown table, a reader a column."""
    head = [f"| read as a person reads it | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    rows = [(label, [told(one.fields[name]) for one in columns.values()]) for name, label in SHOWN.items()]
    rows += [
        (
            "text: mean F1 (median)",
            [f"{floored(mean(one.f1)):.4f} ({floored(median(one.f1)):.4f})" for one in columns.values()],
        ),
        ("text: identical", [f"{one.identical} of {len(one.f1)}" for one in columns.values()]),
        ("text: holds a forbidden string", [f"{one.forbidden} of {len(one.f1)}" for one in columns.values()]),
        ("no article: refused as such", [f"{sum(one.refusals)} of {len(one.refusals)}" for one in columns.values()]),
    ]
    return "\n".join([*head, *(f"| {label} | {' | '.join(cells)} |" for label, cells in rows)])


def told(calls: Counter[Call]) -> str:
    """Right readings of the pages that print the field, and what was read wrongly."""
    wrong = [f"{calls[call]} {call}" for call in ("wrong", "invented") if calls[call]]
    return ", ".join([f"{calls['right']} of {printed(calls)}", *wrong])


@click.command(help=__doc__)
def main() -> None:
    """Read the pages twice."""
    pages = corpus.load()
    readers = {"news-archive": corpus.ours, f"trafilatura {version('trafilatura')}": theirs}
    click.echo(table({name: measure(pages, reader) for name, reader in readers.items()}))


if __name__ == "__main__":
    main()
