"""Articles from the JSON lines that an export writes (see `archive.export.jsonl`), without their bytes.

What is imported are the captures with their readings; texts, articles, copies and revisions follow from these here as
they do anywhere. So the same articles come out in an empty archive, and a capture that an archive has already changes
nothing in it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, BinaryIO, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic import model_validator as validates
from sqlalchemy import select, update

from archive.capture import Capture
from archive.columns import published
from archive.database import Database
from archive.errors import MalformedError
from archive.extract.result import Extraction
from archive.fingerprint import fingerprint
from archive.models import captures, readings
from archive.outcome import Reason
from archive.site import Site
from archive.store import Store
from archive.text.edit import Edit

LONGEST = 64 << 20  # bytes of a line; an article with a thousand captures has one


def without_nul(text: str) -> str:
    """SQLite keeps a NUL and then shows what stands before it."""
    if "\0" in text:
        raise ValueError("holds a NUL")
    return text


def in_utc(value: datetime) -> datetime:
    """A moment; one that is out of the calendar in UTC is refused."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is no moment of the calendar") from error


def day_or_moment(value: object) -> object:
    """`published_at` as it is stored."""
    return published(value) if isinstance(value, str) else value


Words = Annotated[str, AfterValidator(without_nul)]
Address = Annotated[Words, Field(pattern=r"^https?://\S+$")]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
Published = Annotated[AwareDatetime | date, BeforeValidator(day_or_moment)]


class Read(BaseModel):
    """A capture and its reading, as in `captures` of a line. Fields that follow from others are passed over."""

    model_config = ConfigDict(frozen=True)

    record_id: Words = Field(min_length=1, max_length=1000)
    url: Address
    captured_at: Moment
    status: int = Field(ge=0, le=999)
    content_type: Words | None = None
    payload_digest: Words = Field(min_length=1)
    tls_verified: bool | None = None
    truncated: Words | None = None
    site: Site
    reader: int = Field(ge=0, le=1_000_000)
    reason: Reason | None = None
    detail: Words | None = None
    text: Words | None = None
    part: Words | None = None
    next_page: Words | None = None
    title: Words | None = None
    original_title: Words | None = None
    published_at: Published | None = None
    published_raw: Words | None = None
    source: Words | None = None
    source_raw: Words | None = None
    editor: Words | None = None
    editor_raw: Words | None = None
    authors: tuple[Words, ...] | None = None
    authors_raw: Words | None = None
    language: Words | None = None
    charset: Words | None = None
    layout: Words | None = None
    repairs: dict[Words, int] | None = None
    edits: tuple[Edit, ...] | None = None
    removed: dict[Words, int] | None = None
    flags: tuple[Words, ...] | None = None
    evidence: dict[Words, Words] | None = None
    damage: float | None = Field(default=None, ge=0, le=1)

    @property
    def wording(self) -> str:
        """The digest of what the page itself says; empty if the line names none."""
        return self.part or self.text or ""

    @property
    def refused(self) -> bool:
        """Whether it holds neither an article nor a part of one."""
        return self.reason not in {None, Reason.PART}


class Line(BaseModel):
    """What is imported of a line: the captures and their wordings."""

    model_config = ConfigDict(frozen=True)

    text: Words
    captures: tuple[Read, ...] = Field(min_length=1)
    texts: dict[Words, Words] = {}

    @validates(mode="after")
    def is_whole(self) -> Self:
        """Refuse a line in which a wording is missing or is not the one that was digested."""
        if any(digest != digest_of(body) for digest, body in self.texts.items()):
            raise ValueError("a wording in texts does not have its digest")
        for read in self.captures:
            if not read.refused and read.wording not in self.bodies:
                raise ValueError(f"the wording of {read.record_id} is not in the line")
        return self

    @property
    def bodies(self) -> Mapping[str, str]:
        """The wordings by digest."""
        return {**self.texts, digest_of(self.text): self.text}


@dataclass(frozen=True, kw_only=True)
class Remembered(Capture):
    """A capture whose bytes are elsewhere: only their digest is known."""

    payload_digest: str = field()


@dataclass(kw_only=True)
class Imported:
    """What importing has brought: captures entered, captures the archive had already, and lines that were malformed."""

    new: int = 0
    known: int = 0
    malformed: int = 0


def import_lines(
    database: Database,
    file: BinaryIO,
    *,
    name: str,
    report: Callable[[MalformedError], None],
    advance: Callable[[int], None] = lambda _number: None,
) -> Imported:
    """Enter the articles of *file*, each line in a transaction of its own.

    A line that can not be read goes to *report*, which names it by *name* and number; all others are imported.
    *advance* is told of each line. Raises StorageError.
    """
    done = Imported()
    for number, raw in lines(file):
        try:
            line = parsed(raw, f"{name}:{number}")
        except MalformedError as error:
            report(error)
            done.malformed += 1
        else:
            enter(database, line, done)
        advance(1)
    return done


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, by number from 1; of one that is too long only its first LONGEST bytes."""
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        rest = raw
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST)
        if raw.strip():
            yield number, raw


def parsed(raw: bytes, where: str) -> Line:
    """A line. Raises MalformedError, which begins with *where*."""
    if len(raw) == LONGEST:
        raise MalformedError(f"{where}: longer than {LONGEST >> 20} MiB")
    try:
        return Line.model_validate_json(raw.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, fault["loc"]))
        message = fault["msg"].removeprefix("Value error, ")
        raise MalformedError(f"{where}: " + (f"{key}: {message}" if key else message)) from error


def enter(database: Database, line: Line, done: Imported) -> None:
    """Enter the captures of a line that the archive does not have."""
    with database.writing() as connection:
        store = Store(connection)
        for read in sorted(line.captures, key=lambda read: read.refused):  # a page is one since it held an article
            if store.has(read.record_id):
                done.known += 1
                continue
            file(store, read, line.bodies)
            # The store takes a reading for one of today's reader; this one was made by the reader it names.
            mine = select(captures.c.id).where(captures.c.record_id == read.record_id).scalar_subquery()
            connection.execute(update(readings).where(readings.c.capture == mine).values(reader=read.reader))
            done.new += 1


def file(store: Store, read: Read, bodies: Mapping[str, str]) -> None:
    """Enter one capture with its reading."""
    if read.refused and read.reason:
        store.reject(to_capture(read), read.reason, read.detail or "")
        return
    found = extraction(read, bodies[read.wording])
    store.record(to_capture(read), found, fingerprint(found.text), read.site)


def to_capture(read: Read) -> Remembered:
    """The capture of a reading."""
    return Remembered(
        url=read.url,
        captured_at=read.captured_at,
        status=read.status,
        headers=(("Content-Type", read.content_type),) if read.content_type else (),
        body=b"",
        record_id=read.record_id,
        payload_digest=read.payload_digest,
        tls_verified=read.tls_verified,
        truncated=read.truncated,
    )


def extraction(read: Read, text: str) -> Extraction:
    """What a page said, as the reader gave it."""
    said: dict[str, Any] = {name: getattr(read, name) for name in Extraction.__dataclass_fields__.keys() - DERIVED}
    said = {name: value for name, value in said.items() if value is not None}
    return Extraction(text=text, part_of=read.detail if read.reason is Reason.PART else None, **said)


DERIVED = {"text", "script", "part_of"}


def digest_of(text: str) -> str:
    """SHA-256 in hex, as `texts.digest`."""
    return hashlib.sha256(text.encode()).hexdigest()
