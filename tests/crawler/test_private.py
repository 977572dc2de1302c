"""Ten ways to write a private address, by seven ways of being led there: none of them is ever asked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from loopback import Web, article_path, list_page, serve
from processes import ask, make_archive
from simulated import crawl_at, job_for

from archive.folder import Folder
from crawler.report import RunReport

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
SPELLINGS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1.",
    "www.paper.example@127.0.0.1", "１２７.０.０.１", "localhost",
)  # fmt: skip
LINK, REDIRECT, REFRESH, SITEMAP, FEED = "link", "redirect", "refresh", "sitemap", "feed"
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
SEED = """
key = "seed{number}"
hosts = ["{host}"]
delay = 0.0
[[discover]]
kind = "list"
url = "http://{spelling}:{port}/seed/{number}/"
"""
LOCAL = ("file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/x", "gopher://127.0.0.1/1", "javascript:alert(1)//")


@pytest.fixture(scope="module")
def inside() -> Iterator[Web]:
    """What must not be asked."""
    web = Web()
    server = serve(web)
    yield web
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def crawled(shared_web: Web, inside: Web, tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, RunReport]:
    """A site whose every page leads inside, crawled with leave to ask that site and nothing else."""
    web, port = shared_web, urlsplit(inside.base).port
    targets = {
        way: [f"http://{spelling}:{port}/{way}/2026/11/20/{10000 + n}.html" for n, spelling in enumerate(SPELLINGS)]
        for way in (LINK, REDIRECT, REFRESH, SITEMAP, FEED)
    }
    turns = [f"/2026/11/20/{20000 + n}.html" for n in range(2 * len(SPELLINGS) + len(LOCAL))]
    moved, refreshed, local = turns[:10], turns[10:20], turns[20:]
    for path, target in zip([*moved, *local], [*targets[REDIRECT], *LOCAL], strict=True):
        web.redirect(path, target)
    for path, target in zip(refreshed, targets[REFRESH], strict=True):
        web.add(path, f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head><body></body></html>')
    web.add("/", list_page([*turns, *targets[LINK], *LOCAL]))
    items = "".join(f"<item><link>{url}</link></item>" for url in [*targets[FEED], *LOCAL])
    web.add("/feed.xml", f"<rss><channel>{items}</channel></rss>")
    urls = "".join(f"<url><loc>{url}</loc></url>" for url in [*targets[SITEMAP], *LOCAL])
    web.add("/sitemap.xml", f"<urlset>{urls}</urlset>")
    folder = make_archive(tmp_path_factory.mktemp("private") / "archive", web)
    hosts = [urlsplit(f"http://{spelling}/").hostname for spelling in SPELLINGS]
    (folder.sites / "loop.toml").unlink()
    (folder.sites / "paper.toml").write_text(PROFILE.format(base=web.base, hosts=hosts), encoding="utf-8")
    for number, (spelling, host) in enumerate(zip(SPELLINGS, hosts, strict=True)):
        profile = SEED.format(number=number, host=host, spelling=spelling, port=port)
        (folder.sites / f"seed{number}.toml").write_text(profile, encoding="utf-8")
    report = crawl_at(NOW, job_for(folder, allow_private=False), PRIVATE_HOSTS=[urlsplit(web.base).netloc])
    return folder, report


def test_nothing_inside_is_ever_asked(crawled: tuple[Folder, RunReport], inside: Web) -> None:
    assert crawled[1].finish == "finished"
    assert inside.hits == []


@pytest.mark.parametrize("way", [LINK, REDIRECT, REFRESH, SITEMAP, FEED, "seed"])
def test_each_spelling_is_refused_as_private(crawled: tuple[Folder, RunReport], way: str) -> None:
    rows = ask(crawled[0], f"SELECT outcome FROM frontier WHERE offered_as LIKE 'http://%/{way}/%'")  # noqa: S608
    # Spellings that a browser takes for one address are one row.
    assert {outcome for (outcome,) in rows} == {"failed:private"}
    assert len(rows) >= 7


def test_a_local_file_is_no_address_wherever_it_is_named(crawled: tuple[Folder, RunReport]) -> None:
    rows = ask(crawled[0], "SELECT outcome FROM frontier WHERE offered_as LIKE 'file:%' OR offered_as LIKE 'ftp:%'")
    assert {outcome for (outcome,) in rows} == {"failed:bad_url"}


@pytest.mark.usefixtures("crawled")
def test_the_site_itself_was_read(shared_web: Web) -> None:
    assert {"/", "/feed.xml", "/sitemap.xml", *(f"/2026/11/20/{20000 + n}.html" for n in range(25))} <= {
        *shared_web.hits
    }


def test_a_robots_txt_that_has_moved_inside_is_none_and_means_no(inside: Web, web: Web, folder: Folder) -> None:
    before = len(inside.hits)
    port = urlsplit(inside.base).port
    web.add("/", list_page(web.publish(1)))
    web.redirect("/robots.txt", "/moved/robots.txt")
    web.redirect("/moved/robots.txt", f"http://2130706433:{port}/robots.txt")
    job = job_for(folder, due_only=False, allow_private=False)
    assert crawl_at(NOW, job, PRIVATE_HOSTS=[urlsplit(web.base).netloc]).exit_code == 6
    assert web.count(article_path(1)) == 0
    assert inside.hits[before:] == []
