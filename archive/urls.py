"""canonical_url(): the one rule for "same address"."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that say who shared or clicked, never which page. `from` says so only with the values of the share menus.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|phpsessid|jsessionid|spm|share_token|isappinstalled|nsukey|scene", re.IGNORECASE
)
SHARED_FROM = {"timeline", "groupmessage", "singlemessage"}
SESSION = re.compile(r"\w*[a-z]\w*", re.IGNORECASE)  # of `sid`, which is a session's number or a story's
SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
HOST = re.compile(r"\w[\w-]*(?:\.\w[\w-]*)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
# An address in which nothing can be left out or spelled otherwise, as those of most articles are: 0.6 us, not 10.
PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?)+"
    r"(?!:(?:80|443)/)(?::(?:[1-5][0-9]{4}|[1-9][0-9]{1,3}))?(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+/?"
)
SPACE = re.compile(r"[\x00-\x20\x7f]")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@lru_cache(maxsize=10_000)  # a list names the same addresses in every run, and each is asked for two or three times
def canonical_url(url: str) -> str:
    """*url* without what does not name the page: user, fragment, default port, tracking and session parameters.

    Other hosts are other addresses, `m.` of `www.` too: what a site has under the same path there, it alone knows.
    Percent-escapes are kept as they are (a GBK `%B1%B1` is no UTF-8). Raises ValueError on what is no http(s) address.
    """
    if PLAIN.fullmatch(url):
        return url
    url = SPACE.sub(lambda match: "" if match[0] in "\t\r\n" else "%20", url.strip())
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].rpartition(":")[0] if parts.port else parts.netloc.rpartition("@")[2]
    if parts.scheme.lower() not in DEFAULT_PORTS or not HOST.fullmatch(host):
        raise ValueError(f"not an http address: {url[:200]!r}")
    parts = urlsplit(canonicalize_url(url, keep_blank_values=True))
    port = f":{parts.port}" if parts.port else ""
    host = parts.netloc.rpartition("@")[2].removesuffix(port).removesuffix(".")
    if not host.isascii() or not HOST.fullmatch(host):  # one character may stand for several, U+2474 for (1)
        raise ValueError(f"not an http address: {url[:200]!r}")
    netloc = host + port.removesuffix(DEFAULT_PORTS[parts.scheme])
    path = SESSION_PATH.sub("", parts.path) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not tracks(pair))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def tracks(pair: str) -> bool:
    """Whether a `name=value` of a query tells nothing of the page."""
    name, _, value = pair.partition("=")
    shared = name == "from" and value in SHARED_FROM
    session = name.lower() == "sid" and bool(SESSION.fullmatch(value))
    return shared or session or bool(TRACKING.fullmatch(name))


def joined(base: str, href: str) -> str | None:
    """*href* as an absolute address; None if it is none (`http://[bad/`)."""
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def host_of(url: str) -> str:
    """The host of a web address, with its port if it is not the usual one."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower().removesuffix(DEFAULT_PORTS.get(parts.scheme, "none"))
