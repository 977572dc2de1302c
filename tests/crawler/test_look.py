"""`sites add` and `sites check`: a look at a site, of which nothing is kept but the profile."""

import json
import tomllib

import pytest
from loopback import Reply, Web, article_path, list_page
from processes import ask, here, run

from archive.folder import Folder
from archive.site import load_site

ADD = ("sites", "add", "--allow-private", "--delay", "0")
CHECK = ("sites", "check", "--allow-private")
XML = {"Content-Type": "application/xml; charset=utf-8"}
HOME = """<!DOCTYPE html><html><head><title>青屏新闻网_青屏县的新闻</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<a href="/">首页</a><a href="/gn/">国内</a><a href="/about/">关于我们</a><a href="/kj/">科技</a>{links}</body></html>"""


def feed(links: list[str]) -> bytes:
    items = "".join(f"<item><title>第{n}条</title><link>{link}</link></item>" for n, link in enumerate(links))
    return f'<rss version="2.0"><channel><title>青屏</title>{items}</channel></rss>'.encode()


def urlset(links: list[str]) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{link}</loc></url>' for link in links)}</urlset>".encode()


@pytest.fixture
def outlet(web: Web) -> Web:
    """A front page with six articles, a feed with five others, a channel with six more, and a dead channel."""
    paths = web.publish(*range(17))
    web.add("/", HOME.format(links="".join(f'<a href="{path}">第几条新闻的长标题</a>' for path in paths[:6])))
    web.pages["/rss.xml"] = Reply(body=feed([web.base + path for path in paths[6:11]]), headers=XML)
    web.add("/gn/", list_page(paths[11:]))
    index = f"<sitemapindex><sitemap><loc>{web.base}/map-1.xml</loc></sitemap></sitemapindex>"
    web.pages["/map.xml"] = Reply(body=index.encode(), headers=XML)
    web.pages["/map-1.xml"] = Reply(body=urlset([web.base + path for path in paths]), headers=XML)
    web.pages["/robots.txt"] = Reply(body=f"User-agent: *\nDisallow: /x/\nSitemap: {web.base}/map.xml\n".encode())
    return web


def test_a_site_is_added_by_its_front_page_and_can_be_crawled_at_once(outlet: Web, folder: Folder) -> None:
    done = run(folder, *ADD, "--key", "paper", outlet.base + "/")
    assert done.returncode == 0, done.stderr
    site = load_site(folder.sites / "paper.toml")
    assert site.name == "青屏新闻网"
    assert site.hosts == (outlet.base.removeprefix("http://"),)
    assert [(page.kind, page.url.removeprefix(outlet.base)) for page in site.discover] == [
        ("list", "/"),
        ("feed", "/rss.xml"),
        ("list", "/gn/"),
    ]
    assert site.article.url == r"/\d{4}/\d{1,2}/\d{1,2}/\d+\.html$"
    assert outlet.count("/robots.txt") == 1
    assert done.stdout.count("回环日报   李雷") == 3
    assert f"{outlet.base}/map.xml" in done.stdout
    assert "written: " in done.stderr
    assert ask(folder, "SELECT count(*) FROM captures") == [(0,)]
    crawled = run(folder, "crawl", "paper", "--allow-private", "--json")
    assert json.loads(crawled.stdout)["counts"]["paper"]["created"] == 17


def test_a_dry_run_prints_what_a_page_says_as_text_and_writes_nothing(outlet: Web, folder: Folder) -> None:
    name = '青"屏\\\x07\x1b]0;owned"\nkey = "x'
    head = f"<meta property='og:site_name' content='{name}'></head>"
    outlet.add("/", outlet.pages["/"].body.decode().replace("</head>", head))
    done = run(folder, *ADD, "--dry-run", "--json", "--key", "paper", outlet.base + "/")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    profile = tomllib.loads(found["profile"])
    assert profile["key"] == "paper"
    assert profile["name"].startswith('青"屏\\')
    assert not {"\x07", "\x1b"} & set(done.stdout)
    taken = [(source["kind"], source["taken"]) for source in found["sources"]]
    assert taken == [("list", True), ("feed", True), ("list", True), ("list", False), ("sitemap", False)]
    assert [article["source"] for article in found["articles"]] == ["回环日报"] * 3
    assert found["file"] is None
    assert not (folder.sites / "paper.toml").exists()


def test_a_profile_is_never_overwritten(web: Web, folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder.sites / "loop.toml").read_text(encoding="utf-8")
    assert here(folder, *ADD, "--key", "loop", web.base + "/") == 2
    assert "loop.toml is there: --force replaces it" in capsys.readouterr().err
    assert (folder.sites / "loop.toml").read_text(encoding="utf-8") == before
    assert web.hits == []


def test_with_force_it_is_and_a_feed_can_be_named_itself(outlet: Web, folder: Folder) -> None:
    assert run(folder, *ADD, "--key", "loop", "--force", outlet.base + "/rss.xml").returncode == 0
    pages = load_site(folder.sites / "loop.toml").discover
    assert [(page.kind, page.url) for page in pages] == [("feed", outlet.base + "/rss.xml")]


def test_a_page_that_leads_elsewhere_is_no_site(web: Web, folder: Folder) -> None:
    web.redirect("/", "http://other.example/")
    done = run(folder, *ADD, "--key", "paper", web.base + "/")
    assert done.returncode == 5
    assert "sites add http://other.example/" in done.stderr
    assert not (folder.sites / "paper.toml").exists()


def test_without_leave_a_private_address_is_refused(web: Web, folder: Folder) -> None:
    done = run(folder, "sites", "add", "--key", "paper", web.base + "/")
    assert done.returncode == 6
    assert "failed:private" in done.stderr
    assert web.hits == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("not an address",),
        ("ftp://a.example/",),
        ("http://a.example/", "--key", "../x"),
        ("http://a.example/", "--delay", "nan"),
        ("http://a.example/", "--delay", "1e9"),
    ],
)
def test_wrong_usage_is_2(folder: Folder, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert here(folder, "sites", "add", *arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_check_shows_each_field_and_where_it_stood(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(*range(8))))
    done = run(folder, *CHECK, "loop")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("责任编辑") >= 3
    assert "title          第0村修缮校舍" in done.stdout
    assert sum(path.startswith("/2026/") for path in web.hits) == 3
    assert ask(folder, "SELECT (SELECT count(*) FROM frontier), (SELECT count(*) FROM runs)") == [(0, 0)]


def test_check_is_5_if_nothing_can_be_read(web: Web, folder: Folder) -> None:
    web.add("/", list_page([article_path(number) for number in range(9)]))
    done = run(folder, *CHECK, "loop", "--json")
    assert done.returncode == 5
    found = json.loads(done.stdout)
    assert (found["sources"][0]["articles"], found["articles"]) == (9, [])
    assert {one["problem"] for one in found["rejected"]} == {"rejected:gone: status 404"}
    assert len(found["rejected"]) == 6


def test_check_follows_a_redirect_and_tries_again_for_what_is_no_article(web: Web, folder: Folder) -> None:
    paths = web.publish(1, 2, 3, 4)
    web.add(paths[0], "<p>此页太短</p>")
    web.redirect(paths[1], "/2026/11/20/99999.html")
    web.pages["/2026/11/20/99999.html"] = web.pages[paths[3]]
    web.add("/", list_page([*paths[:3], "/2026/11/20/77777.html"]))
    web.publish(77_777 - 10_000)
    done = run(folder, *CHECK, "loop", "--json")
    assert done.returncode == 0, done.stderr
    urls = {one["url"].removeprefix(web.base) for one in json.loads(done.stdout)["articles"]}
    assert urls == {"/2026/11/20/99999.html", paths[2], "/2026/11/20/77777.html"}
