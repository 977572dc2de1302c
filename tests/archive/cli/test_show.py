"""One article from the command line, and how the archive knows."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from archive import Archive
from archive.cli import main
from archive.exits import Exit
from archive.models import articles

URL = "https://news.example.cn/2026/1101/1.html"
COPY = "https://mirror.example.com/2026/1.html"
SHORT = "https://news.example.cn/short.html"
TEXT = (
    "<p>市政府今天公布了图书馆新馆的设计方案，新馆将建在南湖东岸，占地三万平方米，预计两年以后开放。</p>"
    "<p>负责人介绍，新馆设有儿童阅览区和古籍修复室，市民可以在现场观看修复师的工作，周末还将举办讲座。</p>"
    "<p>附近居民对此表示期待，有人希望新馆延长开放时间，也有人建议在湖边增设停车场和公共汽车站点。</p>"
)


def page(title: str, text: str) -> bytes:
    info = "2026年11月01日10:00 来源：示例晚报 责任编辑：李雷"
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><div>{info}</div><div>{text}</div></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one article, at two addresses, one of which was edited; and of a page that is none."""
    path = tmp_path_factory.mktemp("place") / "archive"
    with Archive.open(path) as archive:
        first = archive.add_page(
            page("图书馆新馆方案公布", TEXT), URL, captured_at=datetime(2026, 11, 1, 3, tzinfo=UTC)
        )
        assert first.article_id == 1
        archive.add_page(page("图书馆新馆方案公布", TEXT), COPY, captured_at=datetime(2026, 11, 2, tzinfo=UTC))
        edited = page("图书馆新馆设计方案公布", TEXT)
        archive.add_page(edited, URL, captured_at=datetime(2026, 11, 3, tzinfo=UTC))
        archive.add_page(b"<html><body>x</body></html>", SHORT, captured_at=datetime(2026, 11, 3, tzinfo=UTC))
    return path


def run(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(place), "show", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("wanted", ["1", URL, COPY])
def test_an_article_is_shown_by_number_or_any_address(
    capsys: pytest.CaptureFixture[str], place: Path, wanted: str
) -> None:
    code, out, err = run(capsys, place, wanted)
    title, facts, blank, *paragraphs = out.splitlines()
    assert (code, err, blank) == (Exit.DONE, "", "")
    assert title.startswith("图书馆新馆")
    assert facts.startswith("2026-11-01 10:00 +08:00 · 来源 示例晚报 · 责任编辑 李雷")
    assert [line[:5] for line in paragraphs] == ["市政府今天", "负责人介绍", "附近居民对"]


def test_json_holds_copies_and_revisions_and_asked_for_the_evidence(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    code, out, _ = run(capsys, place, "1", "--json")
    article = json.loads(out)["article"]
    assert code == Exit.DONE
    assert {copy["url"] for copy in article["copies"]} == {URL, COPY}
    assert [(one["url"], one["number"]) for one in article["revisions"]] == [(COPY, 1), (URL, 1), (URL, 2)]
    why = json.loads(run(capsys, place, URL, "--json", "--why")[1])["why"]
    assert why["fields"]["source_raw"]
    assert why["fields"]["evidence"]["source"]


def test_copies_and_revisions_are_tables(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, _ = run(capsys, place, "1", "--copies")
    assert [line.split()[-1] for line in out.splitlines()[:-1]] == ["address", URL, COPY]
    _, out, _ = run(capsys, place, "1", "--revisions")
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [[COPY, "1"], [URL, "1"], [URL, "2"]]
    assert "图书馆新馆设计方案公布" in out


def test_why_names_what_was_printed_and_where(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, _ = run(capsys, place, URL, "--why")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert code == Exit.DONE
    assert "示例晚报" in rows["source"]
    assert "2026年11月01日10:00" in rows["published_at"]
    assert "warc/2026-11-" in rows["kept"]
    assert {"charset", "reader", "damage", "repairs", "removed", "flags"} <= rows.keys()


def test_raw_is_the_page_as_served(capfdbinary: pytest.CaptureFixture[bytes], place: Path) -> None:
    assert main(["-C", str(place), "show", COPY, "--raw"]) == Exit.DONE
    assert capfdbinary.readouterr().out == page("图书馆新馆方案公布", TEXT)


def test_a_page_that_is_no_article_says_why_and_has_its_bytes(
    capfdbinary: pytest.CaptureFixture[bytes], place: Path
) -> None:
    assert main(["-C", str(place), "show", SHORT]) == Exit.NOTHING
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert b"no article: too_short" in err
    assert main(["-C", str(place), "show", SHORT, "--raw"]) == Exit.DONE
    assert capfdbinary.readouterr().out == b"<html><body>x</body></html>"


@pytest.mark.parametrize("wanted", ["99", "9" * 30, "https://news.example.cn/unknown.html"])
def test_what_is_not_in_the_archive_is_7(capsys: pytest.CaptureFixture[str], place: Path, wanted: str) -> None:
    assert run(capsys, place, wanted) == (Exit.NOTHING, "", f"{wanted}: not in the archive\n")
    code, out, _ = run(capsys, place, wanted, "--json")
    assert (code, json.loads(out)) == (Exit.NOTHING, {"article": None})


def test_the_number_of_an_article_that_was_merged_leads_to_the_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Archive.open(tmp_path) as archive:
        archive.add_page(page("图书馆新馆方案公布", TEXT), URL)
        with archive.database.writing() as connection:
            connection.execute(insert(articles).values(merged_into=1, first_seen_at=datetime(2026, 11, 1, tzinfo=UTC)))
    shown = run(capsys, tmp_path, "1")
    assert run(capsys, tmp_path, "2") == (
        Exit.DONE,
        shown[1],
        "#2 is the same story as #1 and is kept under that number\n",
    )


def test_what_is_neither_number_nor_address_is_wrong_usage(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, err = run(capsys, place, "图书馆\x1b")
    assert (code, out) == (Exit.USAGE, "")
    assert "neither an article's number nor an address" in err
    assert "\x1b" not in err


def test_the_warc_that_holds_the_bytes_is_an_ordinary_gzip(place: Path) -> None:
    (path, *_) = sorted((place / "warc").glob("*.warc.gz"))
    assert "图书馆新馆".encode() in gzip.decompress(path.read_bytes())
