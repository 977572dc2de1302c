"""WACZ 1.1.1: the captures of the chosen articles with an index, which ReplayWeb.page and pywb show as they were.

Each capture is a whole WARC record here, also where the archive keeps a revisit, and one gzip member: a replay tool
reads it by its offset. The WARC file is stored in the package as it is, for the same reason.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from archive.capture import Capture
from archive.errors import StorageError
from archive.export.package import Digesting, Lines, Package
from archive.export.values import About, Served
from archive.inert import dumped, flat
from archive.warc import member, warcinfo

WARC = "data.warc.gz"
WWW = re.compile(r"^www\d*\.")
PORTS = {"http": 80, "https": 443}
KEPT = "".join(map(chr, range(0x21, 0x7F)))  # all but spaces and what is not ASCII stands in a key as it is
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
        with package.member("indexes/index.cdxj", ZIP_DEFLATED) as out:
            out.writelines(lines.index())
        with package.member("pages/pages.jsonl", ZIP_DEFLATED) as out:
            out.write(line(HEAD))
            out.writelines(lines.pages())
        package.finish(about)


def enter(served: Served, out: Digesting, lines: Lines) -> None:
    """Write a capture, and note its lines."""
    if lines.has(served.capture.record_id):
        return
    record = member(served.capture, None)
    offset = out.size
    out.write(record)
    lines.add(served.capture.record_id, cdxj(served.capture, offset, len(record)), page(served))


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


def page(served: Served) -> bytes | None:
    """A capture's line among the pages; None for a later page of an article, to which its first page leads."""
    if served.kept.article is None:
        return None
    shown = {
        "id": served.capture.record_id.rpartition(":")[2],
        "url": served.capture.url,
        "ts": f"{served.capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "title": flat(served.kept.fields["title"]),
        "article": served.kept.article,
    }
    return line(shown)


def line(value: object) -> bytes:
    """A line of JSON."""
    return dumped(value).encode() + b"\n"


def surt(url: str) -> str:
    """The key under which an address is looked up: host turned round, no www, path and query in small letters.

    `http://www.Paper.example:8080/a?c=2&B=1` is `example,paper:8080)/a?b=1&c=2`.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme) else ""
    except ValueError:  # an odd one from somebody else's WARC stands for itself
        return quote(url, safe=KEPT).lower()
    host = ",".join(reversed(WWW.sub("", (parts.hostname or "").lower()).split(".")))
    path = quote(re.sub("/+", "/", parts.path or "/"), safe=KEPT).lower()
    query = "&".join(sorted(quote(parts.query, safe=KEPT).lower().split("&")))
    return f"{host}{port}){path}" + (f"?{query}" if query else "")
