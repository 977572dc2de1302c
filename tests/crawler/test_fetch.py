"""`fetch`: single pages, wherever they lead, and what is said of them."""

import json
from pathlib import Path

import pytest
from loopback import Reply, Web, article, article_path
from processes import ask, here, run

from archive.folder import Folder

FETCH = ("fetch", "--allow-private")


def test_an_article_is_printed_and_kept_and_fetched_again_when_asked_for_again(web: Web, folder: Folder) -> None:
    path = web.publish(3)[0]
    done = run(folder, *FETCH, web.base + path)
    assert done.returncode == 0, done.stderr
    title, about, empty, *text = done.stdout.splitlines()
    assert title == "第3村改造路灯"
    assert about.startswith("2026-11-20 10:03 +08:00 · 来源 回环日报 · 责任编辑 李雷 · ")
    assert empty == ""
    assert len(text) == 4
    assert done.stderr.splitlines()[-1].startswith("saved #1 (created) · warc/")
    assert "saved #1 (unchanged)" in run(folder, *FETCH, web.base + path).stderr
    assert web.count(path) == 2
    assert ask(folder, "SELECT count(*) FROM captures") == [(2,)]


def test_addresses_from_stdin_as_json_lines_with_bad_ones_at_the_start_the_middle_and_the_end(
    web: Web, folder: Folder
) -> None:
    first, second = web.publish(1, 2)
    web.redirect("/moved/12345", "/moved/67890")
    web.redirect("/moved/67890", second)
    bad = ("http://h:99999/", "http://%00/", "not an address", "http://a b.com/", "http://.../", "http://[bad/")
    listed = (
        f"{bad[0]}\n{bad[1]}\n{web.base}{first}\n{bad[2]}\n\n{bad[3]}\n{web.base}/moved/12345\n{bad[4]}\n{bad[5]}\n"
    )
    done = run(folder, *FETCH, "--json", "-i", "-", stdin=listed)
    assert done.returncode == 5, done.stderr
    items = [json.loads(line) for line in done.stdout.splitlines()]
    assert {item["url"] for item in items} == {web.base + first, web.base + second}
    assert "\\u" not in done.stdout
    assert [line for line in done.stderr.splitlines() if "bad_url" in line] == [f"{url}: failed:bad_url" for url in bad]


def test_without_leave_a_private_address_is_refused(web: Web, folder: Folder) -> None:
    done = run(folder, "fetch", web.base + article_path(1))
    assert done.returncode == 6
    assert "failed:private" in done.stderr
    assert web.hits == []


def test_robots_that_can_not_be_read_mean_no(web: Web, folder: Folder) -> None:
    web.pages["/robots.txt"] = Reply(status=503, body=b"busy")
    done = run(folder, *FETCH, web.base + web.publish(1)[0])
    assert done.returncode == 6
    assert "robots.txt answered 503" in done.stderr
    assert web.count(article_path(1)) == 0
    assert ask(folder, "SELECT state, outcome FROM frontier") == [("due", "failed:robots")]


def test_a_page_that_is_none_is_kept_and_said(web: Web, folder: Folder) -> None:
    done = run(folder, *FETCH, web.base + "/nothing/12345.html")
    assert done.returncode == 7
    assert "rejected:gone" in done.stderr
    assert ask(folder, "SELECT status FROM captures") == [(404,)]


def test_no_save_prints_and_keeps_nothing(web: Web, folder: Folder) -> None:
    done = run(folder, *FETCH, "--no-save", "--text", web.base + web.publish(1)[0])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("第1村昨日开始")
    assert "saved" not in done.stderr
    assert ask(folder, "SELECT count(*) FROM captures") == [(0,)]


def test_a_saved_page_is_read_without_network(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(article(5), encoding="utf-8")
    code = here(folder, "fetch", str(saved), "--url", "http://news.example.cn/2026/11/20/5.html", "--text")
    assert code == 0
    assert capsys.readouterr().out.startswith("第5村")
    assert ask(folder, "SELECT url FROM articles") == [("http://news.example.cn/2026/11/20/5.html",)]


def test_markdown_is_that_of_an_export(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved, exported = tmp_path / "page.html", tmp_path / "all.md"
    saved.write_text(article(5).replace("<p>", "<p>## 假标题 [点此](javascript:alert(1)) ", 1), encoding="utf-8")
    here(folder, "fetch", str(saved), "--url", "http://news.example.cn/2026/11/20/5.html", "--markdown")
    shown = capsys.readouterr().out
    assert here(folder, "export", "-o", str(exported)) == 0
    assert shown.strip() == exported.read_text(encoding="utf-8").strip()
    assert r"\#\# 假标题 \[点此\](javascript:alert(1))" in shown


def test_a_file_that_is_not_there_is_wrong_usage(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert here(folder, "fetch", "absent.html", "--url", "http://news.example.cn/1.html") == 2
    assert "absent.html: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["paper", "ftp://a.example/", "http://[bad/"])
def test_an_address_that_is_none_is_wrong_usage(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(article(5), encoding="utf-8")
    assert here(folder, "fetch", str(saved), "--url", url) == 2
    assert "--url: " in capsys.readouterr().err


def test_escapes_in_a_title_do_not_reach_the_terminal(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(article(5).replace("<h1>", "<h1>\x1b]0;owned\x07&#155;31m"), encoding="utf-8")
    here(folder, "fetch", str(saved), "--url", "http://news.example.cn/2026/11/20/5.html")
    shown = capsys.readouterr().out
    assert "第5村" in shown
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)
