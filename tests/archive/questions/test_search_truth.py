"""Searching finds what the texts hold, all of it and nothing else."""

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import Shelf
from sqlalchemy import Connection
from truth import answers, holds, plain

from archive.database import Database
from archive.errors import QueryError
from archive.questions.query import parse
from archive.search import count, search
from archive.text.bigrams import RUN

# Few characters, so that words recur: simplified, traditional, kana, one outside the BMP and one younger than SQLite's
# tables of letters.
CHARACTERS = "国國院学學社会會区區防灣湾かナ𠮷𫠠"
MARKS = ["，", "。", "\n", "《", "》", " ", "　", "2022", "3.5", "Covid", "（", "）", "…", " 5G ", "-19", "_", "㎏"]
Texts = dict[int, tuple[str, str]]


def generated(draw: random.Random) -> str:
    runs = ["".join(draw.choices(CHARACTERS, k=draw.randint(1, 9))) for _ in range(draw.randint(2, 12))]
    return "".join(run + draw.choice(MARKS) + draw.choice(["", "", draw.choice(MARKS)]) for run in runs)


@pytest.fixture(scope="module")
def held() -> Texts:
    draw = random.Random(2)
    return {number: (generated(draw)[:20], generated(draw)) for number in range(1, 301)}


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, held: Texts) -> Iterator[Connection]:
    database = Database.open(tmp_path_factory.mktemp("stocked") / "archive.db", create=True)
    with database.writing() as connection:
        for title, body in held.values():
            Shelf(connection).file(title, body)
    with database.reading() as connection:
        yield connection
    database.close()


def ids(connection: Connection, query: str) -> set[int]:
    found = [hit.article_id for hit in search(connection, query)]
    assert len(found) == len(set(found)) == count(connection, query)
    assert [hit.article_id for hit in search(connection, query, limit=5)] == found[:5]
    return set(found)


def holding(held: Texts, *phrases: str) -> set[int]:
    """The articles that hold all of *phrases* in title or body."""
    return {
        number
        for number, texts in held.items()
        if all(any(holds(text, plain(phrase)) for text in texts) for phrase in phrases)
    }


@pytest.mark.parametrize("length", [1, 2, 3, 4, 6, 8])
def test_a_word_finds_exactly_the_texts_that_hold_it_in_either_script(
    stocked: Connection, held: Texts, length: int
) -> None:
    draw = random.Random(length)
    runs = [run for texts in held.values() for run in RUN.findall(texts[1])]
    long_enough = [run for run in runs if len(run) >= length and not run.isascii() and "㎏" not in run]
    hits = 0
    for _ in range(40):
        start = draw.randrange(len(run := draw.choice(long_enough)) - length + 1)
        word = draw.choice([run[start : start + length], "".join(draw.choices(CHARACTERS, k=length))])
        assert ids(stocked, word) == holding(held, word)
        assert {hit.article_id for hit in search(stocked, word, sort="rank")} == holding(held, word)
        hits += len(holding(held, word))
    assert hits


def test_a_phrase_across_punctuation_finds_exactly_the_texts_that_hold_it(stocked: Connection, held: Texts) -> None:
    draw = random.Random(5)
    mixed = 0
    for _ in range(200):
        body = draw.choice(list(held.values()))[1]
        start = draw.randrange(len(body) - 1)
        phrase = body[start : start + draw.randint(3, 12)]
        if plain(phrase):
            assert ids(stocked, f'"{phrase}"') == holding(held, phrase)
            mixed += len(RUN.findall(phrase)) > 1
    assert mixed > 30


def test_two_words_find_exactly_the_texts_that_hold_both(stocked: Connection, held: Texts) -> None:
    draw = random.Random(6)
    for _ in range(50):
        one, other = ("".join(draw.choices(CHARACTERS, k=2)) for _ in range(2))
        assert ids(stocked, f"{one} {other}") == holding(held, one, other)
        assert ids(stocked, f"{one} OR {other}") == holding(held, one) | holding(held, other)
        assert ids(stocked, f"{one} -{other}") == holding(held, one) - holding(held, other)
        assert ids(stocked, f"title:{one} {other}") == {
            number for number in holding(held, other) if holds(held[number][0], plain(one))
        }


HOSTILE = [
    "AND", "OR", "NOT", "NEAR", "AND OR NEAR", '"unbalanced', "(", "()", ")", "a)", "*", "quick*", "^quick", "-quick",
    "body:quick", "nosuch:quick", "title: 经济", "col-umn", "C++", "what?", "10%", "O'Brien", "NEAR(quick dead, 5)",
    "a AND", "{title body}:x", "", "   ", "\0", "😀", "quick\0dead", '"' * 1001, "词 " * 5000, "(" * 1000,
    "'; drop table f;--", 'AND"OR', "经济", "；会议",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_text_or_is_refused(stocked: Connection, held: Texts, query: str) -> None:
    with suppress(QueryError):
        assert ids(stocked, query) == {number for number, texts in held.items() if answers(*texts, parse(query))}


def test_hostile_words_find_the_text_that_holds_them(connection: Connection, shelf: Shelf) -> None:
    filed = {}
    for query in HOSTILE:
        if plain(query) and not query.startswith("-") and len(query) < 1000:
            filed[query] = shelf.file("标题", f"前文，{query}，后文")
    assert len(filed) > 20
    for query, article in filed.items():
        assert article in ids(connection, query)


WORDS = st.sampled_from(
    [
        *CHARACTERS,
        *MARKS,
        "OR",
        "AND",
        "title:",
        "title：",
        "-",
        '"',
        "“",
        "”",
        "*",
        " ",
        " ",
        "5",
        "会议",
        "source:",
        "site:example",
    ]
)


@given(st.text(alphabet=st.characters()) | st.lists(WORDS, max_size=12).map("".join))
def test_any_query_finds_exactly_the_truth(stocked: Connection, held: Texts, query: str) -> None:
    try:
        found = ids(stocked, query)
    except QueryError:
        return
    asked = parse(query)
    truth = {number for number, texts in held.items() if answers(*texts, asked)}
    assert found <= truth if asked.names or asked.no_names else found == truth
