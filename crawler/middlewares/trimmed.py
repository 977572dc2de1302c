"""Scrapy's own downloader middlewares, without what would be for nothing here."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response


class Cookies(CookiesMiddleware):
    """For walls that send whoever has no cookie back and forth. Scrapy's looks for some in every response."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Keep those that are set."""
        if b"Set-Cookie" not in response.headers:
            return response
        return super().process_response(request, response, spider)


class Redirects(RedirectMiddleware):
    """For robots.txt. Nothing that is sent names a referer, so none has to be changed on the way."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Leave the request as it is."""
