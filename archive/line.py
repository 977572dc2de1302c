"""A line of JSON lines that an export wrote, as far as it is imported: validated, for it may be anybody's."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import model_validator as validates

from archive.columns import published
from archive.outcome import Reason
from archive.site import Site
from archive.text.edit import Edit
from archive.urls import canonical_url


def without_nul(text: str) -> str:
    """SQLite keeps a NUL and then shows what stands before it."""
    if "\0" in text:
        raise ValueError("holds a NUL")
    return text


def web_address(text: str) -> str:
    """An address as it was requested, which is none unless it has a canonical one."""
    canonical_url(text)
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
Address = Annotated[Words, Field(pattern=r"^https?://\S+$"), AfterValidator(web_address)]
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


def digest_of(text: str) -> str:
    """SHA-256 in hex, as `texts.digest`."""
    return hashlib.sha256(text.encode()).hexdigest()
