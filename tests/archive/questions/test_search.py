"""Questions to the archive: what is found, in what order, in which pages."""

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from shelf import Shelf
from sqlalchemy import Connection, insert, update

from archive import search as searching
from archive.database import Database
from archive.errors import QueryError, StorageError
from archive.models import articles, articles_indexed, captures, pages, readings, sites, texts
from archive.questions import filters as named
from archive.questions.filters import Filters
from archive.search import Sort, count, listing, search

ZONE = timezone(timedelta(hours=8))


def ids(connection: Connection, query: str, filters: Filters | None = None) -> list[int]:
    return [hit.article_id for hit in search(connection, query, filters or Filters())]


def test_words_are_all_wanted_and_excluded_ones_are_not(connection: Connection, shelf: Shelf) -> None:
    both = shelf.file("北京交通", "公交")
    apart = shelf.file("交通", "在北京")
    shelf.file("北京", "地铁")
    assert ids(connection, "北京 交通") == [apart, both]
    assert ids(connection, '"北京交通"') == [both]
    assert ids(connection, "北京 -地铁 -公交") == [apart]


def test_the_newest_comes_first_and_the_undated_last(connection: Connection, shelf: Shelf) -> None:
    old = shelf.file("地铁", "一", published_at=date(2026, 10, 1))
    undated = shelf.file("地铁", "二", published_at=None)
    noon = shelf.file("地铁", "三", published_at=datetime(2026, 11, 2, 12, tzinfo=ZONE))
    day = shelf.file("地铁", "四", published_at=date(2026, 11, 2))
    later_filed = shelf.file("地铁", "五", published_at=date(2026, 11, 2))
    newest_first = [noon, later_filed, day, old, undated]
    assert ids(connection, "地铁") == newest_first
    assert [hit.article_id for hit in listing(connection)] == newest_first


def test_the_best_comes_first_when_asked_for(connection: Connection, shelf: Shelf) -> None:
    passing = shelf.file("天气", "今日多云，" * 30 + "地铁照常。")
    about = shelf.file("地铁", "地铁，地铁。")
    for number in range(9):
        shelf.file("天气", f"今日多云{number}")
    found = search(connection, "地铁", sort="rank")
    assert [hit.article_id for hit in found] == [about, passing]
    assert found[0].rank < found[1].rank
    assert search(connection, "地铁")[0].rank is None


def test_of_very_many_the_newest_are_ranked(
    connection: Connection, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = [shelf.file("地铁" * (9 - number), "一", published_at=date(2026, 11, number + 1)) for number in range(5)]
    whole = [hit.article_id for hit in search(connection, "地铁", sort="rank")]
    assert set(whole) == set(filed)
    monkeypatch.setattr(searching, "MOST_RANKED", 3)
    assert [hit.article_id for hit in search(connection, "地铁", sort="rank")] == [
        number for number in whole if number in filed[2:]
    ]
    monkeypatch.setattr(searching, "MOST_RANKED", 5)
    assert [hit.article_id for hit in search(connection, "地铁", sort="rank")] == whole


def test_a_word_in_the_title_weighs_more_than_in_the_text(connection: Connection, shelf: Shelf) -> None:
    shelf.file("天气预报", "地铁。地铁。地铁。" + "今日多云。" * 9)
    about = shelf.file("地铁", "今日通车。" * 11)
    for number in range(9):
        shelf.file("天气", f"今日多云{number}")
    assert search(connection, "地铁", sort="rank")[0].article_id == about


def test_days_are_those_the_page_states(connection: Connection, shelf: Shelf) -> None:
    # 00:30 in Beijing is still the day before in UTC.
    night = shelf.file("地铁", "一", published_at=datetime(2026, 11, 2, 0, 30, tzinfo=ZONE))
    evening = shelf.file("地铁", "二", published_at=datetime(2026, 11, 2, 23, 59, tzinfo=ZONE))
    dated = shelf.file("地铁", "三", published_at=date(2026, 11, 2))
    shelf.file("地铁", "四", published_at=datetime(2026, 11, 1, 23, 59, tzinfo=ZONE))
    shelf.file("地铁", "五", published_at=date(2026, 11, 3))
    shelf.file("地铁", "六", published_at=None)
    that_day = Filters(start=date(2026, 11, 2), end=datetime(2026, 11, 2, 8, tzinfo=UTC))
    assert set(ids(connection, "地铁", that_day)) == {night, evening, dated}
    assert count(connection, "地铁", that_day) == count(connection, filters=that_day) == 3
    assert count(connection, filters=Filters(end=date.max)) == 5


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(source="央视网"), {"cctv"}),
        (Filters(source="新华社"), {"agency", "both"}),
        (Filters(source="北京日报"), {"both"}),
        (Filters(source="新华"), set()),
        (Filters(editor="李雷"), {"agency", "cctv"}),
        (Filters(editor="韩梅梅"), {"agency"}),
        (Filters(author="王小明"), {"cctv", "both"}),
        (Filters(author="John Smith"), {"both"}),
        (Filters(author="王三"), {"agency"}),
        (Filters(source="新华社", author="王小明"), {"both"}),
        (Filters(source="%"), set()),
    ],
)
def test_a_filter_names_a_field_or_a_name_in_it_in_either_script(
    connection: Connection, shelf: Shelf, filters: Filters, found: set[str]
) -> None:
    filed = {
        shelf.file("地铁", "一", source="央視網", editor="李雷", authors=["王小明", "赵四"]): "cctv",
        shelf.file("地铁", "二", source="新华社", editor="韓梅梅、李雷", authors=["王　三"]): "agency",
        shelf.file("地铁", "三", source="新华社 北京日报", authors=["王小明", "John Smith"]): "both",
        shelf.file("地铁", "四", source=None, editor=None): "bare",
    }
    assert {filed[number] for number in ids(connection, "地铁", filters)} == found
    assert {filed[hit.article_id] for hit in listing(connection, filters)} == found
    assert count(connection, "地铁", filters) == len(found)


def test_a_site_is_any_on_which_a_copy_stood_by_key_name_or_host(connection: Connection, shelf: Shelf) -> None:
    copied = shelf.file("地铁", "一", site="example", url="https://news.example.cn/1")
    shelf.file("地铁", "二", site="example", url="https://news.example.cn/2")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    other = {"key": "evening", "name": "晚報", "hosts": ["evening.example.com"]}
    seen = {"first_seen_at": now, "last_seen_at": now}
    connection.execute(insert(sites).values(other))
    connection.execute(insert(pages).values(id=1, url="http://evening.example.com/1", site="evening", **seen))
    capture = {"record_id": "urn:uuid:1", "url": "u", "captured_at": now, "status": 200, "payload_digest": "sha1:A"}
    connection.execute(insert(captures).values(id=1, **capture))
    text = connection.execute(texts.select().where(texts.c.article == copied)).one()
    connection.execute(update(articles).where(articles.c.id == copied).values(copies=2))
    connection.execute(insert(readings).values(capture=1, page=1, reader=1, text=text.id))
    for name in ("evening", "晚报", "evening.example.com"):
        assert ids(connection, "地铁", Filters(site=name)) == [copied]
    assert count(connection, filters=Filters(site="示例日報")) == 2
    assert count(connection, filters=Filters(site="nowhere")) == 0


def test_what_the_index_still_holds_of_a_withdrawn_article_is_not_shown(connection: Connection, shelf: Shelf) -> None:
    kept, merged = shelf.file("地铁", "一"), shelf.file("地铁", "二")
    connection.execute(update(articles).where(articles.c.id == merged).values(merged_into=kept, text=None))
    assert ids(connection, "地铁") == [kept]
    assert [hit.article_id for hit in listing(connection)] == [kept]


@pytest.mark.parametrize("few", [0, 2000])
def test_names_are_found_alike_among_few_and_among_many(
    connection: Connection, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(named, "FEW", few)
    agency = [shelf.file(f"地铁{number}", "一", source="新华社", authors=["王小明"]) for number in range(4)]
    other = shelf.file("地铁", "二", source="央視網", editor="李雷")
    bare = shelf.file("公交", "三", source=None)
    assert ids(connection, "一 source:新华社") == agency[::-1]
    assert ids(connection, "source:新华社 OR editor:李雷") == [other, *agency[::-1]]
    assert ids(connection, "-source:新华社 地铁") == [other]
    assert ids(connection, "site:example -source:新华社") == [bare, other]
    assert ids(connection, "site:example -一 -source:央视网") == [bare]
    assert ids(connection, "author:王小明 source:央视网") == []
    assert count(connection, "source:新华社 OR editor:李雷") == 5
    assert count(connection, "地铁", Filters(site="example")) == 5
    assert [hit.rank for hit in search(connection, "source:央视网", sort="rank")] == [None]


def test_a_title_is_asked_alone(connection: Connection, shelf: Shelf) -> None:
    title, body = shelf.file("地铁开通", "公交"), shelf.file("公交", "地铁开通")
    assert ids(connection, "title:地铁") == [title]
    assert ids(connection, "地铁 -title:公交") == [title]
    assert ids(connection, "title:地铁 OR title:公交") == [body, title]


@pytest.mark.parametrize("sort", ["new", "rank"])
def test_pages_are_the_answer_cut_in_pieces(connection: Connection, shelf: Shelf, sort: Sort) -> None:
    days = [date(2026, 11, 1), date(2026, 11, 2), None]
    for number in range(25):
        shelf.file("新闻", "地铁，" * (number % 4 + 1), published_at=days[number % 3])
    whole = search(connection, "地铁", sort=sort)
    after, pieces = None, []
    while page := search(connection, "地铁", sort=sort, limit=4, after=after):
        pieces += page
        after = page[-1].cursor
    assert pieces == whole
    assert len(whole) == 25


def test_a_list_is_paged_alike(connection: Connection, shelf: Shelf) -> None:
    for number in range(5):
        shelf.file("新闻", f"{number}", published_at=None if number % 2 else date(2026, 11, number + 1))
    whole = listing(connection)
    assert listing(connection, limit=3) + listing(connection, after=whole[2].cursor) == whole
    assert listing(connection, limit=0) == []
    assert listing(connection, limit=10**30) == whole
    with pytest.raises(QueryError, match="-1"):
        listing(connection, limit=-1)


@pytest.mark.parametrize("days", [{"start": "2026-11-01"}, {"end": 20261101}])
def test_a_day_is_a_date(days: dict[str, Any]) -> None:
    with pytest.raises(QueryError, match="a day is a date, not "):
        Filters(**days)


def test_an_answer_is_not_silently_sorted_otherwise(connection: Connection) -> None:
    with pytest.raises(QueryError, match="new or rank, not by 'best'"):
        search(connection, "地铁", sort="best")  # type: ignore[arg-type]


def test_pages_fit_together_while_articles_are_entered(connection: Connection, shelf: Shelf) -> None:
    for day in range(1, 9):
        shelf.file("新闻", f"地铁{day}", published_at=date(2026, 11, day))
    before = listing(connection)
    page = search(connection, "地铁", limit=3)
    shelf.file("新闻", "地铁九", published_at=date(2026, 11, 20))
    between = shelf.file("新闻", "地铁十", published_at=date(2026, 11, 2))
    rest = listing(connection, after=page[-1].cursor)
    assert [hit.article_id for hit in rest if hit.article_id != between] == [hit.article_id for hit in before[3:]]
    assert between in {hit.article_id for hit in rest}


@pytest.mark.parametrize(
    "cursor", ["", "n", "x1", "nxyz", "n1 ", "r1_nan", "r1_0x1p9999", "n" + "f" * 99, "😀", "\ud800"]
)
def test_what_is_no_cursor_is_refused(connection: Connection, cursor: str) -> None:
    for sort in ("new", "rank"):
        with pytest.raises(QueryError, match="no place"):
            search(connection, "地铁", sort="rank" if sort == "rank" else "new", after=cursor)
    with pytest.raises(QueryError, match="no place"):
        listing(connection, after=cursor)


def test_the_cursor_of_one_order_is_none_of_the_other(connection: Connection, shelf: Shelf) -> None:
    shelf.file("地铁", "一")
    (newest,), (best,) = search(connection, "地铁"), search(connection, "地铁", sort="rank")
    assert newest.cursor != best.cursor
    for sort, cursor in (("rank", newest.cursor), ("new", best.cursor)):
        with pytest.raises(QueryError, match="no place"):
            search(connection, "地铁", sort="rank" if sort == "rank" else "new", after=cursor)


def test_an_index_of_another_version_is_not_asked(connection: Connection, shelf: Shelf) -> None:
    shelf.file("地铁", "一")
    connection.execute(update(articles_indexed).values(feed=0))
    with pytest.raises(StorageError, match="rebuilds"):
        search(connection, "地铁")


def test_names_that_can_not_be_written_are_nobody_s(connection: Connection, shelf: Shelf) -> None:
    shelf.file("地铁", "一", source="新华社")
    for name in ("\ud800", "\0", "'; drop table articles;--", "%", ""):
        assert count(connection, filters=Filters(source=name)) == (0 if name else 1)
        assert count(connection, filters=Filters(site=name)) == (0 if name else 1)


def test_a_hit_shows_the_article_and_where_the_words_stand(connection: Connection, shelf: Shelf) -> None:
    body = "开头一句。" * 20 + "\n國務院決定，" + "结尾一句。" * 20
    shelf.file("公交新線", body, source="新华社", editor="李雷", authors=["王小明"], url="https://news.example.cn/1")
    (hit,) = search(connection, "国务院决定")
    assert (hit.title, hit.source, hit.editor, hit.authors) == ("公交新線", "新华社", "李雷", ("王小明",))
    assert (hit.site, hit.url, hit.copies) == ("example", "https://news.example.cn/1", 1)
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["國務院決定"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 90


def test_any_program_that_knows_sqlite_reads_and_searches_the_file(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    database = Database.open(path, create=True)
    with database.writing() as connection:
        Shelf(connection).file("公交新線", "國務院決定", published_at=date(2026, 11, 1), source="新华社", editor="李雷")
        Shelf(connection).file("地铁", "今日", published_at=date(2026, 11, 2))
    database.close()
    plain = sqlite3.connect(path)
    newest = plain.execute("SELECT id, published_at, title, source, editor, text FROM search ORDER BY slot").fetchall()
    words = plain.execute(
        "SELECT id FROM search WHERE slot IN (SELECT rowid FROM articles_fts('\"国务 务院\"'))"
    ).fetchall()
    plain.close()
    assert newest[1] == (1, "2026-11-01", "公交新線", "新华社", "李雷", "國務院決定")
    assert [row[0] for row in newest] == [2, 1]
    assert words == [(1,)]


def test_the_archive_file_is_not_written_by_searching(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    database = Database.open(path, create=True)
    with database.writing() as connection:
        Shelf(connection).file("地铁", "一")
    database.close()
    before = path.read_bytes()
    database = Database.open(path)
    with database.reading() as connection:
        assert count(connection, "地铁", Filters(source="新华社")) == 0
    database.close()
    assert path.read_bytes() == before
