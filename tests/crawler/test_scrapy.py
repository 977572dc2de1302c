"""The project is a Scrapy project: profiles are spiders, items export readable Chinese."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Web, list_page
from processes import ask, here, run, scrapy

from archive.folder import Folder
from crawler.choose import SHIPPED, profiles
from crawler.loader import ProfileLoader


def test_scrapy_crawl_exports_articles_and_fills_the_archive(web: Web, folder: Folder, tmp_path: Path) -> None:
    web.add("/", list_page([*web.publish(1, 2, 3), "/2026/11/20/404404.html"]))
    out = tmp_path / "out.jsonl"
    done = scrapy(folder, "crawl", "loop", "-O", str(out), "-s", "ALLOW_PRIVATE=True")
    assert done.returncode == 0, done.stderr
    lines = out.read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["title"] for line in lines) == ["第1村疏浚河道", "第2村种植香樟", "第3村改造路灯"]
    assert "第1村" in out.read_text("utf-8")
    assert ask(folder, "SELECT count(*) FROM articles") == [(3,)]
    assert ask(folder, "SELECT kind, exit_code FROM runs") == [("crawl", 0)]


def test_scrapy_list_names_shipped_profiles_and_those_of_the_archive(folder: Folder) -> None:
    names = scrapy(folder, "list").stdout.split()
    assert names == sorted([*(path.stem for path in SHIPPED.glob("*.toml")), "loop"])


def test_an_unknown_spider_is_a_key_error_as_scrapy_wants_it() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        ProfileLoader(profiles()).load("nowhere")


def test_a_misspelt_site_gets_the_near_one_named(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert here(folder, "crawl", "guanchaa") == 2
    assert "unknown site 'guanchaa', did you mean 'guancha'?" in capsys.readouterr().err


def test_a_wrong_profile_is_one_line_with_file_and_key(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.sites / "odd.toml").write_text('key = "odd"\nhosts = ["a.cn"]\ndelai = 3\n', encoding="utf-8")
    assert here(folder, "crawl", "odd") == 4
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "odd.toml" in said
    assert "'delai'" in said


def test_a_dry_run_says_what_would_be_fetched_and_fetches_nothing(
    web: Web, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here(folder, "crawl", "--dry-run") == 0
    told = capsys.readouterr()
    assert f"{web.base}/" in told.out
    assert "not verified" in told.err
    assert here(folder, "crawl", "--dry-run", "--due") == 0
    assert capsys.readouterr().err == ""  # which goes to a timer's log
    assert web.hits == []


def test_of_old_articles_those_of_late_are_fetched_and_the_others_wait(web: Web, folder: Folder) -> None:
    old, new = web.publish(1, 2)
    now = datetime.now(UTC)
    items = "".join(
        f"<item><link>{web.base}{path}</link><pubDate>{now - timedelta(days=days):%Y-%m-%d}</pubDate></item>"
        for path, days in ((old, 5), (new, 0))
    )
    web.add("/", f"<rss><channel>{items}</channel></rss>")
    profile = folder.sites / "loop.toml"
    profile.write_text(profile.read_text("utf-8").replace('kind = "list"', 'kind = "feed"'), "utf-8")
    assert run(folder, "crawl", "--since", "2d", "--allow-private").returncode == 0
    assert (web.count(new), web.count(old)) == (1, 0)
    assert run(folder, "crawl", "--due", "--allow-private").returncode == 0
    assert (web.count(new), web.count(old)) == (1, 1)


def test_a_start_page_that_is_gone_fails_the_crawl(web: Web, folder: Folder) -> None:
    done = run(folder, "crawl", "loop", "--allow-private")
    assert done.returncode == 5
    assert f"start page: status 404 ({web.base}/)" in done.stdout
    assert done.stdout.startswith(" 回环日报   new 0")
