"""Content-Encoding is undone, with a bound that no bomb passes."""

import gzip
import sys
import zlib

import brotli
import pytest

from archive.errors import NotAnArticle
from archive.extract.coding import LIMIT, undo
from archive.outcome import Reason

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<html><body>本市公布新方案</body></html>".encode() * 50
RAW = zlib.compressobj(wbits=-15)
CODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]),
    "deflate": zlib.compress(PAGE),
    "deflate ": RAW.compress(PAGE) + RAW.flush(),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
    "br, gzip": gzip.compress(brotli.compress(PAGE)),
    "GZIP": gzip.compress(PAGE),
    "identity": PAGE,
    "": PAGE,
}


@pytest.mark.parametrize("coding", CODED)
def test_a_coding_is_undone(coding: str) -> None:
    assert undo(CODED[coding], coding) == (PAGE, True)


@pytest.mark.parametrize("coding", ["gzip", "br", "lzma"])
def test_a_body_that_is_markup_already_is_taken_as_it_stands(coding: str) -> None:
    assert undo(PAGE, coding) == (PAGE, True)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_stream_that_breaks_off_gives_what_there_is_and_says_so(coding: str) -> None:
    page = bytes(range(256)) * 200 + PAGE
    whole = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}[coding](
        page
    )
    data, ended = undo(whole[: len(whole) - 9], coding)
    assert not ended
    assert page.startswith(data)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"not gzip at all", "gzip"),
        (b"\x1f\x8bbroken", "gzip"),
        (b"....", "lzma"),
        (b"\xff\xff\xff", "zstd"),
        (b"\xff\xff", "deflate"),
    ],
)
def test_what_can_not_be_undone_is_garbled(body: bytes, coding: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        undo(body, coding)
    assert refusal.value.reason is Reason.GARBLED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_at_the_bound(coding: str) -> None:
    bomb = bytes(4 * LIMIT)
    packed = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": lambda data: brotli.compress(data, quality=1),
        "zstd": zstd.compress,
    }[coding](bomb)
    with pytest.raises(NotAnArticle) as refusal:
        undo(packed, coding)
    assert refusal.value.reason is Reason.TOO_BIG


def test_a_plain_body_over_the_bound_is_refused() -> None:
    with pytest.raises(NotAnArticle) as refusal:
        undo(b"<p>" + bytes(LIMIT), None)
    assert refusal.value.reason is Reason.TOO_BIG
