"""Exports that another archive reads: JSON lines with all evidence, and an archive of its own."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from desk import ARTICLES, HOSTILE, MOMENT, Desk, body_of
from sqlalchemy import select

from archive import Archive, ArchiveError
from archive.errors import MalformedError
from archive.models import articles as articles_table
from archive.models import readings, texts
from archive.questions import index_check
from archive.view import article


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "other") as opened:
        yield opened


def lines_of(archive: Archive) -> list[dict[str, Any]]:
    file = BytesIO()
    archive.export(file, format="jsonl")
    return [json.loads(line) for line in file.getvalue().splitlines()]


def without_place(line: dict[str, Any]) -> dict[str, Any]:
    """A line without what each archive decides for itself: the article's number, and where bytes are."""
    bare = {key: value for key, value in line.items() if key != "id"}
    return bare | {"captures": [{**capture, "warc": None} for capture in line["captures"]]}


def same(archive: Archive) -> list[str]:
    return sorted(json.dumps(without_place(line), sort_keys=True) for line in lines_of(archive))


def imported(archive: Archive, lines: list[dict[str, Any]]) -> tuple[int, int]:
    done = archive.import_(BytesIO("".join(json.dumps(line) + "\n" for line in lines).encode()))
    assert not done.malformed
    return done.new, done.known


def test_a_line_holds_all_evidence(archive: Archive) -> None:
    line = next(line for line in lines_of(archive) if line["title"] == "新馆开放（更正）")
    assert line["published_at"] == MOMENT.isoformat()
    assert line["authors"] == ["周小禾", "韩一苇"]
    assert [copy["url"] for copy in line["copies"]] == ["http://paper.example/a.html", "http://copy.example/a.html"]
    shown = [(one["url"][7:11], one["number"], one["title"]) for one in line["revisions"]]
    assert shown == [("copy", 1, "新馆开放"), ("pape", 1, "新馆开放"), ("pape", 2, "新馆开放（更正）")]
    assert [capture["reason"] for capture in line["captures"]] == [None] * 4 + ["soft_404"]
    copy = line["captures"][2]
    assert copy["published_at"] == "2024-05-20"
    assert copy["repairs"] == {"gloss": 1}
    assert copy["edits"][0]["before"] == "县(xiàn)"
    assert copy["payload_digest"].startswith("sha1:")
    assert copy["warc"]["file"].endswith(".warc.gz")
    assert line["texts"][copy["text"]] == body_of(100).replace("县", "縣")


def test_titles_are_in_it_as_they_were_stored(archive: Archive, out: Path) -> None:
    path = out.with_suffix(".jsonl")
    archive.export(path)
    assert set(HOSTILE) <= {json.loads(line)["title"] for line in path.read_bytes().splitlines()}
    assert not [byte for byte in path.read_bytes() if byte < 0x20 and byte != 0x0A]


def test_an_import_gives_the_same_articles(archive: Archive, other: Archive) -> None:
    assert imported(other, lines_of(archive))[1] == 0
    assert other.count() == ARTICLES
    assert same(other) == same(archive)
    found = {hit.url for hit in archive.search("投票选出", limit=None)}
    assert {hit.url for hit in other.search("投票選出", limit=None)} == found
    assert len(found) == ARTICLES


def test_any_order_of_lines_gives_the_same_articles(archive: Archive, other: Archive) -> None:
    lines = lines_of(archive)
    Random(5).shuffle(lines)
    for line in lines:
        Random(7).shuffle(line["captures"])
    imported(other, lines)
    assert same(other) == same(archive)


def test_importing_again_changes_nothing(archive: Archive, other: Archive) -> None:
    lines = lines_of(archive)
    new, _ = imported(other, lines)
    before = same(other)
    assert imported(other, lines) == (0, new)
    assert imported(archive, lines) == (0, new)
    assert same(other) == before
    assert index_check.check(next(reading(other))) == []


def reading(archive: Archive) -> Iterator[Any]:
    with archive.database.reading() as connection:
        yield connection


def test_an_article_over_several_pages_is_whole_after_an_import(archive: Archive, other: Archive) -> None:
    lines = [line for line in lines_of(archive) if line["title"] == "连载"]
    assert imported(other, lines) == (3, 0)
    (hit,) = other.list()
    whole = other.article(hit.article_id)
    assert whole is not None
    assert whole.text == "\n".join(body_of(number) for number in (200, 201, 202))
    assert whole.editor == "末页编辑"


def test_the_reader_that_made_a_reading_is_named(archive: Archive, other: Archive) -> None:
    (line,) = [line for line in lines_of(archive) if line["title"] == "新馆开放（更正）"]
    for capture in line["captures"][3:4]:
        capture["reader"] = 99
    imported(other, [line])
    with other.database.reading() as connection:
        assert 99 in connection.execute(select(readings.c.reader)).scalars().all()
    (again,) = lines_of(other)
    assert [one["number"] for one in again["revisions"]] == [1, 1]  # where the reader changed is no edit of theirs


def broken(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], bytes]:
    def make(line: dict[str, Any]) -> bytes:
        copy = json.loads(json.dumps(line))
        change(copy)
        return json.dumps(copy).encode()

    return make


BROKEN: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "Invalid JSON": lambda _line: b'{"text": "',
    "object": lambda _line: b"[1, 2]",
    "captures": lambda _line: b'{"text": ""}',
    "captures.0.url": broken(lambda line: line["captures"][0].update(url="javascript:alert(1)")),
    "captures.0.url: invalid ipv6": broken(lambda line: line["captures"][0].update(url="http://[bad/")),
    "captures.0.url: not an http": broken(lambda line: line["captures"][0].update(url="http:///x")),
    "captures.0.captured_at": broken(lambda line: line["captures"][0].update(captured_at="2026-11-04T08:00:00")),
    "calendar": broken(lambda line: line["captures"][0].update(captured_at="0001-01-01T00:00:00+14:00")),
    "captures.0.published_at": broken(lambda line: line["captures"][0].update(published_at="soon")),
    "captures.0.reason": broken(lambda line: line["captures"][0].update(reason="dull")),
    "captures.0.site": broken(lambda line: line["captures"][0].update(site={"key": "../x", "hosts": ["x"]})),
    "captures.0.status": broken(lambda line: line["captures"][0].update(status=10**30)),
    "holds a NUL": broken(lambda line: line["captures"][0].update(title="a\0b")),
    "hex escape": broken(lambda line: line["captures"][0].update(title="\ud800")),
    "is not in the line": broken(lambda line: line.update(text="another text")),
    "does not have its digest": broken(lambda line: line["texts"].update(abc="def")),
    "code point": lambda _line: b'{"text": "\xff"}',
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_malformed_line_is_named_and_the_others_are_imported(archive: Archive, other: Archive, fault: str) -> None:
    first, second, third = lines_of(archive)[-3:]
    lines = [json.dumps(first).encode(), BROKEN[fault](second), b"", json.dumps(third).encode()]
    faults = list[MalformedError]()
    done = other.import_(BytesIO(b"\n".join(lines)), report=faults.append)
    assert [done.malformed, other.count()] == [1, 2]
    assert str(faults[0]).startswith("line:2: ")
    assert fault.lower() in str(faults[0]).lower()
    assert "\n" not in str(faults[0])


def test_without_a_report_the_first_malformed_line_is_raised(other: Archive) -> None:
    with pytest.raises(ArchiveError, match="line:1: "):
        other.import_(BytesIO(b"no json\n"))


def test_a_line_without_end_is_refused_and_takes_no_memory(
    archive: Archive, other: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.importing.LONGEST", 1 << 16)
    good = json.dumps(lines_of(archive)[-1]).encode()
    faults = list[MalformedError]()
    done = other.import_(BytesIO(b"\xef\xbb\xbf" + b"x" * 300_000 + b"\n" + good + b"\n"), report=faults.append)
    assert [other.count(), done.malformed] == [1, 1]
    assert "line:1: longer than" in str(faults[0])


def opened(path: Path) -> Archive:
    return Archive.open(f"sqlite:///{path}", create=False)


def test_a_subset_is_an_archive_with_these_articles_and_their_numbers(archive: Archive, out: Path) -> None:
    path = out.with_suffix(".db")
    assert archive.export(path, author="周小禾") == len(HOSTILE) + 1
    assert list(path.parent.iterdir()) == [path]
    with opened(path) as subset:
        mine = archive.list(limit=None, author="周小禾")
        assert subset.list(limit=None) == mine
        assert subset.search("读书会", limit=None) == archive.search("读书会", limit=None, author="周小禾")
        assert subset.search("连载") == []
        wanted = mine[0].article_id
        assert subset.article(wanted) == archive.article(wanted)
        with subset.database.reading() as connection:
            assert index_check.check(connection) == []
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_whole_archive_as_a_subset_says_the_same(archive: Archive, out: Path) -> None:
    path = out.with_suffix(".sqlite")
    archive.export(path)
    with opened(path) as subset:
        assert same(subset) == same(archive)


def test_a_subset_follows_the_numbers_of_merged_articles(tmp_path: Path, out: Path) -> None:
    with Archive.open(tmp_path / "merged") as source:
        desk = Desk.at(source)
        kept = desk.file("http://paper.example/1.html", body_of(1), title="一").article_id
        desk.file("http://paper.example/2.html", body_of(2), title="二")
        desk.close()
        with source.database.writing() as connection:
            gone = {"id": 77, "merged_into": kept, "copies": 0}
            connection.execute(articles_table.insert().values(gone))
        path = out.with_suffix(".db")
        assert source.export(path, "第1次读书会昨日") == 1
    with opened(path) as subset, subset.database.reading() as connection:
        found = article(connection, 77)
        assert found is not None
        assert found.id == kept
        assert connection.execute(select(texts.c.body)).scalars().all() == [body_of(1)]


def test_an_export_shows_the_archive_at_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.rows.BATCH", 2)
    with Archive.open(tmp_path / "busy") as source:
        desk = Desk.at(source)
        day = date(2026, 1, 1)
        for number in range(6):
            desk.file(f"http://paper.example/{number}.html", body_of(number), published_at=day + timedelta(number))

        def interfere(_done: int) -> None:
            """What a crawl does while an export runs: another wording for an old article, and a new one."""
            number = next(desk.hours) + 1000
            desk.file("http://paper.example/0.html", body_of(number), published_at=day)
            desk.file(f"http://paper.example/{number}.html", body_of(number + 1), published_at=day)

        file = BytesIO()
        assert source.export(file, format="jsonl", advance=interfere) == 6
        desk.close()
        found = [json.loads(line) for line in file.getvalue().splitlines()]
        assert [line["text"] for line in found] == [body_of(number) for number in (5, 4, 3, 2, 1, 0)]
        assert source.count() > 6
