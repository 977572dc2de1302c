"""An article over several pages is one article with the whole text, in whatever order its pages come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from press import STORY, news_page, other_story, pager
from sqlalchemy import func, select

from archive.capture import Capture
from archive.database import Database
from archive.extract import extract
from archive.folder import Folder
from archive.ingest import ingest
from archive.models import articles, readings, text_keys, texts
from archive.outcome import Outcome, Reason, Verdict
from archive.prepared import prepare
from archive.questions.index_check import check
from archive.replay import Replay
from archive.search import search
from archive.site import site_of
from archive.store import Store
from archive.view import article, article_at, reading
from archive.views import copies, revisions
from archive.warc import WarcWriter, files

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
HOME = "http://paper.example/2026/1103/c1001-20261.html"
SECOND, THIRD = HOME.replace(".html", "_2.html"), HOME.replace(".html", "_3.html")
PATHS = tuple(url.rpartition("/")[2] for url in (HOME, SECOND, THIRD))
PARTS = STORY, other_story(2), other_story(3)
WHOLE = "\n".join("\n".join(part) for part in PARTS)
TITLE = "青屏县图书馆新馆开放"


def page(number: int, *, words: tuple[str, ...] | None = None, hour: int = 0, pages: int = 3) -> Capture:
    """Page *number* of the article."""
    body = news_page(TITLE, words or PARTS[number - 1], pager=pager(*PATHS[:pages], page=number))
    at = START + timedelta(hours=hour, minutes=number)
    url = (HOME, SECOND, THIRD)[number - 1]
    return Capture(url=url, captured_at=at, status=200, headers=(), body=body, record_id=f"urn:{number}-{hour}")


def enter(database: Database, *captures: Capture) -> list[Outcome]:
    outcomes = []
    for capture in captures:
        with database.writing() as connection:
            outcomes.append(ingest(capture, site_of(capture.url), Store(connection)))
    return outcomes


def archived(database: Database) -> tuple[object, ...]:
    """What an archive says, without its numbers."""
    with database.reading() as connection:
        shown = select(articles.c.title, articles.c.url, articles.c.copies, texts.c.body)
        told = select(readings.c.reason, readings.c.detail, readings.c.flags, readings.c.evidence, texts.c.body)
        own = texts.alias()
        span = select(revisions.c.number, revisions.c.from_at, revisions.c.to_at, texts.c.body)
        return (
            connection.execute(shown.join(texts, texts.c.id == articles.c.text).order_by(texts.c.body)).all(),
            connection.execute(
                told.add_columns(own.c.body)
                .outerjoin(texts, texts.c.id == readings.c.text)
                .outerjoin(own, own.c.id == readings.c.part)
                .order_by(own.c.body, texts.c.body)
            ).all(),
            connection.execute(span.join(texts, texts.c.id == revisions.c.text)).all(),
            sorted(connection.execute(select(texts.c.body)).scalars()),
            connection.execute(select(func.count()).select_from(text_keys)).scalar(),
            connection.execute(select(func.count()).select_from(copies)).scalar(),
            check(connection),
        )


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_three_pages_in_any_order_are_one_article(database: Database, order: tuple[int, ...]) -> None:
    outcomes = enter(database, *map(page, order))
    assert sorted(outcome.name for outcome in outcomes) == ["created", "rejected:part", "rejected:part"]
    with database.reading() as connection:
        number = article_at(connection, HOME)
        shown = article(connection, number or 0)
        assert shown is not None
        assert shown.text == WHOLE
        assert [copy.url for copy in shown.copies] == [HOME]
        assert [revision.text for revision in shown.revisions] == [WHOLE]
        assert {hit.article_id for hit in search(connection, "第3小学")} == {number}
        first, later = reading(connection, HOME), reading(connection, THIRD)
        assert first is not None
        assert "joined" in first.fields["flags"]
        assert first.fields["evidence"]["parts"] == "joined from 3 pages"
        assert later is not None
        assert (later.fields["reason"], later.fields["detail"]) == (Reason.PART, HOME)
        assert connection.execute(select(func.count()).select_from(texts)).scalar() == 4
        assert connection.execute(select(texts.c.body).where(texts.c.article.is_not(None))).scalars().all() == [WHOLE]
        assert check(connection) == []


def test_a_first_page_alone_is_an_article_that_says_it_is_incomplete(database: Database) -> None:
    (outcome,) = enter(database, page(1))
    assert outcome.verdict is Verdict.CREATED
    with database.reading() as connection:
        found = reading(connection, HOME)
        assert found is not None
        assert found.fields["flags"] == ["incomplete"]
        assert article_at(connection, HOME) == outcome.article_id


def test_a_page_that_is_missing_leaves_what_stands_before_it(database: Database) -> None:
    enter(database, page(1), page(2))
    with database.reading() as connection:
        found = reading(connection, HOME)
        shown = article(connection, article_at(connection, HOME) or 0)
        assert found is not None
        assert shown is not None
        assert found.fields["flags"] == ["joined", "incomplete"]
        assert shown.text == "\n".join((*PARTS[0], *PARTS[1]))


def test_the_article_keeps_its_number_when_its_pages_come(database: Database) -> None:
    first, *_ = enter(database, page(1), page(2), page(3))
    with database.reading() as connection:
        assert article_at(connection, HOME) == first.article_id
        assert connection.execute(select(func.count()).select_from(articles)).scalar() == 1


def test_later_pages_alone_are_no_article(database: Database) -> None:
    enter(database, page(3), page(2))
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar() == 0
        assert search(connection, "公交") == []


EDIT = (*PARTS[1][:2], "公司随后更正：延长运营自下月一日起试行三个月，届时再作决定。")
VISITS = [*map(page, (1, 2, 3)), page(1, hour=5), page(2, hour=5, words=EDIT), page(3, hour=5)]


def test_an_edit_of_a_later_page_is_a_revision_of_the_article(database: Database) -> None:
    enter(database, *VISITS)
    with database.reading() as connection:
        shown = article(connection, article_at(connection, HOME) or 0)
        assert shown is not None
        assert [revision.number for revision in shown.revisions] == [1, 2]
        assert "第2次乘客座谈会" in shown.revisions[0].text
        assert "更正" in shown.text
        assert shown.text.endswith(PARTS[2][-1])


def test_any_order_and_reading_again_leave_the_same_archive(tmp_path: Path) -> None:
    orders = [VISITS, VISITS[::-1], [*VISITS[3:], *VISITS[:3]], [VISITS[index] for index in (4, 0, 2, 5, 1, 3)]]
    found = []
    for number, order in enumerate(orders):
        database = Database.open(tmp_path / f"{number}.db", create=True)
        enter(database, *order, *order[:3])
        found.append(archived(database))
        database.close()
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_later_pages_that_come_slowly_go_with_the_first_page_before_them(
    database: Database, order: tuple[int, ...]
) -> None:
    again = replace(page(1, pages=2), captured_at=START + timedelta(minutes=3), record_id="urn:again")
    late = replace(page(2, pages=2, words=EDIT), captured_at=START + timedelta(minutes=9), record_id="urn:late")
    captures = [page(1, pages=2), page(2, pages=2), again, late]  # in minutes: 1, 2, 3 and 9
    enter(database, *(captures[index] for index in order))
    with database.reading() as connection:
        shown = article(connection, article_at(connection, HOME) or 0)
    assert shown is not None
    assert [revision.text for revision in shown.revisions] == ["\n".join(PARTS[0] + part) for part in (PARTS[1], EDIT)]


def test_a_later_page_that_was_visited_before_the_first_one_goes_with_it(database: Database) -> None:
    early = replace(page(2, pages=2, words=EDIT, hour=24), captured_at=START + timedelta(hours=23))
    enter(database, page(1, pages=2), page(2, pages=2), early, page(1, pages=2, hour=24), page(2, pages=2, hour=168))
    with database.reading() as connection:
        shown = article(connection, article_at(connection, HOME) or 0)
    assert shown is not None
    assert shown.text == "\n".join(PARTS[0] + EDIT)


def test_an_archive_made_anew_from_its_files_is_the_same(database: Database, tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path / "warc")
    kept = [writer.write(capture) for capture in VISITS]
    writer.close()
    enter(database, *kept)
    anew = Database.open(tmp_path / "anew.db", create=True)
    replay = Replay(folder=Folder(path=tmp_path), database=anew)
    read = list(replay.captures(files(tmp_path / "warc"), report=lambda error: pytest.fail(str(error))))
    enter(anew, *reversed(read))
    assert len(read) == len(VISITS)
    assert archived(anew) == archived(database)
    anew.close()


def test_the_whole_text_on_one_page_elsewhere_is_a_copy(database: Database) -> None:
    words = tuple(paragraph for part in PARTS for paragraph in part)
    mirror = Capture(
        url="http://mirror.example/a/20261.html",
        captured_at=START,
        status=200,
        headers=(),
        body=news_page(TITLE, words),
    )
    enter(database, page(1), mirror, page(2), page(3))
    with database.reading() as connection:
        shown = article(connection, article_at(connection, HOME) or 0)
        assert shown is not None
        assert {copy.url for copy in shown.copies} == {HOME, mirror.url}
        assert shown.id == 1


def test_a_pager_that_shows_the_same_words_adds_nothing(database: Database) -> None:
    enter(database, page(1, pages=2), page(2, words=PARTS[0], pages=2))
    with database.reading() as connection:
        found = reading(connection, HOME)
        shown = article(connection, article_at(connection, HOME) or 0)
        assert found is not None
        assert shown is not None
        assert found.fields["flags"] == []
        assert shown.text == "\n".join(PARTS[0])


def test_a_page_that_is_read_again_as_no_part_leaves_the_article_incomplete(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(database, *map(page, (1, 2, 3)))
    monkeypatch.setattr("archive.ingest.extract", refuse)
    enter(database, page(2))
    with database.reading() as connection:
        found = reading(connection, HOME)
        assert found is not None
        assert found.fields["flags"] == ["incomplete"]
        assert connection.execute(select(func.count()).select_from(texts)).scalar() == 2
        assert [hit.article_id for hit in search(connection, "公交")] == []
        assert check(connection) == []


def test_two_pages_that_lead_to_each_other_end_where_they_began(database: Database) -> None:
    urls, wordings = (HOME, SECOND), ((PARTS[0], PARTS[1]), (PARTS[2], other_story(4)))
    for hour, edited in enumerate(wordings):
        for url, other, words in zip(urls, reversed(urls), edited, strict=True):
            at = START + timedelta(hours=hour)
            capture = Capture(url=url, captured_at=at, status=200, headers=(), body=news_page(TITLE, words))
            read = replace(extract(capture, site_of(url)), next_page=other)
            with database.writing() as connection:
                Store(connection).record(capture, read, prepare(read.text), site_of(url))
    with database.reading() as connection:
        found = reading(connection, HOME)
        assert found is not None
        body = connection.execute(select(texts.c.body).where(texts.c.id == found.fields["text"])).scalar()
        assert body == "\n".join("\n".join(words) for words in wordings[1])
        assert check(connection) == []


def test_the_editor_whom_only_the_last_page_names_is_the_article_s(database: Database) -> None:
    first, second, third = map(page, (1, 2, 3))
    label = '<div class="editor">（责任编辑：许文清）</div>'.encode()
    bare = [replace(one, body=one.body.replace(label, b"")) for one in (first, second)]
    enter(database, third, *bare)
    with database.reading() as connection:
        shown, found = article(connection, article_at(connection, HOME) or 0), reading(connection, HOME)
        assert shown is not None
        assert shown.editor == "许文清"
        assert found is not None
        assert found.fields["evidence"]["editor"] == "page 3"
    enter(database, replace(third, body=third.body.replace(label, b"")))
    with database.reading() as connection:
        shown, found = article(connection, article_at(connection, HOME) or 0), reading(connection, HOME)
        assert shown is not None
        assert shown.editor is None
        assert found is not None
        assert "editor" not in found.fields["evidence"]


def refuse(_capture: Capture, _site: object) -> None:
    from archive.errors import NotAnArticle  # noqa: PLC0415 - only here

    raise NotAnArticle(Reason.SOFT_404)
