"""`readings.toml`: what the reader made of every page, as digests, so that no reading changes without a new READER.

Readings are compared within one version of the reader: were a page to read differently under the same version, the
archive would take our change for an edit by the publisher.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gate.corpus import Finding, Page, Reader, digest

from archive.extract.result import Extraction

PATH = Path(__file__).with_name("readings.toml")
HEAD = """\
# What this version of the reader makes of tests/pages: a digest of each page as served, and one of its reading.
# Written by `python tests/gate/measure.py --record`, never by hand.
"""


class SameReaderError(Exception):
    """Pages read differently, and the reader calls itself by the old version."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """`pages` maps a page's name to the digest of what is served and that of its reading."""

    reader: int
    pages: Mapping[str, tuple[str, str]]

    def changed(self, now: "Record") -> list[str]:
        """The same pages, read differently. A page that was edited or added is no such page."""
        kept = [name for name in self.pages if name in now.pages and now.pages[name][0] == self.pages[name][0]]
        return [name for name in kept if now.pages[name] != self.pages[name]]

    def problem(self, now: "Record") -> str | None:
        """What is to be done before *now* may stand beside this record; None if they agree."""
        names = self.changed(now)
        if names and now.reader == self.reader:
            return (
                f"READER is {now.reader}, as recorded, but reads differently: {', '.join(names)}. If this is meant (a "
                "change of ours, or a library's new version), raise READER in archive/extract/__init__.py and run "
                "`python tests/gate/measure.py --record`; before the first release of this READER, run it with "
                "--unreleased instead"
            )
        if now != self:
            return "READER or tests/pages changed: run `python tests/gate/measure.py --record`"
        return None

    def replaced(self, now: "Record", *, unreleased: bool) -> "Record":
        """*now*, if it may take this record's place. Raises SameReaderError.

        *unreleased* says that nobody has an archive read by this READER yet, so that it may still change.
        """
        if now.reader < self.reader:
            raise SameReaderError(f"READER went back from {self.reader} to {now.reader}")
        if self.changed(now) and now.reader == self.reader and not unreleased:
            raise SameReaderError(str(self.problem(now)))
        return now


def take(pages: Sequence[Page], reader: Reader, version: int) -> Record:
    """Read every page and keep what a person would be shown of it."""
    return Record(reader=version, pages={page.name: (page.served, digest(shown(reader(page)))) for page in pages})


def shown(finding: Finding) -> bytes:
    """The fields an article shows, or the reason why there is none."""
    if not isinstance(finding, Extraction):
        return str(finding).encode()
    at = finding.published_at
    fields = (finding.title, finding.original_title, at and at.isoformat(), finding.source, finding.editor)
    return repr((*fields, finding.authors, finding.text)).encode()


def load(path: Path = PATH) -> Record:
    """The record in *path*; an empty one, of no reader, if there is no such file."""
    if not path.exists():
        return Record(reader=0, pages={})
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Record(reader=table["reader"], pages={name: tuple(row.split()) for name, row in table["pages"].items()})


def save(record: Record, path: Path = PATH) -> None:
    """Write *record*, a page a line."""
    lines = "\n".join(f'{name} = "{served} {reading}"' for name, (served, reading) in sorted(record.pages.items()))
    path.write_text(f"{HEAD}reader = {record.reader}\n\n[pages]\n{lines}\n", encoding="utf-8")
