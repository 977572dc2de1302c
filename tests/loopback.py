"""A news site on loopback: routes in a dict, served by a real HTTP server, and what was asked of it."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
DEEDS = (
    "修缮校舍",
    "疏浚河道",
    "种植香樟",
    "改造路灯",
    "兴建图书馆",
    "培训教师",
    "扩建码头",
    "清理池塘",
    "铺设步道",
    "整治集市",
)
Raw = Callable[[socket.socket], None]  # says what it likes on the connection, which is closed afterwards


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer. `wait` seconds pass before it; an HTTP server that hangs is one that waits."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    wait: float = 0.0


@dataclass
class Web:
    """The site: replies by path, and the paths asked for, in order. What it does not know is 404.

    `raw` answers, by path, are no HTTP. `conditions` are the validators that came with each request; one that still holds is answered with 304.
    """

    base: str = ""
    pages: dict[str, Reply] = field(default_factory=dict)
    raw: dict[str, Raw] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cookies: list[str | None] = field(default_factory=list)
    conditions: list[str | None] = field(default_factory=list)
    answering: set[socket.socket] = field(default_factory=set)
    most_at_once: int = 0
    pause: float = 0.0

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.hits.count(path)

    def add(self, path: str, html: str) -> None:
        """Serve a page."""
        self.pages[path] = Reply(body=html.encode())

    def redirect(self, path: str, target: str, **headers: str) -> None:
        """Send whoever asks for *path* to *target*."""
        self.pages[path] = Reply(status=302, headers={"Location": target, **headers})

    def publish(self, *numbers: int) -> list[str]:
        """Articles with these numbers; their paths."""
        for number in numbers:
            self.add(article_path(number), article(number))
        return [article_path(number) for number in numbers]


def article_path(number: int) -> str:
    return f"/2026/11/20/{10_000 + number}.html"


def list_page(links: Iterable[str]) -> str:
    items = "".join(f'<li><a href="{link}">第{number}条</a></li>' for number, link in enumerate(links))
    return f"<!DOCTYPE html><title>新闻列表</title><body><ul class='news'>{items}</ul></body>"


def article(number: int) -> str:
    """A news page that shares no sentence with that of another number."""
    deed, place = DEEDS[number % len(DEEDS)], f"第{number}村"
    sentences = (
        f"{place}昨日开始{deed}，工期预计{number + 30}天。",
        f"据{place}村委会介绍，{deed}一项投入资金{number + 7}万元，由村民代表全程监督。",
        f"参加{deed}的{number + 12}名志愿者来自{place}附近的中学，他们利用周末时间轮流上阵。",
        f"{place}村民说，{deed}完成以后，{number + 100}户人家的日子会更加方便。",
    )
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{place}{deed}_回环日报</title></head><body>"
        f"<h1>{place}{deed}</h1><div class='info'>2026-11-20 10:{number % 60:02} 来源：回环日报</div>"
        f"<div class='content'>{body}</div><p>责任编辑：李雷</p></body></html>"
    )


def serve(web: Web, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> ThreadingHTTPServer:
    """Serve *web* on a free port of a loopback address until the server is shut down."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # headers and body in one packet: two would wait 40 ms for each other

        def do_GET(self) -> None:
            web.hits.append(self.path)
            web.times.append(time.monotonic())
            web.cookies.append(self.headers["Cookie"])
            condition = self.headers["If-None-Match"] or self.headers["If-Modified-Since"]
            web.conditions.append(condition)
            if self.path in web.raw:
                self.close_connection = True
                web.raw[self.path](self.connection)
                return
            reply = web.pages.get(self.path, Reply(status=404, body=b"no such page"))
            if condition and condition in (reply.headers.get("ETag"), reply.headers.get("Last-Modified")):
                reply = Reply(status=304, headers={})
            web.answering.add(self.connection)
            web.most_at_once = max(web.most_at_once, len(web.answering))
            time.sleep(reply.wait + web.pause)
            web.answering.discard(self.connection)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value.encode().decode("latin-1"))  # UTF-8, whatever the standard says
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that was killed is no news."""

    server = Server((host, 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()  # seconds until it is told to end
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    web.base = f"{'https' if tls else 'http'}://{host}:{server.server_port}"
    return server


@contextmanager
def served(web: Web, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """*web* as long as it is served."""
    server = serve(web, host, tls)
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
