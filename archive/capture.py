"""Capture: one HTTP response at one time, its bytes as served."""

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Self
from uuid import uuid4


def new_record_id() -> str:
    """A fresh WARC-Record-ID, `urn:uuid:...` without the angle brackets."""
    return uuid4().urn


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a capture stands: file name inside the `warc` folder, offset and length in compressed bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One HTTP response, as served.

    `body` still carries its Content-Encoding; `headers` keep order, case and repetitions. `captured_at` is aware.
    `status` is 0 for a page that came from a file and not over HTTP. `truncated` is None or WARC's word for why the
    body is not whole (`length`, `time`, `disconnect`). `place` is None until the capture is kept in a WARC.
    """

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    record_id: str = field(default_factory=new_record_id)
    tls_verified: bool | None = None
    truncated: str | None = None
    place: Place | None = None

    def header(self, name: str) -> str | None:
        """The first header of that *name*, in any case; None if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @cached_property
    def payload_digest(self) -> str:
        """WARC-Payload-Digest: SHA-1 of the body as served, base 32."""
        return "sha1:" + b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()

    def at(self, place: Place) -> Self:
        """The same at the *place* where it is kept, with its digest, for which the whole body has been gone through."""
        kept = replace(self, place=place)
        vars(kept).update(payload_digest=self.payload_digest)
        return kept
