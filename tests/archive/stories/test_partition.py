"""Articles are what the pure decision says of all texts together, in whatever order these came and went."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from made_up import QUOTED, START, Seen, bulletin, drawn, enter, expected, found, sentence, shown, story
from sqlalchemy import select

from archive import runs
from archive.database import Database
from archive.models import related, stop_keys
from archive.outcome import Verdict
from archive.stories import stopkeys
from archive.story import is_one_story
from archive.view import article

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_order_articles_are_what_the_rule_says_of_all_texts(tmp_path: Path, seed: int) -> None:
    seen = drawn(seed)
    answers = []
    for number in range(3):
        database = Database.open(tmp_path / f"{number}.db", create=True)
        order = Random(number).sample(seen, len(seen))
        enter(database, *order)
        assert found(database) == expected(seen)
        enter(database, *order[::2])
        answers.append(shown(database))
        database.close()
    assert answers[1:] == answers[:-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_that_come_go_and_change_leave_what_would_be_there_without_them(tmp_path: Path, seed: int) -> None:
    seen, rng = drawn(seed + 100), Random(seed)
    database = Database.open(tmp_path / "archive.db", create=True)
    enter(database, *seen)
    now = list(seen)
    for _ in range(8):
        at = rng.randrange(len(now))
        other = rng.choice([None, *(one.text for one in seen), *(one.text for one in drawn(seed + 500))])
        now[at] = Seen(now[at].url, now[at].hour, other)
        enter(database, now[at])
        assert found(database) == expected(now)
    enter(database, *seen)
    assert found(database) == expected(seen)
    anew = Database.open(tmp_path / "anew.db", create=True)
    enter(anew, *seen)
    assert shown(database) == shown(anew)
    anew.close()
    database.close()


def stopped(database: Database) -> frozenset[int]:
    """Find the stop keys anew, and say which they are."""
    with database.writing() as connection:
        stopkeys.refresh(connection)
        return frozenset(connection.execute(select(stop_keys.c.key)).scalars())


@pytest.mark.parametrize("seed", SEEDS)
def test_with_other_stop_keys_articles_are_what_they_would_be_had_these_been_known(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopkeys, "MOST", 2)
    seen, answers = [*drawn(seed), *drawn(seed + 1000, start=100)], []
    for number in range(2):
        database = Database.open(tmp_path / f"{number}.db", create=True)
        order = Random(number).sample(seen, len(seen))
        enter(database, *order)
        stop = stopped(database)
        assert found(database) == expected(seen, stop)
        answers.append((stop, shown(database)))
        gone = [Seen(one.url, one.hour, None) for one in order[::2]]
        enter(database, *gone)
        assert found(database) == expected([*order, *gone], stop)
        stop = stopped(database)
        assert found(database) == expected([*order, *gone], stop)
        database.close()
    assert answers[0] == answers[1]


A, B = story("A", tail="页尾"), story("B")
BOTH = story("A") + "\n" + B


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_page_of_two_stories_is_an_article_of_its_own_linked_with_both(
    database: Database, order: tuple[int, ...]
) -> None:
    seen = [Seen("甲", 0, A), Seen("乙", 1, B), Seen("两篇", 2, BOTH)]
    enter(database, *(seen[number] for number in order))
    assert found(database) == {frozenset({"甲-0"}), frozenset({"乙-1"}), frozenset({"两篇-2"})}
    again = enter(database, *seen)
    page = again[2].article_id
    assert again[2].related == tuple(sorted((again[0].article_id or 0, again[1].article_id or 0)))
    assert again[0].related == again[1].related == (page,)
    with database.reading() as connection:
        kinds = connection.execute(select(related.c.kind).where(related.c.article == page)).scalars().all()
    assert kinds == ["contains", "contains"]


def test_a_new_address_with_other_words_for_a_known_story_is_a_copy_of_it(database: Database) -> None:
    first, copy, cut = enter(
        database,
        Seen("甲", 0, A),
        Seen("乙", 1, story("A", head="页首甲")),
        Seen("丙", 2, story("A", cut=slice(5))),
    )
    assert (first.verdict, copy.verdict, cut.verdict) == (Verdict.CREATED, Verdict.COPIED, Verdict.COPIED)
    assert first.article_id == copy.article_id == cut.article_id


def test_articles_that_meet_keep_the_smaller_number_and_the_other_leads_to_it(database: Database) -> None:
    one, other = enter(database, Seen("甲", 0, story("A", cut=slice(4))), Seen("乙", 1, story("A", cut=slice(3, None))))
    assert one.article_id != other.article_id
    (whole,) = enter(database, Seen("丙", 2, story("A")))
    with database.reading() as connection:
        assert {article(connection, number or 0).id for number in (other.article_id, one.article_id)} == {1}  # type: ignore[union-attr]
    assert whole.article_id == one.article_id == 1


def test_bulletins_of_two_days_are_linked_and_not_joined(database: Database) -> None:
    first, second, copy = enter(
        database, Seen("甲", 0, bulletin(20)), Seen("乙", 1, bulletin(22)), Seen("丙", 2, bulletin(20, head="页首甲"))
    )
    assert copy.article_id == first.article_id != second.article_id
    assert (second.related, copy.related) == ((first.article_id,), (second.article_id,))
    with database.reading() as connection:
        assert set(connection.execute(select(related.c.kind)).scalars()) == {"template"}


IN_SIX_ORDERS = pytest.mark.parametrize("order", list(permutations(range(4)))[::4])


@IN_SIX_ORDERS
def test_what_all_bulletins_say_joins_none_of_them_and_its_copies_each_other(
    database: Database, order: tuple[int, ...]
) -> None:
    seen = [Seen("甲", 0, bulletin(20)), Seen("乙", 1, bulletin(22)), Seen("丙", 2, bulletin())]
    seen.append(Seen("丁", 3, bulletin(head="页首甲")))
    enter(database, *(seen[number] for number in order))
    assert found(database) == {frozenset({"甲-0"}), frozenset({"乙-1"}), frozenset({"丙-2", "丁-3"})}
    with database.reading() as connection:
        kinds = sorted(connection.execute(select(related.c.kind)).scalars())
    assert kinds == ["contained", "contained", "contains", "contains", "template", "template"]


@IN_SIX_ORDERS
def test_a_page_with_two_bulletins_joins_neither_and_costs_neither_its_copies(
    database: Database, order: tuple[int, ...]
) -> None:
    seen = [Seen("甲", 0, bulletin(20)), Seen("乙", 1, bulletin(22)), Seen("丙", 2, bulletin(20, 22))]
    seen.append(Seen("丁", 3, bulletin(22, head="页首甲")))
    enter(database, *(seen[number] for number in order))
    assert found(database) == {frozenset({"甲-0"}), frozenset({"乙-1", "丁-3"}), frozenset({"丙-2"})}


def test_a_bulletin_that_is_gone_keeps_nothing_apart(database: Database) -> None:
    first, second = Seen("甲", 0, bulletin(20)), Seen("乙", 1, bulletin(22))
    enter(database, first, second, Seen("丙", 2, bulletin()))
    enter(database, Seen("乙", 1, None))
    assert found(database) == {frozenset({"甲-0", "丙-2"})}
    enter(database, second)
    assert found(database) == {frozenset({"甲-0"}), frozenset({"乙-1"}), frozenset({"丙-2"})}


@IN_SIX_ORDERS
def test_a_single_sentence_is_a_copy_of_the_one_story_that_has_it_and_of_none_if_two_have(
    database: Database, order: tuple[int, ...]
) -> None:
    one = story("A")
    seen = [
        Seen("甲", 0, f"{one}\n{QUOTED}"),
        Seen("乙", 1, QUOTED),
        Seen("丙", 2, f"{sentence('页首')}\n{one}\n{QUOTED}"),
    ]
    seen.append(Seen("丁", 3, story("B") + "\n" + QUOTED))
    enter(database, *(seen[number] for number in order))
    assert found(database) == {frozenset({"甲-0", "丙-2"}), frozenset({"乙-1"}), frozenset({"丁-3"})}
    enter(database, Seen("丁", 3, None))
    assert found(database) == {frozenset({"甲-0", "乙-1", "丙-2"})}


def test_a_page_that_updates_its_numbers_is_one_article_even_if_the_update_stood_elsewhere_before(
    database: Database,
) -> None:
    now = Seen("甲", 3, bulletin(22))
    elsewhere, before, after = enter(database, Seen("乙", 0, bulletin(22)), Seen("甲", 1, bulletin(20)), now)
    assert before.verdict is Verdict.CREATED
    assert after.verdict is Verdict.REVISED
    assert after.article_id == elsewhere.article_id
    assert found(database) == {frozenset({"乙-0", "甲-1", "甲-3"})}
    enter(database, Seen(now.url, now.hour, None))
    assert found(database) == {frozenset({"乙-0"}), frozenset({"甲-1"})}


def test_a_page_that_became_another_story_belongs_to_another_article_from_then_on(database: Database) -> None:
    before, after = enter(database, Seen("甲", 0, A), Seen("甲", 1, B))
    assert after.verdict is Verdict.REVISED
    assert before.article_id != after.article_id
    assert found(database) == {frozenset({"甲-0"}), frozenset({"甲-1"})}


def test_short_texts_are_one_article_only_if_they_are_the_same(database: Database) -> None:
    note = "青屏县气象台昨日解除暴雨蓝色预警。"
    first, same, longer = enter(
        database, Seen("甲", 0, note), Seen("乙", 1, note.replace("。", ".")), Seen("丙", 2, note + "请注意出行安全。")
    )
    assert first.article_id == same.article_id != longer.article_id


def test_reading_all_again_leaves_every_number(database: Database) -> None:
    seen = drawn(3)
    enter(database, *seen)
    numbers = [outcome.article_id for outcome in enter(database, *seen)]
    assert [outcome.article_id for outcome in enter(database, *reversed(seen))] == numbers[::-1]


def test_a_copy_costs_no_more_judgements_than_it_has_neighbours(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    monkeypatch.setattr(
        "archive.stories.pairs.is_one_story", lambda one, other: judged.append(one) or is_one_story(one, other)
    )
    enter(database, *(Seen(f"{number}", number, story("A", tail=f"页尾{number}")) for number in range(40)))
    assert len(judged) <= 40 * 39 / 2
    assert len(found(database)) == 1


def test_a_run_that_ends_first_on_its_day_is_due_to_find_stop_keys(database: Database) -> None:
    with database.writing() as connection:
        assert stopkeys.is_due(connection, START)
        run = runs.start(connection, kind="crawl", sites=(), now=START)
        assert stopkeys.is_due(connection, START)
        runs.finish(connection, run, counts={}, exit_code=0, now=START)
        assert not stopkeys.is_due(connection, START + timedelta(hours=1))
        assert stopkeys.is_due(connection, START + timedelta(days=1))
