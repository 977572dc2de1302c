"""The demo's web, served: one port of 127.0.0.1 for each outlet."""

from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import urlsplit

from archive.site import Site
from crawler.demo.stories import FIRST
from crawler.demo.web import HTML, OUTLETS, Outlet, Reply, demo_sites

MISSING = Reply(status=404, body=b"<h1>404 Not Found</h1>", content_type=HTML)


class Host(ThreadingHTTPServer):
    """One outlet on its port."""

    daemon_threads = True

    def __init__(self, outlet: Outlet, port: int) -> None:
        super().__init__(("127.0.0.1", port), Answer)
        self.outlet = outlet
        self.replies: dict[str, Reply] = {}


class Answer(BaseHTTPRequestHandler):
    """Answers a GET from the host's table of replies."""

    server: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the reply for the path."""
        reply = self.server.replies.get(urlsplit(self.path).path, MISSING)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location is not None:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_args: object) -> None:
        """Nothing: the crawler's own report tells what was asked."""


class DemoServer:
    """The three hosts, served while the `with` block lasts. Port 0 takes a free one."""

    def __init__(self, ports: tuple[int, ...] = (0, 0, 0)) -> None:
        self._wanted = ports
        self._stack = ExitStack()
        self.hosts: tuple[Host, ...] = ()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.hosts = tuple(
                stack.enter_context(Host(outlet, port)) for outlet, port in zip(OUTLETS, self._wanted, strict=True)
            )
            self.publish(FIRST)
            for host in self.hosts:
                thread = Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
                thread.start()
                stack.callback(thread.join)
                stack.callback(host.shutdown)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stack.close()

    def publish(self, edition: int) -> None:
        """Serve this *edition* from now on."""
        for host in self.hosts:
            host.replies = host.outlet.replies(edition)

    def url(self, path: str) -> str:
        """The address of an article's *path*, at the outlet that has it."""
        port = next(host.server_port for host in self.hosts if path in host.outlet.paths)
        return f"http://127.0.0.1:{port}{path}"

    @property
    def sites(self) -> tuple[Site, ...]:
        """The profiles for the crawler."""
        return demo_sites(tuple(host.server_port for host in self.hosts))
