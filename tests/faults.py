"""Answers with everything that goes wrong on the web, each with the one outcome that it must come to."""

import gzip
import socket
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import brotli
from loopback import HTML, Raw, Reply, Web, article, article_path

from archive.extract.coding import zstd

MIB = 1 << 20
NOISE = Random(1).randbytes(2_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
END = "</div><p>责任编辑"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An answer, and what its row in the ledger must say."""

    answer: Reply | Raw
    outcome: str


def put(web: Web, faults: dict[str, Fault], *, start: int = 5_000) -> dict[str, str]:
    """Serve *faults* at addresses that look like articles: the path of each by its name."""
    paths = {name: article_path(start + number) for number, name in enumerate(faults)}
    for name, path in paths.items():
        answer = faults[name].answer
        if isinstance(answer, Reply):
            web.pages[path] = answer
        else:
            web.raw[path] = answer
    return paths


def page(html: str | bytes, **headers: str) -> Reply:
    """An ordinary answer with this body."""
    body = html.encode() if isinstance(html, str) else html
    return Reply(
        body=body, headers={"Content-Type": HTML, **{name.replace("_", "-"): headers[name] for name in headers}}
    )


def with_body(number: int, more: str) -> str:
    """An article with *more* at the end of its text."""
    return article(number).replace(END, more + END)


def long_article(number: int) -> str:
    """An article of a hundred paragraphs, so that a part of it is one too."""
    told = (
        f"<p>会议听取了第{line}项汇报，涉及{line * 13 + number}户居民，预计{line % 12 + 1}月完成。</p>"
        for line in range(100)
    )
    return with_body(number, "".join(told))


# ---- connections


def hang(connection: socket.socket) -> None:
    """Say nothing until the other side has had enough."""
    connection.recv(1)


def held(until: Callable[[], object], html: str) -> Raw:
    """A page that comes when *until* returns, and not before."""
    body = html.encode()

    def speak(connection: socket.socket) -> None:
        until()
        connection.sendall(HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    return speak


def drip(connection: socket.socket) -> None:
    """One byte, and another one, each long before anybody would call it silence."""
    spoken, enough = HEAD + b"Content-Length: 100000\r\n\r\n", threading.Event()
    connection.sendall(spoken)
    while not enough.wait(0.05):
        connection.sendall(b".")


def endless_headers(connection: socket.socket) -> None:
    """Headers that never come to the empty line."""
    enough = threading.Event()
    connection.sendall(HEAD)
    while not enough.wait(0.05):
        connection.sendall(b"X-More: 1\r\n")


def reset(connection: socket.socket) -> None:
    """Hang up as a firewall does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def says(data: bytes) -> Raw:
    """Just these bytes."""
    return lambda connection: connection.sendall(data)


def flood(head: bytes, size: int, *, chunked: bool = False) -> Raw:
    """*head*, and then *size* bytes of a page."""
    piece = b"<p>" + b"x" * (MIB - 3)
    framed = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece

    def speak(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(size // MIB):
            connection.sendall(framed)

    return speak


SLOW = {
    "hang": Fault(answer=hang, outcome="failed:network"),
    "drip": Fault(answer=drip, outcome="failed:network"),
    "endless headers": Fault(answer=endless_headers, outcome="failed:network"),
}
CONNECTIONS = {
    "reset": Fault(answer=reset, outcome="failed:network"),
    "no HTTP": Fault(answer=says(NOISE), outcome="failed:network"),
    "nothing": Fault(answer=says(b""), outcome="failed:network"),
    "cut short of its length": Fault(
        answer=says(HEAD + b"Content-Length: 9999\r\n\r\n<p>"), outcome="failed:network"
    ),
    "cut within a chunk": Fault(
        answer=says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n<p>"), outcome="failed:network"
    ),
    "a cookie of 100 kB": Fault(
        answer=says(HEAD + b"Set-Cookie: a=" + b"x" * 100_000 + b"\r\nContent-Length: 1\r\n\r\nx"),
        outcome="failed:network",
    ),
}  # fmt: skip


# ---- answers

STATUS = {
    "500": Fault(answer=Reply(status=500), outcome="failed:http_error"),
    "503 without a time": Fault(answer=Reply(status=503), outcome="failed:http_error"),
    "403": Fault(answer=Reply(status=403), outcome="rejected:refused"),
    "404": Fault(answer=Reply(status=404), outcome="rejected:gone"),
    "410": Fault(answer=Reply(status=410), outcome="rejected:gone"),
    "302 to nowhere": Fault(answer=Reply(status=302, headers={}), outcome="failed:http_error"),
    "304 that nobody asked for": Fault(answer=Reply(status=304, headers={}), outcome="failed:http_error"),
    "204": Fault(answer=Reply(status=204, headers={}), outcome="rejected:empty"),
    "nothing in it": Fault(answer=page(b""), outcome="rejected:empty"),
    "spaces": Fault(answer=page(" \n" * 500), outcome="rejected:empty"),
}
BAD_TARGETS = ("file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "http://[bad", "http://h:99999/")
REDIRECTS = {
    **{
        f"to {target}": Fault(answer=Reply(status=302, headers={"Location": target}), outcome="rejected:redirect")
        for target in (*BAD_TARGETS, "http://elsewhere.example/1.html", "http://169.254.169.254/x")
    },
    "refresh to a local file": Fault(
        answer=page('<meta http-equiv="refresh" content="0;url=file:///etc/passwd">'), outcome="rejected:redirect"
    ),
}  # fmt: skip
CONTENT = {
    "PDF": Fault(answer=Reply(body=b"%PDF-1.7 x", headers={"Content-Type": "application/pdf"}), outcome="rejected:not_html"),
    "PDF called HTML": Fault(answer=page(b"%PDF-1.7\n" + NOISE), outcome="rejected:not_html"),
    "bytes without a type": Fault(answer=Reply(body=b"\x01" + NOISE, headers={}), outcome="rejected:not_html"),
    "JSON": Fault(answer=Reply(body=b'{"a": 1}', headers={"Content-Type": "application/json"}), outcome="rejected:not_html"),
    "article without a type": Fault(answer=Reply(body=article(901).encode(), headers={}), outcome="created"),
    "soft 404": Fault(
        answer=page("<h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除。</p>"), outcome="rejected:soft_404"
    ),
    "login": Fault(
        answer=page("<h1>用户登录</h1><p>请先登录后查看</p><p>用户名：密码：</p><p>忘记密码</p>"), outcome="rejected:login"
    ),
}  # fmt: skip


COMPRESSORS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.compressobj(9, wbits=31),
    "deflate": lambda: zlib.compressobj(9),
    "br": lambda: Brotli(quality=1),
    "zstd": zstd.ZstdCompressor,
}


class Brotli(brotli.Compressor):
    """Brotli's compressor under the names that the others have."""

    compress = brotli.Compressor.process
    flush = brotli.Compressor.finish


def bomb(codings: str, size: int) -> Reply:
    """*size* bytes of nothing under a Content-Encoding, a thousandth of it on the wire."""
    first, *others = codings.split(", ")
    compressor = COMPRESSORS[first]()
    pieces = [compressor.compress(b"<p>"), *(compressor.compress(bytes(MIB)) for _ in range(size // MIB))]
    packed = b"".join(pieces) + compressor.flush()
    for coding in others:
        again = COMPRESSORS[coding]()
        packed = again.compress(packed) + again.flush()
    return page(packed, Content_Encoding=codings)


CODINGS = {
    "broken gzip": Fault(
        answer=page(gzip.compress(article(910).encode())[:40] + NOISE, Content_Encoding="gzip"),
        outcome="rejected:garbled",
    ),
    "gzip that is none": Fault(answer=page(article(911), Content_Encoding="gzip"), outcome="created"),
    "a coding nobody knows": Fault(answer=page(NOISE, Content_Encoding="lzma"), outcome="rejected:garbled"),
    "gzip cut short": Fault(
        answer=page(gzip.compress(long_article(912).encode())[:-400], Content_Encoding="gzip"), outcome="created"
    ),
    **{
        f"{coding} bomb": Fault(answer=bomb(coding, 40 * MIB), outcome="rejected:too_big")
        for coding in ("gzip", "deflate", "br", "zstd", "gzip, gzip")
    },
}  # fmt: skip
BIG = {
    "100 MB by length": Fault(
        answer=flood(HEAD + b"Content-Length: 104857600\r\n\r\n", 100 * MIB), outcome="failed:too_big"
    ),
    "100 MB in chunks": Fault(
        answer=flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 100 * MIB, chunked=True), outcome="failed:too_big"
    ),
}


# ---- pages that are traps for who reads them

MARKUP = {
    "a reference to ESC": Fault(answer=page(with_body(920, "<p>甲&#27;乙&#x1b;丙</p>")), outcome="created"),
    "NUL": Fault(answer=page(with_body(921, "<p>甲\0乙</p>")), outcome="created"),
    "253 deep": Fault(
        answer=page(with_body(922, "<div>" * 253 + "<p>这一段藏在很深的地方，也要读到。</p>" + "</div>" * 253)),
        outcome="created",
    ),
    "100,000 deep": Fault(answer=page(with_body(923, "<b>" * 100_000)), outcome="created"),
    "100,000 attributes": Fault(
        answer=page(with_body(924, "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">")),
        outcome="rejected:unread",
    ),
    "20 times 8,000 attributes": Fault(
        answer=page(with_body(925, ("<p " + " ".join(f"a{number}" for number in range(8_000)) + ">") * 20)),
        outcome="rejected:unread",
    ),
    "a colspan without end": Fault(
        answer=page(with_body(926, "<table><tr><td colspan=9007199254740991>甲</td></tr></table>")), outcome="created"
    ),
    "comments": Fault(answer=page(with_body(927, "<!-- -->" * 300_000)), outcome="created"),
    "entity bomb": Fault(
        answer=page('<!DOCTYPE html [<!ENTITY a "啊啊啊啊"><!ENTITY b "&a;&a;&a;&a;">]>' + with_body(928, "<p>&b;</p>")),
        outcome="created",
    ),
    "JSON-LD 20,000 deep": Fault(
        answer=page(with_body(929, f'<script type="application/ld+json">{"[" * 20_000}</script>')), outcome="created"
    ),
    "a script in the title": Fault(
        answer=page(article(930).replace("第930村", "第930村&lt;script&gt;alert(1)&lt;/script&gt;")), outcome="created"
    ),
}  # fmt: skip
SLOW_MARKUP = {
    "15 MB of one text": Fault(answer=page(with_body(940, f"<p>{'远近' * 2_500_000}</p>")), outcome="created"),
    "100,000 links": Fault(
        answer=page(with_body(941, "".join(f"<a href=/{number}>链接{number}</a> " for number in range(100_000)))),
        outcome="created",
    ),
}

# Feeds and sitemaps that are out of order, and what they come to.
ENTITIES = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<urlset><url><lastmod>&b;</lastmod><loc>%(base)s/2026/11/20/70002.html</loc></url></urlset>"""
SOURCES = {
    "/page.xml": (b"<html><body>not here</body></html>", "failed:not_xml"),
    "/empty.xml": (b"", "failed:empty"),
    "/bomb.xml.gz": (gzip.compress(bytes(20 * MIB)), "failed:too_big"),
    "/cut.xml": (b"<urlset><url><loc>%(base)s/2026/11/20/70001.html?a=1&b=2</loc></url><url><loc>http", "rejected:list_page"),
    "/entities.xml": (ENTITIES, "rejected:list_page"),
}  # fmt: skip
