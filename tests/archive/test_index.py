"""The index holds what the articles hold, and nothing they held before."""

import random
from contextlib import suppress

import pytest
from shelf import Shelf
from sqlalchemy import Connection, text, update

from archive import index
from archive.database import Database
from archive.errors import StorageError
from archive.models import articles, articles_indexed
from archive.search import count, search
from archive.text.bigrams import feed


def ids(connection: Connection, word: str) -> set[int]:
    return {hit.article_id for hit in search(connection, word)}


def matches(connection: Connection, word: str) -> set[int]:
    """What the index itself says, with no article asked."""
    rows = connection.execute(text("SELECT rowid FROM articles_fts WHERE articles_fts MATCH :w"), {"w": f'"{word}"'})
    return set(rows.scalars())


def test_a_reworded_article_is_found_by_its_new_words_only(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    shelf.reword(article, "公交改线", "轻轨延长线明日试行。")
    assert matches(connection, "轻轨") == matches(connection, "改线") == matches(connection, "延长") == {article}
    assert matches(connection, "地铁") == matches(connection, "新线") == matches(connection, "通车") == set()
    assert index.check(connection) == []


def test_the_same_row_again_leaves_no_second_copy(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    row = connection.execute(articles_indexed.select()).one()
    for _ in range(3):
        index.replace_row(connection, article, row.title, row.text, "地铁延长线今日通车。")
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
    assert index.check(connection) == []
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
        assert index.check(connection) == []


def test_an_index_of_another_version_is_not_touched_until_it_is_rebuilt(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("公交新线", "地铁延长线今日通车。")
    connection.execute(update(articles_indexed).values(feed=0))
    assert not index.is_current(connection)
    with pytest.raises(StorageError, match="rebuilds"):
        shelf.file("另一篇", "轻轨。")
    with pytest.raises(StorageError, match="rebuilds"):
        index.remove_row(connection, article)
    assert index.check(connection) == [index.OTHER_VERSION]
    index.rebuild(connection)
    assert index.check(connection) == []
    assert ids(connection, "轻轨") == {article + 1}


def test_rebuilding_feeds_every_article_that_is_shown(connection: Connection, shelf: Shelf) -> None:
    filed = [shelf.file(f"新闻{number}", "地铁延长线今日通车。") for number in range(index.BATCH + 2)]
    merged = {"merged_into": filed[0], "text": None}
    connection.execute(update(articles).where(articles.c.id == filed[-1]).values(merged))
    assert index.rebuild(connection) == index.BATCH + 1
    assert ids(connection, "地铁") == set(filed[:-1])


def test_check_names_each_way_an_index_can_be_wrong(connection: Connection, shelf: Shelf) -> None:
    ghost, lost, dropped, unlisted = (shelf.file(f"新闻{number}", "地铁延长线。") for number in range(4))
    feed_row = text("INSERT INTO articles_fts (rowid, title, body) VALUES (:article, '', :body)")
    unfeed = text(
        "INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', :article, :title, :body)"
    )
    shelf.reword(ghost, "新闻0", "轻轨。")
    connection.execute(feed_row, {"article": ghost, "body": feed("地铁延长线。")})
    connection.execute(unfeed, {"article": lost, "title": feed("新闻1"), "body": feed("地铁延长线。")})
    connection.execute(update(articles).where(articles.c.id == dropped).values(merged_into=ghost))
    connection.execute(articles_indexed.delete().where(articles_indexed.c.article == unlisted))
    faults = "\n".join(index.check(connection))
    assert f"article {ghost} is found by 地铁, which it does not hold" in faults
    assert f"article {lost} is noted as indexed and not in the index" in faults
    assert f"article {dropped} is in the index and is no article" in faults
    assert f"article {unlisted} is in the index and not noted as indexed" in faults
