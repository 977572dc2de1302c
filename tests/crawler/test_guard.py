"""The guard: which addresses are never asked for."""

import asyncio
from collections.abc import Iterator
from ipaddress import ip_address

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.resolver import dnscache

from archive.outcome import Reason
from crawler.middlewares.guard import Guard, GuardedResolver, Private, hostname
from crawler.middlewares.refused import Refused


def ask(url: str, *, allow_private: bool = False) -> None:
    guard = Guard(private=Private(everything=allow_private), timeout=5)
    dnscache.clear()
    asyncio.run(guard.process_request(Request(url)))


PRIVATE = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://localhost/",
    "http://10.0.0.8/robots.txt",
    "http://192.168.1.1/",
    "http://172.16.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/",
    "http://224.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://somebody:secret@127.0.0.1/",
    "http://public.example@127.0.0.1/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://0x7f.0.0.1/",
    "http://0177.1/",
    "http://[::127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[64:ff9b::10.0.0.8]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.8]/",
    "http://[fec0::1]/",
    "http://192.0.0.192/opc/",
    "http://198.18.0.1/",
    "http://255.255.255.255/",
)


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_however_it_is_spelled(url: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(url)
    assert refused.value.reason is Reason.PRIVATE


@pytest.mark.parametrize("url", ["http://1.1.1.1/", "http://[2606:4700:4700::1111]/", "https://1.0.0.1:8443/a"])
def test_a_public_address_passes(url: str) -> None:
    ask(url)
    assert dnscache


def test_the_address_checked_is_the_one_connected_to() -> None:
    ask("http://16843009/")
    assert dnscache["16843009"] == "1.1.1.1"


def test_a_cached_address_is_checked_too() -> None:
    guard = Guard(private=Private(), timeout=5)
    dnscache["changed.example"] = "10.0.0.1"
    with pytest.raises(Refused):
        asyncio.run(guard.process_request(Request("http://changed.example/")))
    dnscache.clear()


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://10.0.0.8/", "http://[::1]/"])
def test_with_leave_loopback_and_intranet_pass(url: str) -> None:
    ask(url, allow_private=True)
    assert dnscache


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://192.0.0.192/opc/",
        "http://[fd00:ec2::254]/latest/",
    ],
)
def test_leave_does_not_reach_to_where_clouds_keep_secrets(url: str) -> None:
    with pytest.raises(Refused):
        ask(url, allow_private=True)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        *((url, Reason.BAD_URL) for url in ("ftp://a.example/", "http://h:99999/", "http://[bad/", "http:///a")),
        *((url, Reason.PRIVATE) for url in ("file:///etc/passwd", "FILE:/etc/passwd", "data:,a")),
    ],
)
def test_what_is_no_web_address_is_a_bad_url_and_a_local_file_is_private(url: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        hostname(url)
    assert refused.value.reason is reason


def test_a_name_without_an_address_can_not_be_resolved() -> None:
    with pytest.raises(CannotResolveHostError):
        ask("http://no-such-host.invalid/")


def test_only_the_hosts_named_may_be_private() -> None:
    guard = Guard(private=Private(hosts=frozenset({"127.0.0.1:8001"})), timeout=5)
    dnscache.clear()
    asyncio.run(guard.process_request(Request("http://127.0.0.1:8001/a")))
    for url in ("http://127.0.0.1:8002/", "http://127.0.0.1/", "http://localhost:8001/", "http://127.1:8001/"):
        with pytest.raises(Refused):
            asyncio.run(guard.process_request(Request(url)))


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:10.0.0.8", "169.254.169.254"])
def test_an_answer_from_a_private_address_is_not_read(address: str) -> None:
    response = Response("http://rebound.example/", ip_address=ip_address(address))
    with pytest.raises(Refused) as refused:
        Guard(private=Private(), timeout=5).process_response(Request(response.url), response)
    assert refused.value.reason is Reason.PRIVATE


def test_an_answer_from_a_public_address_is_handed_on() -> None:
    response = Response("http://a.example/", ip_address=ip_address("1.1.1.1"))
    assert Guard(private=Private(), timeout=5).process_response(Request(response.url), response) is response


@pytest.fixture
def rebound() -> Iterator[str]:
    """A name that leads inside by the time of the connection."""
    dnscache["rebound.example"] = "127.0.0.1"
    yield "rebound.example"
    dnscache.clear()


def test_a_name_that_leads_inside_by_the_time_of_the_connection_leads_nowhere(rebound: str) -> None:
    with pytest.raises(OSError, match=r"^rebound.example is 127.0.0.1, no public address$"):
        asyncio.run(GuardedResolver(private=Private(), timeout=5).resolve(rebound, 80))


def test_with_leave_it_leads_there(rebound: str) -> None:
    (found,) = asyncio.run(GuardedResolver(private=Private(everything=True), timeout=5).resolve(rebound, 80))
    assert (found["host"], found["port"]) == ("127.0.0.1", 80)
