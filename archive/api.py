"""The Python API: a few lines that do everything the command line does.

Imports stand in the functions: `import archive`, and with it every `--help`, must not cost what reading or storing
need.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Self, TypedDict, Unpack

if TYPE_CHECKING:
    from archive.copies import Comparison
    from archive.database import Database
    from archive.errors import MalformedError, StorageError
    from archive.folder import Folder
    from archive.importing import Imported
    from archive.outcome import Outcome
    from archive.questions.stats import By, Group
    from archive.replay import Replay
    from archive.rereading import Reread
    from archive.search import Hit
    from archive.site import Site
    from archive.view import ArticleView, ReadingView
    from archive.warc import WarcWriter


class Filtered(TypedDict, total=False):
    """What an article must say of itself: see `archive.questions.filters.Filters`."""

    start: date | None
    end: date | None
    site: str | None
    source: str | None
    editor: str | None
    author: str | None


class Archive:
    """An archive, opened. A context manager: leaving it closes the WARC file and the database."""

    def __init__(self, folder: "Folder", database: "Database", sites: tuple["Site", ...]) -> None:
        self.folder = folder
        self.database = database
        self.sites = sites
        self._warc: WarcWriter | None = None

    @classmethod
    def open(cls, location: str | Path, *, sites: Iterable["Site"] = (), create: bool = True) -> Self:
        """Open the archive in a folder, or a database: a file (`books.db`) or SQLAlchemy's URL (`sqlite:///books.db`).

        One is made if there is none, unless *create* is False.

        *sites* are profiles to read pages with, besides those in the archive's own `sites` folder, which win. Raises
        StorageError, SchemaError (made by another version) or ConfigurationError (a wrong profile).
        """
        from archive.database import Database
        from archive.folder import Folder
        from archive.site import load_sites

        folder = Folder.at(location)
        if create:
            folder.make()
        database = Database.open(folder.database, create=create)
        own = load_sites(folder.sites)
        keys = {site.key for site in own}
        return cls(folder, database, (*own, *(site for site in sites if site.key not in keys)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish the WARC file and let go of the database."""
        if self._warc:
            self._warc.close()
        self.database.close()

    def add_page(
        self, html: bytes, url: str, content_type: str | None = None, *, captured_at: datetime | None = None
    ) -> "Outcome":
        """Keep a saved page and read it into the archive. Never raises because of what the page holds.

        *captured_at* (aware; now if None) is when it was saved: revisions follow that time, not the time of this call.
        Raises StorageError if it can not be kept, ValueError if *url* is no http address.
        """
        from archive.ingest import file, read
        from archive.saved import saved_page
        from archive.site import site_of
        from archive.store import Store
        from archive.urls import canonical_url

        canonical_url(url)
        capture = saved_page(html, url, content_type, captured_at)
        site = site_of(url, self.sites)
        finding = read(capture, site)
        with self.database.reading() as connection:
            known = Store(connection).has(capture.record_id)
        kept = capture if known else self._writer().write(capture)
        with self.database.writing() as connection:
            return file(kept, finding, site, Store(connection))

    def search(
        self,
        query: str,
        *,
        limit: int | None = 20,
        after: str | None = None,
        sort: Literal["new", "rank"] = "new",
        **filters: Unpack["Filtered"],
    ) -> "Sequence[Hit]":
        """Articles that hold what *query* asks for, newest first or best first.

        `sort="rank"` is bm25, a word in the title counting for ten in the text. Ranked are the newest 10,000 that
        match, if there are more; a query of names alone is answered newest first.

        `archive.questions.query` tells the language: words, "phrases", OR, -word, title:word, source:name. *limit* is
        how many, None for all; *after* the `cursor` of the last hit seen, for those that follow it. *filters* are
        `start` and `end` (days, as printed, both included), `site`, `source`, `editor`, `author`.

        Raises QueryError if the query names nothing to look for, *after* is no cursor or *limit* below 0, StorageError
        if the index was made by another version (`rebuild_index` mends that).
        """
        from archive.questions.filters import Filters
        from archive.search import search

        with self.database.reading() as connection:
            return search(connection, query, Filters(**filters), sort=sort, limit=limit, after=after)

    def list(
        self, *, limit: int | None = 20, after: str | None = None, **filters: Unpack["Filtered"]
    ) -> "Sequence[Hit]":
        """Articles by *filters* alone (see `search`), newest first; those without a date come last."""
        from archive.questions.filters import Filters
        from archive.search import listing

        with self.database.reading() as connection:
            return listing(connection, Filters(**filters), limit=limit, after=after)

    def count(self, query: str | None = None, **filters: Unpack["Filtered"]) -> int:
        """How many articles `search` finds, or `list` if there is no *query*, without a limit."""
        from archive.questions.filters import Filters
        from archive.search import count

        with self.database.reading() as connection:
            return count(connection, query, Filters(**filters))

    def stats(self, by: "By", query: str | None = None, **filters: Unpack["Filtered"]) -> "Sequence[Group]":
        """How many articles `search` or `list` finds, by day, month, site (its key), source or editor.

        Days and months in their order, all else the largest group first; what has no such fact is the group None. By
        "reason": how many captures hold no article, of all there are. Raises QueryError.
        """
        from archive.questions.filters import Filters
        from archive.questions.stats import stats

        with self.database.reading() as connection:
            return stats(connection, by, query, Filters(**filters))

    def rebuild_index(self) -> int:
        """Make the search index anew; how many articles are in it. A thousand take a second or two; others wait."""
        from archive.questions.index import rebuild

        with self.database.writing() as connection:
            return rebuild(connection)

    def article(self, article_id: int) -> "ArticleView | None":
        """One article; for an id that was merged into another, that one. None if there is none."""
        from archive.view import article

        with self.database.reading() as connection:
            return article(connection, article_id)

    def article_at(self, url: str) -> "ArticleView | None":
        """The article that an address showed last. None if there is none; ValueError if *url* is no http address."""
        from archive.view import article, article_at

        with self.database.reading() as connection:
            known = article_at(connection, url)
            return None if known is None else article(connection, known)

    def comparisons(self, article_id: int) -> "tuple[Comparison, ...]":
        """How each copy of an article differs from the best one, and why both are one story.

        Copies with the same text, in whatever script and punctuation, are left out.
        """
        from archive.copies import compared

        with self.database.reading() as connection:
            return compared(connection, article_id)

    def reading(self, url: str) -> "ReadingView | None":
        """What was made of *url*, with the evidence: the latest reading that is an article, else the latest.

        None if it was never captured.
        """
        from archive.view import reading

        with self.database.reading() as connection:
            return reading(connection, url)

    def reprocess(
        self,
        paths: Iterable[Path] | None = None,
        *,
        report: Callable[["StorageError"], None],
        stale_only: bool = False,
    ) -> Iterator["Reread"]:
        """Read WARC files again, the archive's own if *paths* is None: each capture and what became of it.

        Damaged records go to *report*, the rest is read. With *stale_only* what today's reader has read is passed over.
        """
        from archive.rereading import read_again
        from archive.warc import files

        chosen = files(self.folder.warc) if paths is None else paths
        return read_again(self.replay(), chosen, report=report, stale_only=stale_only)

    def export(  # noqa: PLR0913 - what, where to, and keyword-only options
        self,
        to: str | Path | BinaryIO,
        query: str | None = None,
        *,
        format: str | None = None,  # noqa: A002 - the word for it
        force: bool = False,
        report: "Callable[[StorageError], None] | None" = None,
        advance: Callable[[int], None] = lambda _number: None,
        **filters: Unpack["Filtered"],
    ) -> int:
        """Write the articles that `search` finds, or `list` if there is no *query*, to a file; how many there are.

        The format is the one named, or goes by the suffix: see `archive.export.FORMATS`. The file is there when it is
        whole, and not before; if there is no article, none is written. One that is there already raises ExportError
        unless *force*. To an open binary file only what needs no more than a stream can be written, and *format* must
        be named. All is read in one transaction: the file shows the archive at one moment.

        Captures whose bytes are missing or damaged (for `wacz`) go to *report*; without it the first one is raised.
        *advance* is told of every batch of articles. Raises QueryError, ExportError, StorageError.
        """
        from archive.export import About, Source, export, format_of
        from archive.questions.filters import Filters

        form = format_of(str(to) if isinstance(to, str | Path) else "a stream", format)
        place = Path(to) if isinstance(to, str | Path) else to
        with self.database.reading() as connection:
            source = Source(
                connection=connection,
                query=query,
                filters=Filters(**filters),
                replay=self.replay(),
                report=report or raised,
            )
            about = About(question=source.question, made_at=datetime.now(UTC))
            return export(source, place, form, about, force=force, advance=advance)

    def import_(
        self,
        path: str | Path | BinaryIO,
        *,
        report: "Callable[[MalformedError], None] | None" = None,
        advance: Callable[[int], None] = lambda _number: None,
    ) -> "Imported":
        """Enter what an export wrote as JSON lines: captures with their readings, without their bytes.

        A capture that the archive has is left as it is. A malformed line goes to *report*, and the others are imported;
        without *report* the first one is raised. *advance* is told of every line. Raises MalformedError,
        StorageError, or OSError if the file can not be read.
        """
        from contextlib import nullcontext

        from archive.importing import import_lines

        with Path(path).open("rb") if isinstance(path, str | Path) else nullcontext(path) as file:
            name = str(getattr(file, "name", "line"))
            return import_lines(self.database, file, name=name, report=report or raised, advance=advance)

    def replay(self) -> "Replay":
        """The archive's captures, as served."""
        from archive.replay import Replay

        return Replay(folder=self.folder, database=self.database, sites=self.sites)

    def _writer(self) -> "WarcWriter":
        from archive.warc import WarcWriter

        if self._warc is None:
            self._warc = WarcWriter(self.folder.warc)
        return self._warc


def raised(error: Exception) -> None:
    """What is done with a fault that nobody wants to be told of."""
    raise error
