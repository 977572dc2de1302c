"""Three made-up news sites as a function of time: what each address answers, and what must have become of it at last.

They run in a process of their own. Their clock is that of the run, and goes on only when it is told to.
"""

import asyncio
import gzip
import multiprocessing
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from loopback_site import Exchange, path_of
from newsroom import Newsroom

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
EACH = 0.05  # share of the articles that have one fault, that are edited, that are taken down
START = datetime(2026, 10, 1, tzinfo=UTC)
SHOWN = 120  # articles on a list page
# After the first visit and the one a day later, and before the last one, a week later.
EDITED_AFTER, DELETED_AFTER, MENDED_AFTER = timedelta(days=5), timedelta(days=5), timedelta(hours=18)
# What becomes of an address at last.
ENDS = {
    "down": "rejected:http_error",
    "mended": "unchanged",
    "reset": "failed:network",
    "cut": "unchanged",
    "garbled": "rejected:garbled",
    "gone": "rejected:gone",
    "moved": "rejected:redirect",
    "loop": "rejected:loop",
    "empty": "rejected:empty",
    "soft 404": "rejected:soft_404",
    "edited": "revised",
    "deleted": "rejected:gone",
    "plain": "unchanged",
}
KINDS = tuple(ENDS)
READABLE = {"mended", "cut", "edited", "deleted", "plain"}
SOFT_404 = "<h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除。</p>"
PATH = re.compile(r"/(new/)?2026/10/(\d+)\.html")
CONDITION = re.compile(rb'^if-none-match: "(\w+)"', re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of the site; one without a status is none: the connection breaks."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def __bytes__(self) -> bytes:
        named = (*self.headers, ("Content-Length", str(len(self.body))), ("Content-Type", "text/html; charset=utf-8"))
        head = "".join(f"{name}: {value}\r\n" for name, value in named)
        return f"HTTP/1.1 {self.status} As It Is\r\n{head}\r\n".encode() + self.body


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One site, which publishes so many articles in so many days, evenly."""

    host: str
    articles: int
    days: int

    @cached_property
    def newsroom(self) -> Newsroom:
        """Who writes the articles."""
        return Newsroom()

    def chance(self, *what: object) -> Random:
        """A generator that is the same for the same question."""
        return Random(repr((self.host, *what)))  # noqa: S311 - the same site every time

    def kind(self, number: int) -> str:
        """What is wrong with an article, if anything is."""
        place = int(self.chance("kind", number).random() / EACH)
        return KINDS[min(place, len(KINDS) - 1)]

    def published_at(self, number: int) -> datetime:
        """When an article comes out."""
        return START + timedelta(days=self.days) * number / self.articles

    def published(self, now: datetime) -> range:
        """The articles that are out."""
        return range(min(self.articles, int((now - START) / timedelta(days=self.days) * self.articles) + 1))

    def wanted(self) -> dict[str, str]:
        """Every path that the site names, and what must have become of it at last."""
        kinds = {number: self.kind(number) for number in range(self.articles)}
        moved = {f"/new{path(number)}": ENDS["plain"] for number, kind in kinds.items() if kind == "moved"}
        return {path(number): ENDS[kind] for number, kind in kinds.items()} | moved

    def answer(self, asked: str, condition: str, now: datetime) -> Answer | None:
        """What the site says at *now*; None if it hangs up."""
        match = PATH.fullmatch(asked)
        if match is None:
            return self.source(asked, now)
        number, age = int(match[2]), now - self.published_at(int(match[2]))
        kind = "plain" if match[1] else self.kind(number)
        if number not in self.published(now) or kind == "gone" or (kind == "deleted" and age > DELETED_AFTER):
            return Answer(status=404)
        if kind == "down" or (kind == "mended" and age < MENDED_AFTER):
            return Answer(status=500)
        if kind in ("moved", "loop"):
            return Answer(status=302, headers=(("Location", f"/new{asked}" if kind == "moved" else asked),))
        if kind == "reset":
            return None
        return self.page(number, kind, condition, edited=kind == "edited" and age > EDITED_AFTER)

    def page(self, number: int, kind: str, condition: str, *, edited: bool) -> Answer:
        """An article, or what there is in its place. Every other one has an ETag."""
        if kind in ("empty", "soft 404"):
            return Answer(body=SOFT_404.encode() if kind == "soft 404" else b"")
        packed = gzip.compress(self.html(number, edited=edited).encode(), 1, mtime=0)
        packed = {"cut": packed[:-200], "garbled": packed[:2] + b"\xff" * 40}.get(kind, packed)
        tag = f"v{int(edited)}"
        if number % 2 and condition == tag:
            return Answer(status=304)
        tagged = (("ETag", f'"{tag}"'),) if number % 2 else ()
        return Answer(body=packed, headers=(("Content-Encoding", "gzip"), *tagged))

    def html(self, number: int, *, edited: bool) -> str:
        """An article as it is printed. The edit takes its last paragraph out."""
        self.newsroom.draw = self.chance("text", number)
        written = self.newsroom.article(0)
        lines = written.body.split("\n")
        paragraphs = "".join(f"<p>{line}</p>" for line in lines[: len(lines) - edited])
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{written.title}</title></head><body>"
            f"<h1>{written.title}</h1><div>{self.published_at(number):%Y-%m-%d %H:%M} 来源：{written.source}</div>"
            f"<div class='content'>{paragraphs}</div><p>责任编辑：{written.editor}</p></body></html>"
        )

    def source(self, asked: str, now: datetime) -> Answer:
        """The list page and robots.txt, each now and then out of order."""
        if self.chance("down", asked, now).random() < EACH:
            return Answer(status=503)
        if asked == "/robots.txt":
            return Answer(status=404)
        if self.chance("later", now).random() < EACH:
            return Answer(status=429, headers=(("Retry-After", "3600"),))
        newest = list(self.published(now))[-SHOWN:]
        links = "".join(f'<li><a href="{path(number)}">今天的第{number}条要闻</a></li>' for number in reversed(newest))
        return Answer(body=f"<!DOCTYPE html><title>要闻</title><ul>{links}</ul>".encode())


def path(number: int) -> str:
    """Where an article stands."""
    return f"/2026/10/{number:06}.html"


def answering(paper: Paper, clock: Any) -> Callable[[bytes], bytes | None]:
    """What a site answers to the head of a request, at the time that *clock* tells."""

    def answer_to(head: bytes) -> bytes | None:
        condition = CONDITION.search(head)
        now = datetime.fromtimestamp(clock.value, UTC)
        answer = paper.answer(path_of(head), condition[1].decode() if condition else "", now)
        return None if answer is None else bytes(answer)

    return answer_to


def serve(papers: list[Paper], clock: Any, started: Connection) -> None:
    """Answer until the process is ended."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        servers = [
            await loop.create_server(lambda one=paper: Exchange(answering(one, clock)), paper.host, 0)
            for paper in papers
        ]
        started.send([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def serving(papers: list[Paper], clock: Any) -> Iterator[list[str]]:
    """Serve the sites: their addresses."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(papers, clock, there), daemon=True)
    process.start()
    try:
        yield [f"http://{paper.host}:{port}" for paper, port in zip(papers, here.recv(), strict=True)]
    finally:
        process.terminate()
        process.join()
        here.close()
        there.close()


def new_clock() -> Any:
    """A clock that processes share: seconds since 1970."""
    return multiprocessing.get_context("spawn").Value(c_double, START.timestamp())
