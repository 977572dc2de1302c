"""A long phrase is found by some of its pairs, and only where all of it stands."""

import random
import re
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from shelf import Shelf
from sqlalchemy import Connection

from archive.questions import phrases
from archive.questions.filters import ALL, Filters
from archive.search import Hit, search
from archive.text.normalise import in_any_script, normalise

PHRASE = "青屏县图书馆新馆"
LIKE_IT = ["新馆图书馆青屏县", "青屏县图书馆，新馆", "县图书馆新馆青屏", "青屏县图书馆旧馆", "图书馆新馆"]


def found(connection: Connection, query: str, limit: int | None) -> list[int]:
    return [hit.article_id for hit in search(connection, query, limit=limit)]


@pytest.mark.parametrize("query", [PHRASE, "青屏縣圖書館新館", f"{PHRASE} 开放"])
def test_what_holds_the_same_pairs_is_not_found(connection: Connection, shelf: Shelf, query: str) -> None:
    held = [shelf.file("消息", f"昨天，{text}开放。") for text in (PHRASE, "青屏縣圖書館新館")]
    for text in LIKE_IT:
        shelf.file("消息", f"昨天，{text}开放。")
    assert sorted(found(connection, query, 10)) == held


@pytest.mark.parametrize("limit", [1, 3, 10, 30])
def test_among_many_that_look_like_it_the_page_is_full_all_the_same(
    connection: Connection, shelf: Shelf, limit: int
) -> None:
    for number in range(40):
        shelf.file("消息", f"昨天，{LIKE_IT[0] if number % 4 else PHRASE}开放，第{number}天。")
    assert found(connection, PHRASE, limit) == found(connection, PHRASE, None)[:limit]


QUESTIONS = [
    PHRASE,
    f"{PHRASE} -旧馆",
    f"{PHRASE} OR 青屏县图书馆旧馆",
    f"{PHRASE} 图书馆新馆青屏县",
    f"{PHRASE} title:{PHRASE}",
    f"“{PHRASE}，开放” {PHRASE}",
    "青屏县图书馆火星新馆",
]


@pytest.mark.parametrize("filters", [ALL, Filters(source="新华社"), Filters(start=date(2026, 11, 2), author="李雷")])
def test_pages_fit_together_whatever_else_is_asked(connection: Connection, shelf: Shelf, filters: Filters) -> None:
    texts = [PHRASE, "青屏縣圖書館新館", "⻘屏县图书馆新馆", *LIKE_IT]
    draw = random.Random(1)
    for number in range(60):
        title, body = (f"{draw.choice(texts)}{draw.choice('，。开')}{draw.choice(texts)}" for _ in range(2))
        fields = {"source": draw.choice(["新华社", "央视网"]), "authors": draw.choice([["李雷"], []])}
        shelf.file(title, body, published_at=date(2026, 11, 1 + number % 3), **fields)
    seen = 0
    for question in QUESTIONS:
        whole = [hit.article_id for hit in search(connection, question, filters)]
        for limit in (1, 7):
            pages = list(paged(connection, question, filters, limit))
            assert [hit.article_id for hit in pages] == whole, question
        seen += len(whole)
    assert seen > 30


def paged(connection: Connection, question: str, filters: Filters, limit: int) -> Iterator[Hit]:
    """All hits, page by page."""
    after = None
    while page := search(connection, question, filters, limit=limit, after=after):
        yield from page
        after = page[-1].cursor


def test_a_title_and_a_text_hold_it_each_for_itself(connection: Connection, shelf: Shelf) -> None:
    titled = shelf.file(f"{PHRASE}开放", "昨天开放。")
    shelf.file("青屏县图书馆", "新馆昨天开放。")
    assert found(connection, PHRASE, 10) == [titled]


def test_compatibility_ideographs_are_the_same(connection: Connection, shelf: Shelf) -> None:
    article = shelf.file("消息", "昨天，青屏县图书馆新馆开放，⾦門大橋通車。")
    assert found(connection, "金门大桥通车", 10) == [article]


def test_every_character_that_becomes_an_ideograph_is_seen() -> None:
    ideograph = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
    for character in map(chr, range(sys.maxunicode + 1)):
        same = normalise(character)
        if same != character and ideograph.search(same):
            alone = len(same) == 1 and in_any_script(same).fullmatch(character)
            assert alone or phrases.COMPATIBLE.fullmatch(character), hex(ord(character))
