"""Ten ways to write a private address, by seven ways of being led there: none of them is ever asked."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from loopback import Web, list_page, served
from processes import ask, make_archive
from simulated import crawl_at, job_for

from archive.folder import Folder
from archive.urls import canonical_url, host_of
from crawler.report import RunReport

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SPELLINGS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1.",
    "www.paper.example@127.0.0.1", "１２７.０.０.１", "localhost",
)  # fmt: skip
LINK, REDIRECT, REFRESH, SITEMAP, FEED, SEED, ROBOTS = (
    "link", "redirect", "refresh", "sitemap", "feed", "seed", "robots"
)  # fmt: skip
PROFILE = """
key = "paper"
hosts = {hosts}
delay = 0.0
[[discover]]
kind = "list"
url = "{base}/"
[[discover]]
kind = "feed"
url = "{base}/feed.xml"
[[discover]]
kind = "sitemap"
url = "{base}/sitemap.xml"
"""
OTHER = """
key = "{key}"
hosts = ["{host}"]
delay = 0.0
[[discover]]
kind = "list"
url = "{url}"
"""
LOCAL = ("ftp://127.0.0.1/x", "gopher://127.0.0.1/1", "javascript:alert(1)//")
FILES = {way: f"file:///etc/{way}" for way in (LINK, REDIRECT, REFRESH, SITEMAP, FEED, SEED)}
MOVED = [f"/2026/11/20/{20000 + n}.html" for n in range(len(SPELLINGS) + 1 + len(LOCAL))]
REFRESHED = [f"/2026/11/20/{30000 + n}.html" for n in range(len(SPELLINGS) + 1)]


@pytest.fixture(scope="module")
def inside() -> Iterator[Web]:
    """What must not be asked."""
    with served(Web()) as web:
        yield web


@pytest.fixture(scope="module")
def guides(inside: Web) -> Iterator[list[Web]]:
    """Sites whose robots.txt has moved inside, one for each spelling."""
    with ExitStack() as stack:
        webs = [stack.enter_context(served(Web(), f"127.0.0.{number}")) for number in range(2, 2 + len(SPELLINGS))]
        for web, spelling in zip(webs, SPELLINGS, strict=True):
            web.redirect("/robots.txt", "/moved/robots.txt")
            web.redirect("/moved/robots.txt", f"http://{spelling}:{urlsplit(inside.base).port}/robots.txt")
        yield webs


def spelled(inside: Web, way: str, spelling: str) -> str:
    """What must not be asked, in that spelling, as an address that this way leads to."""
    return f"http://{spelling}:{urlsplit(inside.base).port}/{way}/2026/11/20/{10000 + SPELLINGS.index(spelling)}.html"


@pytest.fixture(scope="module")
def crawled(
    shared_web: Web, inside: Web, guides: list[Web], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Folder, RunReport]:
    """A site whose every page leads inside, crawled with leave to ask that site and those guides and nothing else."""
    web = shared_web
    targets = {way: [*(spelled(inside, way, spelling) for spelling in SPELLINGS), FILES[way]] for way in FILES}
    for path, target in zip(MOVED, [*targets[REDIRECT], *LOCAL], strict=True):
        web.redirect(path, target)
    for path, target in zip(REFRESHED, targets[REFRESH], strict=True):
        web.add(path, f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head><body></body></html>')
    web.add("/", list_page([*MOVED, *REFRESHED, *targets[LINK], *LOCAL]))
    items = "".join(f"<item><link>{url}</link></item>" for url in [*targets[FEED], *LOCAL])
    web.add("/feed.xml", f"<rss><channel>{items}</channel></rss>")
    urls = "".join(f"<url><loc>{url}</loc></url>" for url in [*targets[SITEMAP], *LOCAL])
    web.add("/sitemap.xml", f"<urlset>{urls}</urlset>")
    folder = make_archive(tmp_path_factory.mktemp("private") / "archive", web)
    links = targets[LINK][: len(SPELLINGS)]
    hosts = sorted({"127.0.0.1", *(host_of(form) for url in links for form in (url, canonical_url(url)))})
    (folder.sites / "loop.toml").unlink()
    (folder.sites / "paper.toml").write_text(PROFILE.format(base=web.base, hosts=hosts), encoding="utf-8")
    others = {SEED: targets[SEED], ROBOTS: [guide.base + "/" for guide in guides]}
    for way, addresses in others.items():
        for number, url in enumerate(addresses):
            host = urlsplit(url).hostname or "localhost"
            profile = OTHER.format(key=f"{way}{number}", host=host, url=url)
            (folder.sites / f"{way}{number}.toml").write_text(profile, encoding="utf-8")
    allowed = [urlsplit(one.base).netloc for one in (web, *guides)]
    return folder, crawl_at(NOW, job_for(folder, allow_private=False), PRIVATE_HOSTS=allowed)


def outcomes(folder: Folder, where: str) -> list[str]:
    return [outcome for (outcome,) in ask(folder, f"SELECT outcome FROM frontier WHERE {where}")]  # noqa: S608


def test_nothing_inside_is_ever_asked(crawled: tuple[Folder, RunReport], inside: Web) -> None:
    assert crawled[1].finish == "finished"
    assert inside.hits == []


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("way", FILES)
def test_each_spelling_is_refused_as_private_each_way(
    crawled: tuple[Folder, RunReport], inside: Web, way: str, spelling: str
) -> None:
    found = dict(ask(crawled[0], "SELECT offered_as, outcome FROM frontier"))
    assert found[spelled(inside, way, spelling)] == "failed:private"


@pytest.mark.parametrize("way", FILES)
def test_a_local_file_is_as_private_wherever_it_is_named(crawled: tuple[Folder, RunReport], way: str) -> None:
    # feedparser takes a slash out of it
    assert outcomes(crawled[0], f"offered_as LIKE 'file://%etc/{way}'") == ["failed:private"]


def test_a_scheme_that_is_not_the_web_s_is_no_address(crawled: tuple[Folder, RunReport]) -> None:
    assert outcomes(crawled[0], "offered_as LIKE 'ftp:%' OR offered_as LIKE 'gopher:%'") == ["failed:bad_url"] * 2


@pytest.mark.usefixtures("crawled")
def test_the_site_itself_was_read(shared_web: Web) -> None:
    assert {"/", "/feed.xml", "/sitemap.xml", *MOVED, *REFRESHED} <= {*shared_web.hits}


def test_a_robots_txt_that_has_moved_inside_is_none_and_means_no(
    crawled: tuple[Folder, RunReport], guides: list[Web]
) -> None:
    assert [guide.hits for guide in guides] == [["/robots.txt", "/moved/robots.txt"]] * len(SPELLINGS)
    assert outcomes(crawled[0], f"site LIKE '{ROBOTS}%'") == ["failed:robots"] * len(SPELLINGS)


def test_it_is_ten_spellings_and_seven_ways() -> None:
    assert (len(set(SPELLINGS)), len({*FILES, ROBOTS})) == (10, 7)
