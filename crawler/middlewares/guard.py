"""Guard: no scheme but http(s), and no address off the open internet, whoever asks and however it is spelled."""

import asyncio
import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.resolver import dnscache
from scrapy.settings import BaseSettings

from archive.offers import no_address
from archive.outcome import Reason
from archive.urls import host_of
from crawler.middlewares.refused import Refused

COMPATIBLE = IPv6Network("::/96")  # RFC 4291: the same, long deprecated, and global to Python
# The last 32 bits are an IPv4 address: RFC 6052, and RFC 2765 before it.
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0:0/96"))
# RFC 4291 section 2.4. To Python also public: site-local fec0::/10, and 64:ff9b:1::/48, behind which intranets stand.
GLOBAL_UNICAST = IPv6Network("2000::/3")
MOST_KNOWN = 4096  # addresses that are remembered, and their kind: they are looked at with each request and each answer
# Where clouds answer with their secrets besides 169.254/16, which is link-local. The first is public to Python 3.11.
SECRETS = (IPv4Network("192.0.0.0/24"), IPv6Network("fd00:ec2::/64"))


@dataclass(frozen=True, kw_only=True)
class Private:
    """Which addresses off the open internet may be asked: all that are inside, or those of some hosts (with port)."""

    everything: bool = False
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """As the settings ALLOW_PRIVATE and PRIVATE_HOSTS say."""
        return cls(everything=settings.getbool("ALLOW_PRIVATE"), hosts=frozenset(settings.getlist("PRIVATE_HOSTS")))

    def admits(self, address: IPv4Address | IPv6Address, host: str) -> bool:
        """Whether *host* (with its port) may be asked at *address*."""
        address = unwrapped(address)
        return is_public(address) or (is_inside(address) and (self.everything or host in self.hosts))

    def admits_host(self, address: IPv4Address | IPv6Address, name: str) -> bool:
        """The same where the port is not known."""
        return self.admits(address, next((host for host in self.hosts if host.partition(":")[0] == name), name))


class Guard:
    """Downloader middleware; sees every request that goes out, those for robots.txt and for redirects included.

    The address it has checked is put into Scrapy's DNS cache, so that the connection goes to that very address: a name
    that changes its answer in between gains nothing.
    """

    def __init__(self, *, private: Private, timeout: float) -> None:
        self.private = private
        self.timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As the settings ALLOW_PRIVATE, PRIVATE_HOSTS and DNS_TIMEOUT say."""
        return cls(private=Private.of(crawler.settings), timeout=crawler.settings.getfloat("DNS_TIMEOUT"))

    async def process_request(self, request: Request) -> None:
        """Raise Refused (BAD_URL, PRIVATE), or CannotResolveHostError for a name without an address."""
        host = hostname(request.url)
        known = dnscache.get(host)
        addresses = [address_of(known)] if known else await resolve(host, self.timeout)
        for address in addresses:
            self.check(address, request.url)
        dnscache[host] = str(addresses[0])

    def process_response(self, request: Request, response: Response) -> Response:
        """Look once more at the address that has answered, before anybody reads what it said."""
        if isinstance(response.ip_address, IPv4Address | IPv6Address):
            self.check(response.ip_address, request.url)
        return response

    def check(self, address: IPv4Address | IPv6Address, url: str) -> None:
        """Raise Refused (PRIVATE) unless *address* may be asked for *url*."""
        if not self.private.admits(address, host_of(url)):
            host, found = hostname(url), str(unwrapped(address))
            raise Refused(Reason.PRIVATE, f"{host} is {'' if host == found else f'{found}, '}no public address")


class GuardedResolver(AbstractResolver):
    """Where a connection to a name is made: to the address that the guard has checked for it, and checked once more.

    Names that the guard has not looked up, or that the cache has dropped since, are looked up here.
    """

    def __init__(self, *, private: Private, timeout: float) -> None:
        self.private = private
        self.timeout = timeout

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002 - any
        """The address of *host*. Raises OSError if it is none of the open internet's, or if there is none."""
        known = dnscache.get(host)
        try:
            addresses = [address_of(known)] if known else await resolve(host, self.timeout)
        except CannotResolveHostError as error:
            raise OSError(str(error)) from error
        for address in addresses:
            if not self.private.admits_host(address, host):
                raise OSError(f"{host} is {address}, no public address")
        return [endpoint(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


def endpoint(host: str, address: IPv4Address | IPv6Address, port: int) -> ResolveResult:
    """An address as aiohttp wants to have it."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - of IP
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=str(address), port=port, family=family, proto=0, flags=flags)


def hostname(url: str) -> str:
    """The host of an http(s) *url*; anything else is Refused as BAD_URL, a local file as PRIVATE."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(Reason.BAD_URL, str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise Refused(no_address(url), f"no web address: {parts.scheme}:")
    if not host:
        raise Refused(Reason.BAD_URL, "no host")
    return host


async def resolve(host: str, patience: float) -> list[IPv4Address | IPv6Address]:
    """Every address of *host*, IPv4 first. The system undoes `2130706433`, `0x7f000001`, `127.1` as a connect would."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(patience):
            found = await loop.getaddrinfo(host.removesuffix("."), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise CannotResolveHostError(f"{host}: {error}") from error
    addresses = {ip_address(str(address[0]).partition("%")[0]) for *_, address in found}
    return sorted(addresses, key=lambda address: (address.version, int(address)))


@lru_cache(MOST_KNOWN)
def address_of(written: str) -> IPv4Address | IPv6Address:
    """An address from its text. Raises ValueError."""
    return ip_address(written)


@lru_cache(MOST_KNOWN)
def unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address wraps, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    wraps = any(address in network for network in NAT64)
    if wraps or (address in COMPATIBLE and int(address) > 1):  # ::1 is itself
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


@lru_cache(MOST_KNOWN)
def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether *address* is one of the open internet's."""
    reachable = isinstance(address, IPv4Address) or address in GLOBAL_UNICAST
    return reachable and address.is_global and not address.is_multicast and not holds_secrets(address)


@lru_cache(MOST_KNOWN)
def is_inside(address: IPv4Address | IPv6Address) -> bool:
    """Whether *address* is this machine's or an intranet's. Link-local is neither: a cloud's secrets sit there."""
    neither = address.is_link_local or address.is_unspecified or address.is_multicast or holds_secrets(address)
    return address.is_private and not neither


def holds_secrets(address: IPv4Address | IPv6Address) -> bool:
    """Whether a cloud's machines are told their passwords at *address*."""
    return any(address in network for network in SECRETS)
