"""What a capture means for the archive: verdicts, copies, revisions, and the same archive in any order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from press import STORY, news_page, other_story
from sqlalchemy import func, select

from archive.capture import Capture
from archive.database import Database
from archive.extract import READER, extract
from archive.ingest import ingest
from archive.models import articles, articles_indexed, pages, readings, texts
from archive.outcome import Outcome, Reason, Verdict
from archive.prepared import prepare
from archive.search import search
from archive.site import site_of
from archive.store import Store
from archive.view import article, article_at
from archive.views import copies, revisions

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)


def served(url: str, html: bytes, *, hour: int = 0, status: int = 200) -> Capture:
    return Capture(url=url, captured_at=START + timedelta(hours=hour), status=status, headers=(), body=html)


def enter(database: Database, *captures: Capture) -> list[Outcome]:
    outcomes = []
    for capture in captures:
        with database.writing() as connection:
            outcomes.append(ingest(capture, site_of(capture.url), Store(connection)))
    return outcomes


def verdicts(database: Database, *captures: Capture) -> list[Verdict]:
    return [outcome.verdict for outcome in enter(database, *captures)]


HOME = "http://paper.example/2026/1103/1.html"
MIRROR = "http://mirror.example/a/1.html"
LIBRARY = news_page("青屏县图书馆新馆开放", STORY)
EDITED = news_page("青屏县图书馆新馆开放", (*STORY[:3], "截至闭馆时，当日共接待读者两千三百余人次，借出图书四千余册。"))


def test_the_first_sight_the_same_again_and_an_edit(database: Database) -> None:
    seen = verdicts(database, served(HOME, LIBRARY), served(HOME, LIBRARY, hour=1), served(HOME, EDITED, hour=2))
    assert seen == [Verdict.CREATED, Verdict.UNCHANGED, Verdict.REVISED]


def test_an_edit_that_is_taken_back_is_two_revisions(database: Database) -> None:
    seen = verdicts(database, served(HOME, LIBRARY), served(HOME, EDITED, hour=1), served(HOME, LIBRARY, hour=2))
    assert seen == [Verdict.CREATED, Verdict.REVISED, Verdict.REVISED]


def test_the_same_text_elsewhere_is_a_copy_of_one_article(database: Database) -> None:
    one, other = enter(database, served(HOME, LIBRARY), served(MIRROR, LIBRARY, hour=1))
    assert (one.verdict, other.verdict) == (Verdict.CREATED, Verdict.COPIED)
    assert one.article_id == other.article_id
    with database.reading() as connection:
        shown = article(connection, one.article_id or 0)
        assert shown is not None
        assert [copy.url for copy in shown.copies] == [HOME, MIRROR]


def test_a_changed_title_is_a_revision(database: Database) -> None:
    retitled = news_page("图书馆新馆今日迎客", STORY)
    assert verdicts(database, served(HOME, LIBRARY), served(HOME, retitled, hour=1)) == [
        Verdict.CREATED,
        Verdict.REVISED,
    ]
    with database.reading() as connection:
        titles = connection.execute(select(revisions.c.title).order_by(revisions.c.number)).scalars().all()
    assert titles == ["青屏县图书馆新馆开放", "图书馆新馆今日迎客"]


def test_a_reading_from_before_an_edit_that_arrives_after_it_is_no_edit(database: Database) -> None:
    late = served(HOME, LIBRARY, hour=1)
    seen = verdicts(database, served(HOME, LIBRARY), served(HOME, EDITED, hour=2), late)
    assert seen[-1] is Verdict.UNCHANGED
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(revisions)).scalar() == 2


def test_a_new_reader_s_other_wording_is_no_revision(database: Database) -> None:
    enter(database, served(HOME, LIBRARY))
    edited, site = served(HOME, EDITED, hour=1), site_of(HOME)
    found = extract(edited, site)
    with database.writing() as connection:
        outcome = Store(connection).record(edited, found, prepare(found.text), site, reader=READER + 1)
    assert outcome.verdict is Verdict.UNCHANGED
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(revisions)).scalar() == 1


def test_a_page_that_is_gone_is_rejected_and_the_article_stays(database: Database) -> None:
    first, gone = enter(database, served(HOME, LIBRARY), served(HOME, b"<p>404</p>", hour=1, status=404))
    assert (gone.verdict, gone.reason) == (Verdict.REJECTED, Reason.GONE)
    with database.reading() as connection:
        assert article_at(connection, HOME) == first.article_id
        row = connection.execute(select(readings.c.page).where(readings.c.reason == Reason.GONE)).one()
        assert row.page == connection.execute(select(pages.c.id)).scalar_one()


def test_every_capture_has_exactly_one_reading_however_often_it_is_read(database: Database) -> None:
    capture = served(HOME, LIBRARY)
    assert verdicts(database, capture, capture, capture) == [Verdict.CREATED, Verdict.REREAD, Verdict.REREAD]
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(readings)).scalar() == 1
        assert connection.execute(select(func.count()).select_from(texts)).scalar() == 1


def test_an_article_read_again_as_other_words_keeps_its_id_and_leaves_no_old_text(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture, copy = served(HOME, LIBRARY), served(MIRROR, LIBRARY)
    before = enter(database, capture, copy)
    monkeypatch.setattr("archive.ingest.extract", lambda capture, _site: shortened(capture))
    after = enter(database, capture, copy)
    assert after[-1].article_id == before[0].article_id
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(texts)).scalar() == 1
        shown = article(connection, before[0].article_id or 0)
        assert shown is not None
        assert len(shown.copies) == 2
        assert "年龄" not in shown.text
        assert [hit.article_id for hit in search(connection, "视障")] == []
        assert [hit.article_id for hit in search(connection, "图书馆")] == [shown.id]
        assert connection.execute(select(func.count()).select_from(articles_indexed)).scalar() == 1


def test_a_time_read_again_in_another_zone_is_shown_as_it_is_read(database: Database) -> None:
    capture = served(HOME, LIBRARY)
    found = extract(capture, site_of(HOME))
    here, elsewhere = (datetime(2026, 11, 4, hour, tzinfo=timezone(timedelta(hours=hour))) for hour in (8, 9))
    for at in (here, elsewhere):
        with database.writing() as connection:
            again = replace(found, published_at=at)
            Store(connection).record(capture, again, prepare(found.text), site_of(HOME))
            shown = connection.execute(select(articles.c.published_at)).scalar_one()
        assert shown == at
        assert shown.utcoffset() == at.utcoffset()


def shortened(capture: Capture) -> object:
    from dataclasses import replace  # noqa: PLC0415 - only here

    from archive.extract import extract  # noqa: PLC0415 - the one that was replaced

    found = extract(capture, site_of(capture.url))
    return replace(found, text="\n".join(line for line in found.text.split("\n") if "视障" not in line))


def test_an_article_that_is_read_again_as_none_is_no_longer_listed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = served(HOME, LIBRARY)
    enter(database, capture)

    def refuse(_capture: Capture, _site: object) -> None:
        from archive.errors import NotAnArticle  # noqa: PLC0415 - only here

        raise NotAnArticle(Reason.LIST_PAGE)

    monkeypatch.setattr("archive.ingest.extract", refuse)
    assert verdicts(database, capture) == [Verdict.REJECTED]
    with database.reading() as connection:
        assert search(connection, "图书馆") == []
        assert article_at(connection, HOME) is None


def test_the_best_copy_is_the_complete_one_and_not_the_first(database: Database) -> None:
    bare = news_page("青屏县图书馆新馆开放", STORY, source="", editor="")
    enter(database, served(MIRROR, bare), served(HOME, LIBRARY, hour=5))
    with database.reading() as connection:
        row = connection.execute(select(articles)).one()
    assert (row.url, row.source, row.editor, row.copies) == (HOME, "青屏日报", "许文清", 2)


def test_an_unforeseen_error_is_an_outcome_and_not_an_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_capture: Capture, _site: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("archive.ingest.extract", break_down)
    (outcome,) = enter(database, served(HOME, LIBRARY))
    assert (outcome.verdict, outcome.reason) == (Verdict.REJECTED, Reason.UNREAD)
    assert "RecursionError" in outcome.detail


def partition(database: Database) -> tuple[object, ...]:
    """What an archive says, without its numbers."""
    with database.reading() as connection:
        shown = connection.execute(
            select(
                articles.c.title, articles.c.published_at, articles.c.source, articles.c.url, articles.c.copies
            ).where(articles.c.text.is_not(None))
        ).all()
        at = connection.execute(select(copies.c.url, copies.c.title, copies.c.first_seen_at)).all()
        changed = connection.execute(
            select(pages.c.url, revisions.c.number, revisions.c.title, revisions.c.from_at, revisions.c.to_at)
            .join(pages, pages.c.id == revisions.c.page)
            .order_by(pages.c.url, revisions.c.number)
        ).all()
    return sorted(map(repr, shown)), sorted(map(repr, at)), changed


def a_week_of_captures() -> Iterable[Capture]:
    for number in range(8):
        page = news_page(f"青屏县{number}路公交车延时运营", other_story(number))
        yield served(f"http://paper.example/2026/{number}.html", page, hour=number)
        if number % 2:
            yield served(f"http://mirror.example/a/{number}.html", page, hour=number + 20)
        if number % 3 == 0:
            edited = news_page(
                f"青屏县{number}路公交车延时运营", (*other_story(number), "公司提醒乘客合理安排出行时间。")
            )
            yield served(f"http://paper.example/2026/{number}.html", edited, hour=number + 40)


def test_any_order_leaves_the_same_archive(tmp_path: Path) -> None:
    captures = list(a_week_of_captures())
    found = []
    for seed in range(4):
        database = Database.open(tmp_path / f"{seed}.db", create=True)
        shuffled = Random(seed).sample(captures, len(captures))
        enter(database, *shuffled, *shuffled[:5])
        found.append(partition(database))
        database.close()
    assert all(one == found[0] for one in found)
    assert len(found[0][0]) == 8
