"""Guard: no scheme but http(s), and no address off the open internet, whoever asks and however it is spelled."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import dnscache

from archive.outcome import Reason
from crawler.middlewares.refused import Refused

NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


class Guard:
    """Downloader middleware; sees every request that goes out, those for robots.txt and for redirects included.

    The address it has checked is put into Scrapy's DNS cache, so that the connection goes to that very address: a name
    that changes its answer in between gains nothing.
    """

    def __init__(self, *, allow_private: bool, timeout: float) -> None:
        self.allow_private = allow_private
        self.timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As the settings ALLOW_PRIVATE and DNS_TIMEOUT say."""
        settings = crawler.settings
        return cls(allow_private=settings.getbool("ALLOW_PRIVATE"), timeout=settings.getfloat("DNS_TIMEOUT"))

    async def process_request(self, request: Request) -> None:
        """Raise Refused (BAD_URL, PRIVATE), or CannotResolveHostError for a name without an address."""
        host = host_of(request.url)
        known = dnscache.get(host)
        addresses = [ip_address(known)] if known else await resolve(host, self.timeout)
        for address in map(unwrapped, addresses):
            if not (is_public(address) or (self.allow_private and is_inside(address))):
                raise Refused(Reason.PRIVATE, f"{host} is {address}, no public address")
        dnscache[host] = str(addresses[0])


def host_of(url: str) -> str:
    """The host of an http(s) *url*; anything else is Refused as BAD_URL."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(Reason.BAD_URL, str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise Refused(Reason.BAD_URL, f"no web address: {parts.scheme}:")
    if not host:
        raise Refused(Reason.BAD_URL, "no host")
    return host


async def resolve(host: str, patience: float) -> list[IPv4Address | IPv6Address]:
    """Every address of *host*, IPv4 first. The system undoes `2130706433`, `0x7f000001`, `127.1` as a connect would."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(patience):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise CannotResolveHostError(f"{host}: {error}") from error
    addresses = {ip_address(str(address[0]).partition("%")[0]) for *_, address in found}
    return sorted(addresses, key=lambda address: (address.version, int(address)))


def unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address wraps, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether *address* is one of the open internet's."""
    return address.is_global and not address.is_multicast


def is_inside(address: IPv4Address | IPv6Address) -> bool:
    """Whether *address* is this machine's or an intranet's. Link-local is neither: a cloud's secrets sit there."""
    return address.is_private and not (address.is_link_local or address.is_unspecified or address.is_multicast)
