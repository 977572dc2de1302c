"""The demo: its web serves what it says, the damage on it is real, and the command shows the archive at work."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from processes import PATIENCE

from archive import Archive
from archive.text.script import SIMPLIFIED_ONLY, script_of
from crawler.demo import DemoServer
from crawler.demo.damage import HIDING, comma_bytes, convert, double_marks, gloss, habits, read_pairs, slip
from crawler.demo.outlets import WATERMARK
from crawler.demo.stories import EDITED, FIRST, all_stories, stories
from crawler.demo.web import BUS, CORRECTED, COUNTY, MIRROR, NATIONAL, OUTLETS, Outlet

LINK = re.compile(r'<li><a href="(/[^"]*)"')


@pytest.fixture(scope="module")
def web() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def get(web: DemoServer, outlet: Outlet, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, over a real connection; redirects are not followed."""
    connection = HTTPConnection("127.0.0.1", web.hosts[OUTLETS.index(outlet)].server_port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def mirrored(key: str) -> str:
    """The text of a story in the mirror's script, before its bytes are worked on."""
    return gloss(convert("\n".join(stories(FIRST)[key].paragraphs)))


# ---- the web


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_list_page_links_only_to_what_is_served(web: DemoServer, outlet: Outlet) -> None:
    status, _, body = get(web, outlet, "/")
    paths = LINK.findall(body.decode(outlet.charset))
    assert status == 200
    assert len(paths) >= 4
    assert {get(web, outlet, path)[0] for path in paths} <= {200, 301}


def test_one_story_stands_on_all_three_outlets() -> None:
    assert set.intersection(*(set(outlet.paths.values()) for outlet in OUTLETS)) == {"night-bus"}


def test_an_edition_is_the_same_bytes_on_any_ports(web: DemoServer) -> None:
    with DemoServer() as other:
        assert [host.server_port for host in other.hosts] != [host.server_port for host in web.hosts]
        assert [host.replies for host in other.hosts] == [host.replies for host in web.hosts]
        assert not any(
            re.search(rb"127\.0\.0\.1", reply.body) for host in other.hosts for reply in host.replies.values()
        )


def test_an_edition_is_published_when_it_is_asked_for(web: DemoServer) -> None:
    with DemoServer() as other:
        before = get(other, COUNTY, CORRECTED)[2]
        assert get(other, COUNTY, CORRECTED)[2] == before == get(web, COUNTY, CORRECTED)[2]
        other.publish(EDITED)
        after = get(other, COUNTY, CORRECTED)[2]
    assert "更正".encode() not in before
    assert "更正".encode() in after


def test_profiles_name_the_ports_and_ask_for_no_delay(web: DemoServer) -> None:
    for site, host in zip(web.sites, web.hosts, strict=True):
        assert site.hosts == (f"127.0.0.1:{host.server_port}",)
        assert site.delay == 0
        assert site.owns(site.discover[0].url)


def test_county_has_a_redirect_a_soft_404_a_login_and_a_forbidden_page(web: DemoServer) -> None:
    assert b"Disallow: /print/" in get(web, COUNTY, "/robots.txt")[2]
    assert b'"/print/' in get(web, COUNTY, "/")[2]
    status, headers, _ = get(web, COUNTY, "/zt/2025/yebanche.shtml")
    assert (status, headers["Location"]) == (301, BUS)
    status, _, body = get(web, COUNTY, "/xw/2025-09/02/content_2954.shtml")
    assert status == 200
    assert "页面不存在" in body.decode()
    assert b'type="password"' in get(web, COUNTY, "/vip/2025-10/content_88.shtml")[2]
    assert get(web, COUNTY, "/nowhere.shtml")[0] == 404


# ---- the damage


def test_national_pages_are_gb18030_under_the_label_gb2312(web: DemoServer) -> None:
    _, headers, body = get(web, NATIONAL, next(iter(NATIONAL.paths)))
    assert headers["Content-Type"] == "text/html; charset=gb2312"
    assert "责任编辑：顾喆、闻人㛃" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")


def test_a_hidden_watermark_closes_every_county_paragraph_in_five_ways() -> None:
    pages = {path: page for path, page in COUNTY.pages(EDITED) if path in COUNTY.paths}
    wordings = stories(EDITED)
    for path, page in pages.items():
        assert page.count(WATERMARK) == len(wordings[COUNTY.paths[path]].paragraphs)
    hidden = [style.format(WATERMARK) for style in HIDING.values()]
    assert all(any(mark in page for page in pages.values()) for mark in hidden)


def test_the_mirror_leaves_no_simplified_character() -> None:
    for key in MIRROR.paths.values():
        text = convert("".join(stories(FIRST)[key].paragraphs))
        assert not SIMPLIFIED_ONLY & set(text)
        assert script_of(text) == "hant"


def test_the_mirror_glosses_every_occurrence() -> None:
    text = mirrored("book-fair")
    for char, reading in habits().readings.items():
        assert text.count(char) == text.count(f"{char}({reading})")
    assert text.count("(") >= 20


def test_commas_go_before_the_bytes_of_marks_wherever_they_stand() -> None:
    assert comma_bytes("。”社".encode("gb18030")) == b"\xa1,\xa3\xa1\xb1\xc9\xe7"


def test_two_bytes_that_are_no_character_are_both_swallowed() -> None:
    assert read_pairs(b"\xa1,\xa3\xbf\x82\x95\xf8\xd3\x9b<p>") == "?？倳\ue266?p>"
    assert read_pairs("總書記".encode("gb18030")) == "總書記"


def test_text_without_a_false_match_survives_the_bytes() -> None:
    assert slip("館長介紹，新館有圖書。") == "館長介紹，新館有圖書。"


@pytest.mark.parametrize("key", ["night-bus", "library", "harvest", "book-fair"])
def test_every_mirrored_story_has_slips_and_doubled_marks(key: str) -> None:
    text = slip(double_marks(mirrored(key)))
    assert len(re.findall(r"\?[！？]", text)) >= 1
    assert len(re.findall(r",[，。、？]", text)) >= 5


def test_stories_are_clean() -> None:
    for story in all_stories():
        assert 2 <= len(story.paragraphs) <= 9
        assert not re.search(r"[,;:!?]|\s", "".join(story.paragraphs).replace("记者 ", ""))
        assert script_of(story.text) == "hans"


# ---- the command


Shown = tuple[Path, "subprocess.CompletedProcess[str]", float]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A folder that the command has left, what it printed, and the seconds of CPU time that it took."""
    folder = tmp_path_factory.mktemp("demo") / "archive"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = demo(str(folder), cwd=folder.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return folder, done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def demo(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    code = "import sys; from archive.cli import main; sys.exit(main(['demo', *sys.argv[1:]]))"
    root = str(Path(__file__).parents[1])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    nowhere = "http://127.0.0.1:9"  # a proxy that the environment names has nothing to do with the demo
    environment = os.environ | {"PYTHONPATH": path, "http_proxy": nowhere, "https_proxy": nowhere}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def test_demo_ends_well_within_half_a_minute(shown: Shown) -> None:
    _, done, seconds = shown
    assert done.returncode == 0, done.stderr
    assert seconds < 30


def test_demo_prints_outcomes_an_article_and_a_search(shown: Shown) -> None:
    folder, done, _ = shown
    for outlet in OUTLETS:
        assert outlet.name in done.stdout
    assert "责任编辑 顾喆、闻人㛃" in done.stdout
    assert "桐蔭鎮" in done.stdout
    assert str(folder) in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_demo_leaves_one_story_with_three_copies(shown: Shown) -> None:
    with Archive.open(shown[0], create=False) as archive:
        found = archive.search("末班车", limit=10)
        story = max((archive.article(hit.article_id) for hit in found), key=lambda view: len(view.copies))
    assert {copy.site for copy in story.copies} == {outlet.key for outlet in OUTLETS}
    assert story.source == "山河社"
    assert story.editor == "顾喆、闻人㛃"


def test_demo_search_finds_what_only_the_mirror_has(shown: Shown) -> None:
    with Archive.open(shown[0], create=False) as archive:
        sites = {hit.site for hit in archive.search("图书", limit=10)}
        texts = [archive.article(hit.article_id).text for hit in archive.search("旧书 市集", limit=10)]
    assert sites == {"qingping", "yunjiao"}
    assert len(texts) == 1
    assert "(" not in texts[0]
    assert ",，" not in texts[0]


def test_demo_leaves_the_correction_as_a_revision(shown: Shown) -> None:
    with Archive.open(shown[0], create=False) as archive:
        views = [archive.article(hit.article_id) for hit in archive.search("校园足球", limit=10)]
    football = next(view for view in views if urlsplit(view.url).path == CORRECTED)
    assert [revision.number for revision in football.revisions] == [1, 2]
    assert "韩知远" in football.revisions[0].text
    assert "韩致远在禁区外" in football.revisions[1].text


def test_demo_leaves_alone_what_robots_txt_forbids(shown: Shown) -> None:
    with Archive.open(shown[0], create=False) as archive:
        (hit,) = archive.search("栗溪中学 联赛", limit=2)[:1]
        root = hit.url.removesuffix(CORRECTED)
        assert archive.reading(root + "/vip/2025-10/content_88.shtml").fields["reason"] == "login"
        assert archive.reading(root + "/print/content_3101.shtml") is None


def test_demo_refuses_a_folder_with_something_else_in_it(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    done = demo(str(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
