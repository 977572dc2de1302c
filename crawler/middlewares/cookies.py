"""Cookies, for walls that send whoever has none back and forth."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response


class Cookies(CookiesMiddleware):
    """Scrapy's, which looks for cookies in every response as if there were some."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Keep those that are set."""
        if b"Set-Cookie" not in response.headers:
            return response
        return super().process_response(request, response, spider)
