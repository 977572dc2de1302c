"""A news site on loopback for benchmarks: list pages, and the pages of `specimens.py`, compressed beforehand.

It runs in a process of its own and answers from memory, so that what is measured is whoever asks.
"""

import asyncio
import gzip
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import cast

from specimens import Saved

ON_A_LIST = 100  # links
HEAD = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}Connection: keep-alive\r\n\r\n"


def routes(pages: list[Saved]) -> dict[str, bytes]:
    """Whole answers by path."""
    paths = [f"/news/2025/{number}.html" for number in range(len(pages))]
    lists = {f"/list/{start}.html": paths[start : start + ON_A_LIST] for start in range(0, len(paths), ON_A_LIST)}
    found = {path: answer(page.html, "text/html") for path, page in zip(paths, pages, strict=True)}
    return found | {
        path: answer(list_page(shown).encode(), "text/html; charset=utf-8") for path, shown in lists.items()
    }


def list_page(paths: list[str]) -> str:
    """Links to articles."""
    items = "\n".join(f'<li><a href="{path}">县里今天的第{number}条要闻</a></li>' for number, path in enumerate(paths))
    return f"<!DOCTYPE html><html><head><title>要闻</title></head><body><ul>\n{items}\n</ul></body></html>"


def answer(body: bytes, kind: str) -> bytes:
    """The answer to whoever asks for this page."""
    packed = gzip.compress(body, 6, mtime=0)
    head = HEAD.format(status="200 OK", kind=kind, length=len(packed), more="Content-Encoding: gzip\r\n")
    return head.encode() + packed


NOT_FOUND = HEAD.format(status="404 Not Found", kind="text/plain", length=0, more="").encode()


class Exchange(asyncio.Protocol):
    """One connection; requests come one after the other and have no bodies. None for an answer breaks it off."""

    def __init__(self, answer_to: Callable[[bytes], bytes | None]) -> None:
        self.answer_to, self.waiting = answer_to, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request that has come in whole."""
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            answer = self.answer_to(head)
            if answer is None:
                self.transport.abort()
                return
            self.transport.write(answer)


def path_of(head: bytes) -> str:
    """What a request asks for."""
    return head.split(b" ", 2)[1].decode("latin-1")


def serve(pages: list[Saved], started: Connection) -> None:
    """Answer until the process is ended."""

    async def run() -> None:
        known = routes(pages)

        def answer_to(head: bytes) -> bytes:
            return known.get(path_of(head), NOT_FOUND)

        server = await asyncio.get_running_loop().create_server(lambda: Exchange(answer_to), "127.0.0.1", 0)
        started.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving(pages: list[Saved]) -> Iterator[tuple[str, list[str]]]:
    """Serve *pages*: the site's base address, and the addresses of its list pages."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(pages, there), daemon=True)
    process.start()
    try:
        base = f"http://127.0.0.1:{here.recv()}"
        yield base, [f"{base}/list/{start}.html" for start in range(0, len(pages), ON_A_LIST)]
    finally:
        process.terminate()
        process.join()
