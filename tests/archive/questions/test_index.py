"""The index holds what the articles hold, and nothing they held before."""

import random
from contextlib import suppress
from datetime import date

import pytest
from shelf import Shelf
from sqlalchemy import Connection, text, update

from archive.database import Database
from archive.errors import StorageError
from archive.models import articles, articles_indexed
from archive.questions import index, slots
from archive.questions.filters import Filters
from archive.questions.index_check import check
from archive.search import count, search
from archive.text.bigrams import feed

DAY = date(2026, 11, 1)  # of what the shelf files


def ids(connection: Connection, word: str) -> set[int]:
    return {hit.article_id for hit in search(connection, word)}


def matches(connection: Connection, word: str) -> set[int]:
    """What the index itself says, with no article asked."""
    found = "SELECT article FROM articles_fts f JOIN articles_indexed i ON i.slot = f.rowid WHERE articles_fts MATCH :w"
    return set(connection.execute(text(found), {"w": f'"{word}"'}).scalars())


def test_a_reworded_article_is_found_by_its_new_words_only(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    shelf.reword(article, "公交改线", "轻轨延长线明日试行。")
    assert matches(connection, "轻轨") == matches(connection, "改线") == matches(connection, "延长") == {article}
    assert matches(connection, "地铁") == matches(connection, "新线") == matches(connection, "通车") == set()
    assert check(connection) == []


def test_the_same_row_again_leaves_no_second_copy(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    row = connection.execute(articles_indexed.select()).one()
    for _ in range(3):
        index.replace_row(
            connection,
            index.Entry(article=article, published_at=DAY, title=row.title, text=row.text, body="地铁延长线今日通车。"),
        )
    index.remove_row(connection, article)
    assert matches(connection, "地铁") == set()


def test_a_removed_article_leaves_no_ghost_and_the_others_stay_ranked(connection: Connection, shelf: Shelf) -> None:
    gone, stays = (shelf.file(f"新闻{number}", "地铁延长线今日通车。" * number) for number in (1, 2))
    index.remove_row(connection, gone)
    index.remove_row(connection, gone)
    index.remove_row(connection, 4711)
    assert matches(connection, "地铁") == {stays}
    ranks = [hit.rank for hit in search(connection, "地铁", sort="rank")]
    assert len(ranks) == 1
    assert ranks[0] is not None


def test_many_edits_leave_the_same_index_as_feeding_anew(connection: Connection, shelf: Shelf) -> None:
    draw = random.Random(6)
    words = ["地铁", "公交", "轻轨", "3.5", "covid", "國務院", "，", "区", "。\n"]

    def wording() -> str:
        return "".join(draw.choices(words, k=30)) + str(draw.random())

    filed = [shelf.file(wording(), wording()) for _ in range(20)]
    for _ in range(100):
        shelf.reword(draw.choice(filed), wording(), wording())
    for article in filed[::3]:
        index.remove_row(connection, article)
        connection.execute(update(articles).where(articles.c.id == article).values(text=None))
    edited = {word: matches(connection, word) for word in {*feed("".join(words)).split(), "区地", "交公"}}
    assert check(connection) == []
    assert index.rebuild(connection) == len(filed) - len(filed[::3])
    assert edited == {word: matches(connection, word) for word in edited}


def test_a_transaction_that_fails_leaves_the_index_as_it_was(database: Database) -> None:
    with database.writing() as connection:
        article = Shelf(connection).file("公交新线", "地铁延长线今日通车。")
    with suppress(ZeroDivisionError), database.writing() as connection:
        Shelf(connection).reword(article, "公交改线", "轻轨延长线明日试行。")
        raise ZeroDivisionError
    with database.reading() as connection:
        assert ids(connection, "地铁") == {article}
        assert count(connection, "轻轨") == 0
        assert check(connection) == []


def test_an_index_of_another_version_is_not_touched_until_it_is_rebuilt(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    connection.execute(update(articles_indexed).values(feed=0))
    assert not index.is_current(connection)
    with pytest.raises(StorageError, match="rebuilds"):
        shelf.file("另一篇", "轻轨。")
    with pytest.raises(StorageError, match="rebuilds"):
        index.remove_row(connection, article)
    assert check(connection) == [index.OTHER_VERSION]
    index.rebuild(connection)
    assert check(connection) == []
    assert ids(connection, "轻轨") == {article + 1}


def test_rebuilding_feeds_every_article_that_is_shown(connection: Connection, shelf: Shelf) -> None:
    filed = [shelf.file(f"新闻{number}", "地铁延长线今日通车。") for number in range(index.BATCH + 2)]
    merged = {"merged_into": filed[0], "text": None}
    connection.execute(update(articles).where(articles.c.id == filed[-1]).values(merged))
    assert index.rebuild(connection) == index.BATCH + 1
    assert ids(connection, "地铁") == set(filed[:-1])


def test_an_article_that_gets_another_time_moves_and_leaves_nothing_behind(
    connection: Connection, shelf: Shelf
) -> None:
    early, late = (shelf.file("地铁", "一", published_at=date(2026, 11, day)) for day in (1, 2))
    assert [hit.article_id for hit in search(connection, "地铁")] == [late, early]
    connection.execute(update(articles).where(articles.c.id == early).values(published_at=date(2026, 11, 3)))
    shelf.reword(early, "地铁", "一二")
    assert [hit.article_id for hit in search(connection, "地铁")] == [early, late]
    assert check(connection) == []


def test_a_full_hour_goes_on_into_the_next(
    connection: Connection, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "HOUR", 2)
    filed = [shelf.file(f"地铁{number}", "一", published_at=DAY) for number in range(5)]
    assert [hit.article_id for hit in search(connection, "地铁*")] == filed[::-1]
    assert count(connection, filters=Filters(start=DAY, end=DAY)) == 5
    assert check(connection) == []
    index.rebuild(connection)
    assert [hit.article_id for hit in search(connection, "地铁*")] == filed[::-1]


def feed_more(connection: Connection, article: int, body: str) -> None:
    """What replaces a row where the index is an ordinary table, and adds to it here."""
    again = text(
        "INSERT INTO articles_fts (rowid, title, body) SELECT slot, '', :body FROM articles_indexed WHERE article = :id"
    )
    connection.execute(again, {"id": article, "body": feed(body)})


def unfeed(connection: Connection, article: int, title: str, body: str) -> None:
    """A deletion as SQLite wants it, which it believes whatever it is told."""
    gone = text(
        "INSERT INTO articles_fts (articles_fts, rowid, title, body) "
        "SELECT 'delete', slot, :title, :body FROM articles_indexed WHERE article = :id"
    )
    connection.execute(gone, {"id": article, "title": feed(title), "body": feed(body)})


def test_check_finds_what_another_text_left_behind(connection: Connection, shelf: Shelf) -> None:
    ghost = shelf.file("新闻", "地铁延长线。")
    assert check(connection) == []
    shelf.reword(ghost, "新闻", "轻轨。")
    feed_more(connection, ghost, "地铁延长线。")
    faults = check(connection)
    assert f"article {ghost} is found by 地铁, which it does not hold" in faults
    assert any("tokens and was fed" in fault for fault in faults)
    index.rebuild(connection)
    assert check(connection) == []


def test_check_finds_a_row_deleted_by_other_words_than_it_was_fed(connection: Connection, shelf: Shelf) -> None:
    article, other = shelf.file("新闻", "地铁延长线。"), shelf.file("新闻", "天气。")
    unfeed(connection, article, "新闻", "公交改线。")
    assert article in matches(connection, "地铁")  # SQLite said that all is well
    faults = check(connection)
    assert f"article {article} is noted and not in the index" in faults
    assert any("tokens and was fed" in fault for fault in faults)
    index.rebuild(connection)
    assert check(connection) == []
    assert matches(connection, "天气") == {other}


def test_check_names_each_way_a_row_can_be_missing_or_too_many(connection: Connection, shelf: Shelf) -> None:
    kept, lost, dropped, unlisted = (shelf.file(f"新闻{number}", "地铁延长线。") for number in range(4))
    unfeed(connection, lost, "新闻1", "地铁延长线。")
    connection.execute(update(articles).where(articles.c.id == dropped).values(merged_into=kept, text=None))
    slot = connection.execute(
        articles_indexed.delete().where(articles_indexed.c.article == unlisted).returning(articles_indexed.c.slot)
    ).scalar()
    assert check(connection, probes=0) == [
        f"row {slot} of the index is no article's",
        f"article {lost} is noted and not in the index",
        f"article {unlisted} is not in the index",
        f"article {dropped} is in the index and is not shown",
    ]
    index.rebuild(connection)
    assert check(connection) == []
