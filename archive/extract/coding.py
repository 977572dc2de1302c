"""Content-Encoding undone, never beyond a bound: 3 kB on the wire may be 2 GiB."""

import sys
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

from archive.errors import NotAnArticle
from archive.outcome import Reason

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 16 * 1024 * 1024
HEAD = 1_024
Undone = tuple[bytes, bool]  # the data, and whether it is whole


@lru_cache(maxsize=1)  # whoever looks for something in the page as such asks again, right after it was read
def undo(body: bytes, content_encoding: str | None) -> Undone:
    """The payload, and whether its compression came to its end. Raises NotAnArticle: TOO_BIG or GARBLED.

    Archives made by others keep the header after undoing the coding: a body that is markup already is taken as it
    stands.
    """
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",")]
    whole = True
    for coding in reversed(codings):
        if coding in ("", "identity") or is_markup(body):
            continue
        body, ended = undo_one(body, coding)
        whole = whole and ended
    if len(body) > LIMIT:
        raise NotAnArticle(Reason.TOO_BIG, f"more than {LIMIT >> 20} MiB")
    return body, whole


def is_markup(body: bytes) -> bool:
    """Whether the bytes begin like a page and not like compressed data."""
    head = body[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"\x00" not in head


def undo_one(body: bytes, coding: str) -> Undone:
    """Undo one coding."""
    undoing = CODINGS.get(coding)
    if undoing is None:
        raise NotAnArticle(Reason.GARBLED, f"unknown Content-Encoding {coding[:40]!r}")
    try:
        data, whole = undoing(body)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        raise NotAnArticle(Reason.GARBLED, f"{coding}: {error}") from error
    if len(data) > LIMIT:
        raise NotAnArticle(Reason.TOO_BIG, f"more than {LIMIT >> 20} MiB after {coding}")
    return data, whole


def gunzip(body: bytes) -> Undone:
    """All members of a gzip stream."""
    data = b""
    while body[:2] == b"\x1f\x8b":
        member = zlib.decompressobj(wbits=31)
        data += member.decompress(body, LIMIT + 1 - len(data))
        if len(data) > LIMIT or not member.eof:
            return data, member.eof
        body = member.unused_data
    if not data:
        raise zlib.error("not a gzip stream")
    return data, True


def inflate(body: bytes) -> Undone:
    """`deflate`: zlib by the standard, raw by the habit of some servers."""
    wrapped = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and (body[0] << 8 | body[1]) % 31 == 0
    stream = zlib.decompressobj(wbits=15 if wrapped else -15)
    data = stream.decompress(body, LIMIT + 1)
    return data, stream.eof


def unbrotli(body: bytes) -> Undone:
    """Brotli, piece by piece up to the bound."""
    stream = brotli.Decompressor()
    data = stream.process(body, output_buffer_limit=LIMIT + 1)
    while len(data) <= LIMIT and not stream.can_accept_more_data():
        more = stream.process(b"", output_buffer_limit=LIMIT + 1 - len(data))
        data += more
    return data, stream.is_finished()


def unzstd(body: bytes) -> Undone:
    """Zstandard, one frame."""
    stream = zstd.ZstdDecompressor()
    data = stream.decompress(body, max_length=LIMIT + 1)
    return data, stream.eof


CODINGS: dict[str, Callable[[bytes], Undone]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": inflate,
    "br": unbrotli,
    "zstd": unzstd,
}
