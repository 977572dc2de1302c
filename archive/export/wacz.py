"""WACZ 1.1.1: the captures of the chosen articles with an index, which ReplayWeb.page and pywb show as they were.

Each capture is a whole WARC record here, also where the archive keeps a revisit, and one gzip member: a replay tool
reads it by its offset. The WARC file is stored in the package as it is, for the same reason.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from urllib.parse import quote, unquote_to_bytes, urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from archive.capture import Capture
from archive.errors import StorageError
from archive.export.package import Digesting, Lines, Package
from archive.export.values import About, Kept, Served
from archive.inert import dumped, flat
from archive.warc import member, warcinfo

WARC = "data.warc.gz"
INDEX = "indexes/index.cdx"  # CDXJ; pywb passes over a file that is called .cdxj, ReplayWeb.page reads either
WWW = re.compile(r"^www\d*\.")
PORTS = {"http": 80, "https": 443}
PRINTED = "".join(map(chr, range(0x21, 0x7F)))
PLAIN = PRINTED.replace("%", "").replace("#", "")
MOST_ESCAPES = 4  # one within the other, %2525 being two: those tools go on for as long as there are any
HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}


def write(articles: Iterable[Sequence[Served]], path: Path, about: About) -> None:
    """Write a package of the captures of *articles*. Raises StorageError if there is none."""
    with ZipFile(path, "x", allowZip64=True) as file, closing(Lines()) as lines:
        package = Package(file=file, made_at=about.made_at)
        with package.member(f"archive/{WARC}", ZIP_STORED) as out:
            out.write(warcinfo(WARC))
            for served in (one for captured in articles for one in captured):
                enter(served, out, lines)
        if lines.empty:
            raise StorageError("none of these captures has its bytes in the archive")
        with package.member(INDEX, ZIP_DEFLATED) as out:
            out.writelines(lines.index())
        with package.member("pages/pages.jsonl", ZIP_DEFLATED) as out:
            out.write(line(HEAD))
            out.writelines(lines.pages())
        package.finish(about)


def enter(served: Served, out: Digesting, lines: Lines) -> None:
    """Write a capture, and note its lines."""
    if lines.has(served.capture.record_id):
        return
    capture = replace(served.capture, url=quote(served.capture.url, safe=PRINTED))  # as a browser will ask for it
    record = member(capture, None)
    offset = out.size
    out.write(record)
    lines.add(capture.record_id, cdxj(capture, offset, len(record)), page(capture, served.kept))


def cdxj(capture: Capture, offset: int, length: int) -> bytes:
    """A capture's line in the index: where its record stands."""
    about = {
        "url": capture.url,
        "mime": (capture.header("Content-Type") or "text/html").partition(";")[0].strip(),
        "status": str(capture.status) if capture.status else None,
        "digest": capture.payload_digest,
        "length": str(length),
        "offset": str(offset),
        "filename": WARC,
    }
    shown = {name: value for name, value in about.items() if value is not None}
    return f"{surt(capture.url)} {capture.captured_at:%Y%m%d%H%M%S} ".encode() + line(shown)


def page(capture: Capture, kept: Kept) -> bytes | None:
    """A capture's line among the pages; None for a later page of an article, to which its first page leads."""
    if kept.article is None:
        return None
    shown = {
        "id": capture.record_id.rpartition(":")[2],
        "url": capture.url,
        "ts": f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "title": flat(kept.fields["title"]),
        "article": kept.article,
    }
    return line(shown)


def line(value: object) -> bytes:
    """A line of JSON."""
    return dumped(value).encode() + b"\n"


def surt(url: str) -> str:
    """The key under which an address is looked up, as the Internet Archive's tools and pywb make it.

    The host is turned round and has no www; letters are small, dots and slashes of the path are tidied up, the query is
    sorted: `http://www.Paper.example:8080/a/?c=2&B=1` is `example,paper:8080)/a?b=1&c=2`.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme) else ""
        name = (parts.hostname or "").strip(".")
        host = WWW.sub("", name if name.isascii() else name.encode("idna").decode())
    except ValueError:  # an odd one from somebody else's WARC stands for itself
        return quote(url, safe=PRINTED).lower()
    path = normpath(re.sub("/+", "/", f"/{plain(parts.path)}"))
    query = "&".join(sorted(plain(parts.query).split("&"), key=lambda pair: pair.split("=", 1)))
    return f"{','.join(reversed(host.split('.')))}{port}){path}" + (f"?{query}" if query else "")


def plain(text: str) -> str:
    """*text* in small letters, with percent-escapes for nothing but what can not be printed without."""
    data = text.encode()
    for _ in range(MOST_ESCAPES):
        data = unquote_to_bytes(data)
    return quote(data, safe=PLAIN).lower()
