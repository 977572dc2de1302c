"""Searching finds what the texts hold, all of it and nothing else."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import Shelf
from sqlalchemy import Connection, insert, update

from archive.database import Database
from archive.errors import QueryError
from archive.filters import Filters
from archive.models import articles, captures, pages, readings, sites, texts
from archive.search import count, listing, search
from archive.text.bigrams import RUN, parse_query
from archive.text.normalise import fold, normalise

# Few characters, so that words recur: simplified, traditional, kana, one outside the BMP.
CHARACTERS = "国國院学學社会會区區防灣湾かナ𠮷"
MARKS = ["，", "。", "\n", "《", "》", " ", "2022", "3.5", "Covid", "（", "）", "…"]
ZONE = timezone(timedelta(hours=8))


def generated(draw: random.Random) -> str:
    runs = ["".join(draw.choices(CHARACTERS, k=draw.randint(1, 9))) for _ in range(draw.randint(2, 12))]
    return "".join(run + draw.choice(MARKS) for run in runs)


@pytest.fixture(scope="module")
def generated_texts() -> dict[int, tuple[str, str]]:
    draw = random.Random(2)
    return {number: (generated(draw)[:20], generated(draw)) for number in range(1, 301)}


@pytest.fixture(scope="module")
def stocked(
    tmp_path_factory: pytest.TempPathFactory, generated_texts: dict[int, tuple[str, str]]
) -> Iterator[Connection]:
    database = Database.open(tmp_path_factory.mktemp("stocked") / "archive.db", create=True)
    with database.writing() as connection:
        for title, body in generated_texts.values():
            Shelf(connection).file(title, body)
    with database.reading() as connection:
        yield connection
    database.close()


def ids(connection: Connection, query: str, filters: Filters | None = None) -> list[int]:
    return [hit.article_id for hit in search(connection, query, filters or Filters())]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 6])
def test_a_word_finds_exactly_the_texts_that_hold_it_in_either_script(
    stocked: Connection, generated_texts: dict[int, tuple[str, str]], length: int
) -> None:
    draw = random.Random(length)
    runs = [run for _title, body in generated_texts.values() for run in RUN.findall(body)]
    held = [run for run in runs if len(run) >= length and not run.isascii()]
    for _ in range(60):
        start = draw.randrange(len(run := draw.choice(held)) - length + 1)
        word = draw.choice([run[start : start + length], "".join(draw.choices(CHARACTERS, k=length))])
        truth = {
            number
            for number, (title, body) in generated_texts.items()
            if fold(word) in fold(title) or fold(word) in fold(body)
        }
        assert set(ids(stocked, word)) == truth


def test_a_phrase_of_chinese_and_digits_finds_every_text_that_holds_it(
    stocked: Connection, generated_texts: dict[int, tuple[str, str]]
) -> None:
    draw = random.Random(5)
    for _ in range(200):
        _title, body = draw.choice(list(generated_texts.values()))
        start = draw.randrange(len(body) - 1)
        phrase = body[start : start + draw.randint(3, 12)].strip()
        # Latin words and numbers are found whole only.
        inner = [run for run in RUN.findall(normalise(phrase)) if run.isascii()]
        if not letters(phrase) or not set(inner) <= set(RUN.findall(normalise(body))):
            continue
        found = set(ids(stocked, f'"{phrase}"'))
        folded = normalise(phrase)
        truth = {number for number, pair in generated_texts.items() if any(folded in normalise(one) for one in pair)}
        assert truth <= found
        assert all(any(letters(phrase) in letters(one) for one in generated_texts[number]) for number in found)


def letters(text: str) -> str:
    """What of a text is indexed, with nothing between."""
    return "".join(RUN.findall(normalise(text)))


HOSTILE = [
    "AND", "OR", "NOT", "NEAR", "AND OR NEAR", '"unbalanced', "(", "()", ")", "a)", "*", "quick*", "^quick", "-quick",
    "body:quick", "nosuch:quick", "title: 经济", "col-umn", "C++", "what?", "10%", "O'Brien", "NEAR(quick dead, 5)",
    "a AND", "{title body}:x", "", "   ", "\0", "😀", "quick\0dead", '"' * 1001, "词 " * 5000, "(" * 1000,
    "'; drop table f;--", 'AND"OR', "经济", "；会议",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_text_or_is_refused(stocked: Connection, query: str) -> None:
    with suppress(QueryError):
        assert len(ids(stocked, query)) == count(stocked, query)


def test_hostile_words_find_the_text_that_holds_them(connection: Connection, shelf: Shelf) -> None:
    held = {}
    for query in HOSTILE:
        if letters(query) and not query.startswith("-") and len(query) < 1000:
            held[query] = shelf.file("标题", f"前文，{query}，后文")
    assert len(held) > 20
    for query, article in held.items():
        assert article in ids(connection, query)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from(CHARACTERS + '2a "-*():^.')))
def test_any_query_finds_a_subset_of_the_truth(
    stocked: Connection, generated_texts: dict[int, tuple[str, str]], query: str
) -> None:
    try:
        found = ids(stocked, query)
    except QueryError:
        return
    for number in found:
        held = [letters(one) for one in generated_texts[number]]
        assert all(any("".join(phrase.runs) in one for one in held) for phrase in parse_query(query).wanted)


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
    assert [hit.article_id for hit in search(connection, "地铁", limit=2, offset=1)] == newest_first[1:3]
    assert [hit.article_id for hit in listing(connection, limit=2, offset=3)] == newest_first[3:]


def test_the_best_comes_first_when_asked_for(connection: Connection, shelf: Shelf) -> None:
    passing = shelf.file("天气", "今日多云，" * 30 + "地铁照常。")
    about = shelf.file("地铁", "地铁，地铁。")
    for number in range(9):
        shelf.file("天气", f"今日多云{number}")
    found = search(connection, "地铁", sort="rank")
    assert [hit.article_id for hit in found] == [about, passing]
    assert found[0].rank < found[1].rank
    assert search(connection, "地铁")[0].rank is None


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
    connection.execute(insert(readings).values(capture=1, page=1, reader=1, text=text.id))
    for name in ("evening", "晚报", "evening.example.com"):
        assert ids(connection, "地铁", Filters(site=name)) == [copied]
    assert count(connection, filters=Filters(site="示例日報")) == 2
    assert count(connection, filters=Filters(site="nowhere")) == 0


def test_merged_articles_are_not_found(connection: Connection, shelf: Shelf) -> None:
    kept, merged = shelf.file("地铁", "一"), shelf.file("地铁", "二")
    connection.execute(update(articles).where(articles.c.id == merged).values(merged_into=kept))
    assert ids(connection, "地铁") == [kept]
    assert count(connection) == count(connection, "地铁") == 1


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
