"""The Python API, as the README shows it, and the archive made anew from its WARC files."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from press import STORY, news_page, other_story
from sqlalchemy import func, select

from archive import Archive, NotAnArticle, read_page
from archive.errors import StorageError
from archive.models import captures
from archive.outcome import Reason, Verdict

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
HOME = "http://paper.example/2026/1103/1.html"
MIRROR = "http://mirror.example/a/1.html"
LIBRARY = news_page("青屏县图书馆新馆开放", STORY)


def test_a_page_is_read_without_an_archive() -> None:
    found = read_page(news_page("青屏县图书馆新馆开放", STORY, charset="gb18030"), HOME, "text/html; charset=gb2312")
    assert (found.title, found.source, found.editor) == ("青屏县图书馆新馆开放", "青屏日报", "许文清")
    assert found.published_at == datetime(2026, 11, 3, 2, 20, tzinfo=UTC)
    assert found.text.split("\n") == list(STORY)


def test_what_is_no_article_says_why() -> None:
    with pytest.raises(NotAnArticle) as caught:
        read_page("<title>404</title><p>您访问的页面不存在".encode(), HOME)
    assert caught.value.reason is Reason.SOFT_404


def test_a_day_without_a_time_stays_a_day() -> None:
    found = read_page(news_page("青屏县图书馆新馆开放", STORY, published="2026年11月3日"), HOME)
    assert found.published_at == date(2026, 11, 3)
    assert not isinstance(found.published_at, datetime)


def test_pages_are_added_found_and_shown(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a") as archive:
        outcome = archive.add_page(LIBRARY, HOME, captured_at=START)
        assert outcome.verdict is Verdict.CREATED
        archive.add_page(LIBRARY, MIRROR, captured_at=START)
        (hit,) = archive.search("圖書館", source="青屏日報", start=date(2026, 11, 1))
        assert hit.article_id == outcome.article_id
        shown = archive.article(hit.article_id)
        assert shown is not None
        assert [copy.url for copy in shown.copies] == [MIRROR, HOME]
        assert archive.article_at(MIRROR) == shown
        assert archive.article(99) is None
    assert [path.suffixes for path in (tmp_path / "a" / "warc").iterdir()] == [[".warc", ".gz"]]


def test_an_archive_can_be_named_by_the_url_of_its_database(tmp_path: Path) -> None:
    with Archive.open(f"sqlite:///{tmp_path}/news.db") as archive:
        archive.add_page(LIBRARY, HOME, captured_at=START)
    assert (tmp_path / "news.db").exists()
    assert list((tmp_path / "warc").iterdir())
    with pytest.raises(StorageError, match="postgresql is not supported yet"):
        Archive.open("postgresql://localhost/news")


def test_the_same_saved_page_given_twice_is_one_capture(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a") as archive:
        verdicts = [archive.add_page(LIBRARY, HOME, captured_at=START).verdict for _ in range(2)]
        assert verdicts == [Verdict.CREATED, Verdict.REREAD]
        with archive.database.reading() as connection:
            assert connection.execute(select(func.count()).select_from(captures)).scalar() == 1


def test_hostile_bytes_never_raise(tmp_path: Path) -> None:
    pages = [b"", b"\x00\xff" * 500, b"%PDF-1.7 \x00", b"<" * 5000, b"<html>" + b"<div>" * 5000, b"\x1f\x8b\x08 broken"]
    with Archive.open(tmp_path / "a") as archive:
        for number, html in enumerate(pages):
            outcome = archive.add_page(html, f"http://a.example/{number}.html", "text/html")
            assert outcome.verdict is Verdict.REJECTED


def test_an_archive_that_is_not_there_is_only_made_if_wanted(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no archive here"):
        Archive.open(tmp_path / "a", create=False)
    assert not (tmp_path / "a").exists()


def summary(archive: Archive) -> list[object]:
    """What an archive holds, without its numbers."""
    found = [archive.article(hit.article_id) for hit in archive.list(limit=100)]
    return sorted(
        (
            one.title or "",
            one.text,
            [copy.url for copy in one.copies],
            [(step.from_at, step.to_at) for step in one.revisions],
        )
        for one in found
        if one
    )


def test_an_archive_made_anew_from_its_warc_files_is_the_same_in_any_order(tmp_path: Path) -> None:
    for day in range(3):
        at = START + timedelta(days=day)
        with Archive.open(tmp_path / "a") as archive:  # a file a day
            archive.add_page(LIBRARY if day < 2 else news_page("图书馆开馆首日", STORY), HOME, captured_at=at)
            archive.add_page(LIBRARY, MIRROR, captured_at=at)
            archive.add_page(
                news_page(f"{day}路公交", other_story(day)), f"http://b.example/{day}.html", captured_at=at
            )
            before = summary(archive)
    paths = sorted((tmp_path / "a" / "warc").iterdir())
    assert len(paths) == 3
    for number, order in enumerate(permutations(paths)):
        with Archive.open(tmp_path / f"again-{number}") as again:
            outcomes = list(again.reprocess(order, report=pytest.fail))
            assert len(outcomes) == 9
            assert summary(again) == before


KEEP_AND_DIE = """
import os, signal, sys
from pathlib import Path
from archive import Archive
from archive.saved import saved_page
archive = Archive.open(sys.argv[1])
html = Path(sys.argv[2]).read_bytes()
archive.add_page(html, "http://paper.example/2026/1103/1.html")
archive._writer().write(saved_page(html, "http://mirror.example/a/1.html", None, None))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_kept_and_not_read_when_the_process_died_is_caught_up_with(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(LIBRARY)
    subprocess.run([sys.executable, "-c", KEEP_AND_DIE, str(tmp_path / "a"), str(page)], check=False)
    with Archive.open(tmp_path / "a") as archive:
        assert archive.article_at(MIRROR) is None
        assert archive.replay().catch_up(report=pytest.fail) == 1
        assert archive.replay().catch_up(report=pytest.fail) == 0
        shown = archive.article_at(MIRROR)
        assert shown is not None
        assert len(shown.copies) == 2


def test_importing_the_archive_imports_nothing_heavy() -> None:
    heavy = "sqlalchemy", "trafilatura", "lxml", "pydantic", "warcio", "scrapy", "alembic"
    code = f"import sys, archive; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
