"""A capture from a WARC record, as warcio hands it out. Whoever wrote it, it is read as far as it makes sense."""

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader

from archive.capture import Capture
from archive.urls import canonical_url

KINDS = {"response", "resource", "revisit"}
# Bytes of a payload that are kept in memory: of a longer one, a video or a kilobyte that unfolds to gigabytes, its
# beginning. The reader takes no page of more than 16 MiB.
LONGEST = 64 << 20
BLOCK = 1 << 16
STATUS = re.compile(r"[0-9]{3}")


class OddRecordError(ValueError):
    """A whole record that is not as the standard has it: it alone can not be read."""


def is_capture(record: Any) -> bool:
    """Whether a record holds a page: requests, metadata and DNS look-ups do not."""
    return record.rec_type in KINDS and (record.rec_headers.get("WARC-Target-URI") or "").startswith("http")


def to_capture(record: Any) -> tuple[Capture, str]:
    """A capture from warcio's record, and the digest its payload is known by. One that is too long is truncated.

    Raises ValueError if the record is cut or its payload is not the one that was digested, OddRecordError.
    """
    fields = record.rec_headers
    served = record.http_headers
    if not fields.get("Content-Length"):
        raise OddRecordError("no Content-Length")
    payload, digest, is_whole = digested(record.raw_stream)
    if record.raw_stream.limit:  # warcio hands out a cut record as if it were whole
        raise ValueError(f"the record ends {record.raw_stream.limit} bytes early")
    headers = tuple(served.headers) if served else (("Content-Type", fields.get("Content-Type") or ""),)
    chunked = served is not None and "chunked" in (served.get_header("Transfer-Encoding") or "").lower()
    body = b"".join(blocks(ChunkedDataReader(BytesIO(payload)))) if chunked else payload
    stated = fields.get("WARC-Payload-Digest") or ""
    capture = Capture(
        url=address(fields.get("WARC-Target-URI")),
        captured_at=moment(fields.get("WARC-Date")),
        status=status(served.get_statuscode() or "") if served else 0,
        headers=headers,
        body=body,
        record_id=named(fields.get("WARC-Record-ID")),
        tls_verified={"true": True, "false": False}.get(fields.get("TLS-Verified")),
        truncated=fields.get("WARC-Truncated") or (None if is_whole else "length"),
    )
    if record.rec_type == "revisit":
        return capture, stated
    checkable = stated.startswith("sha1:") and (is_whole or not chunked)
    if checkable and stated not in {capture.payload_digest, digest}:
        raise ValueError(f"the payload of {capture.record_id} does not have its digest")
    return capture, stated or capture.payload_digest


def digested(stream: Any) -> tuple[bytes, str, bool]:
    """The first LONGEST bytes of *stream*, the digest of all as WARC writes it, and whether these are all."""
    sha1, kept, size = hashlib.sha1(usedforsecurity=False), bytearray(), 0
    for block in blocks(stream):
        sha1.update(block)
        kept += block[: LONGEST - size] if size < LONGEST else b""
        size += len(block)
    return bytes(kept), "sha1:" + b32encode(sha1.digest()).decode(), size <= LONGEST


def blocks(stream: Any) -> Iterator[bytes]:
    """*stream* to its end, a block at a time, as warcio's readers hand it out."""
    return iter(lambda: stream.read(BLOCK), b"")


def address(text: str) -> str:
    """WARC-Target-URI, if it is a web address."""
    try:
        canonical_url(text)
    except ValueError as error:
        raise OddRecordError(str(error)) from error
    return text


def named(text: str | None) -> str:
    """WARC-Record-ID, without the brackets."""
    if not text:
        raise OddRecordError("no WARC-Record-ID")
    return text.strip("<>")


def status(text: str) -> int:
    """An HTTP status."""
    if not STATUS.fullmatch(text):
        raise OddRecordError(f"no HTTP status: {text[:20]!r}")
    return int(text)


def moment(text: str | None) -> datetime:
    """WARC-Date as an aware datetime; it is in UTC where it does not say."""
    try:
        at = datetime.fromisoformat(text or "")
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise OddRecordError(f"no WARC-Date: {text!r}") from error
