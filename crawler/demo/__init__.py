"""The small news web of `news-archive demo`: a county paper, a national outlet and a hijacked mirror of both."""

from crawler.demo.server import DemoServer
from crawler.demo.web import demo_sites

__all__ = ["DemoServer", "demo_sites"]
