"""What an export reads from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.capture import Capture
from archive.errors import StorageError
from archive.export.captures import kept
from archive.export.evidence import evidence
from archive.export.rows import chosen, exported
from archive.export.subset import Part, parts
from archive.export.values import Evidence, Exported, Kept, Served
from archive.questions.filters import Filters
from archive.replay import Replay


@dataclass(frozen=True, kw_only=True)
class Source:
    """A question to the archive within one read transaction. Captures that can not be read go to `report`."""

    connection: Connection
    query: str | None
    filters: Filters
    replay: Replay
    report: Callable[[StorageError], None]

    @property
    def question(self) -> str:
        """The question in one line: `北京 交通 source=新华社`; empty if everything is asked for."""
        asked = (f"{name}={value}" for name, value in vars(self.filters).items() if value)
        return " ".join(filter(None, (self.query, *asked)))

    def ids(self) -> Iterator[Sequence[int]]:
        """The articles that answer it, newest first, in batches. Raises QueryError."""
        return chosen(self.connection, self.query, self.filters)


def articles(source: Source, ids: Sequence[int]) -> Sequence[Exported]:
    """The articles of *ids*."""
    return exported(source.connection, ids)


def evidences(source: Source, ids: Sequence[int]) -> Iterator[Evidence]:
    """The same, with all evidence."""
    return evidence(source.connection, ids)


def stored(source: Source, ids: Sequence[int]) -> Iterator[Part]:
    """Their rows."""
    return parts(source.connection, ids)


def served(source: Source, ids: Sequence[int]) -> Iterator[Sequence[Served]]:
    """Their captures with their bytes, article by article."""
    for captured in kept(source.connection, ids).values():
        found = [(one, capture_of(source, one)) for one in captured]
        yield [Served(capture=capture, kept=one) for one, capture in found if capture is not None]


def capture_of(source: Source, one: Kept) -> Capture | None:
    """A capture with its bytes; None if they are not in the archive, or damaged, which is reported."""
    if one.place is None:
        source.report(StorageError(f"{one.fields['url']}: its bytes are not in the archive"))
        return None
    try:
        return source.replay.capture_at(one.place)
    except StorageError as error:
        source.report(error)
        return None
