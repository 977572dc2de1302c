"""Made-up stories and their copies, entered in any order, and the articles that the rule makes of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

from sqlalchemy import func, select

from archive.capture import Capture
from archive.database import Database
from archive.extract.result import Extraction
from archive.ingest import Article, Refusal, file
from archive.models import articles, captures, readings, related, text_keys, texts
from archive.outcome import Outcome, Reason
from archive.prepared import prepare
from archive.questions import index_check
from archive.site import site_of
from archive.store import Store
from archive.story import SAME, Relation, is_roundup, same_story, wording

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)


WORDS = "山河新闻网记者走访青屏县桐荫镇见到图书馆员整理旧藏卡片农户嫁接梨树渡口摆满木桌孩子听老人讲起从前水渠怎样修成如今又换上铁门"


def sentence(name: str) -> str:
    """A sentence of its own for each name."""
    return "".join(Random(name).choices(WORDS, k=24)) + "。"


def story(name: str, *, cut: slice = slice(None), head: str = "", tail: str = "") -> str:
    """Eight sentences, or some of them, between a line of somebody's own."""
    own = [sentence(f"{name}{number}") for number in range(8)][cut]
    return "\n".join([*([sentence(head)] if head else []), *own, *([sentence(tail)] if tail else [])])


def bulletin(*days: int, head: str = "") -> str:
    """One of a series: the same sentences, other numbers; or two of them on one page, or without a day what all say."""
    return "\n".join(
        [
            *([sentence(head)] if head else []),
            *(sentence(f"bulletin{number}") for number in range(4)),
            *(f"县气象台预计明天最高气温{day}度，夜间最低气温{day - 9}度，请市民注意增减衣物。" for day in days),
        ]
    )


QUOTED = sentence("quoted")[:-1] + sentence("quoted again")[:-1] + sentence("quoted once more")


@dataclass(frozen=True)
class Seen:
    """A capture: where, when, and which text; None if it is no article."""

    url: str
    hour: int
    text: str | None


def enter(database: Database, *seen: Seen) -> list[Outcome]:
    outcomes = []
    for one in seen:
        capture = Capture(
            url=f"http://paper.example/{one.url}.html",
            captured_at=START + timedelta(hours=one.hour),
            status=200,
            headers=(),
            body=b"",
            record_id=f"urn:{one.url}-{one.hour}",
        )
        finding = (
            Refusal(reason=Reason.TOO_SHORT)
            if one.text is None
            else Article(
                found=Extraction(text=one.text, title=f"标题{one.url}", damage=len(one.url) % 3 / 100),
                text=prepare(one.text),
            )
        )
        with database.writing() as connection:
            outcomes.append(file(capture, finding, site_of(capture.url), Store(connection)))
    return outcomes


def expected(seen: Iterable[Seen], stop: frozenset[int] = frozenset()) -> set[frozenset[str]]:
    """The partition of the captures by the rule itself: every pair is judged, everything at once."""
    last = {(one.url, one.hour): one.text for one in seen}
    at = defaultdict(set)
    for (url, _), text in last.items():
        if text is not None:
            at[text].add(url)
    known = {text: wording(text) for text in at}
    judged = {
        pair: same_story(known[min(pair)], known[max(pair)], stop=stop)
        for pair in map(frozenset, combinations(known, 2))
    }
    near: dict[str, dict[str, bool]] = {text: {} for text in known}
    for pair, found in judged.items():
        if found.share >= SAME and found.reason != "too short":
            for text in pair:
                near[text] |= dict.fromkeys(pair - {text}, found.relation is Relation.SAME)
    roundups = {text for text in known if is_roundup(known[text], [known[one] for one in near[text]], stop=stop)}

    def agree(one: str, other: str) -> bool:
        both = near[one].keys() & near[other].keys()
        asked = both.union(*(near[text] for text in (one, other) if known[text].is_single)) - {one, other}
        return all(near[one].get(third, False) == near[other].get(third, False) for third in asked)

    group = {text: {text} for text in known}
    for one, other in judged:
        told = other in near[one] and not roundups & {one, other}
        if known[one].digest == known[other].digest or (
            told and ((near[one][other] and agree(one, other)) or at[one] & at[other])
        ):
            joined = group[one] | group[other]
            group.update(dict.fromkeys(joined, joined))
    return {
        frozenset(f"{url}-{hour}" for (url, hour), text in last.items() if text in members)
        for members in map(frozenset, group.values())
    }


def found(database: Database) -> set[frozenset[str]]:
    """The partition that the archive holds."""
    members = defaultdict(set)
    with database.reading() as connection:
        rows = connection.execute(
            select(captures.c.record_id, texts.c.article)
            .join(readings, readings.c.capture == captures.c.id)
            .join(texts, texts.c.id == readings.c.text)
        )
        for record, number in rows:
            members[number].add(record.removeprefix("urn:"))
        assert index_check.check(connection) == []
    return set(map(frozenset, members.values()))


def shown(database: Database) -> tuple[object, ...]:
    """What the archive shows, without its numbers."""
    with database.reading() as connection:
        other = articles.alias()
        return (
            sorted(
                connection.execute(
                    select(articles.c.title, articles.c.url, articles.c.copies, texts.c.body)
                    .join(texts, texts.c.id == articles.c.text)
                    .where(articles.c.merged_into.is_(None))
                ).all()
            ),
            sorted(
                connection.execute(
                    select(articles.c.url, other.c.url, related.c.kind, related.c.share, related.c.containment)
                    .join_from(related, articles, articles.c.id == related.c.article)
                    .join(other, other.c.id == related.c.other)
                ).all()
            ),
            connection.execute(select(func.count()).select_from(text_keys)).scalar(),
            sorted(connection.execute(select(texts.c.body, texts.c.roundup)).all()),
        )


def drawn(seed: int, *, start: int = 0) -> list[Seen]:
    """Captures of stories, their cuts, pages of two stories, chains, bulletins, edits and short notes."""
    rng = Random(seed)

    def text() -> str:
        name, other = rng.sample("ABCD", 2)
        begin = rng.randrange(5)
        kinds = (
            story(name, head=rng.choice(("", "页首甲", "页首乙")), tail=rng.choice(("", "页尾"))),
            story(name, cut=slice(begin, begin + rng.randint(2, 4))),
            story(name) + "\n" + story(other),
            story(name, cut=slice(4)) + "\n" + story(other, cut=slice(4)),
            story(name, cut=slice(2, None)) + "\n" + story(other, cut=slice(3)) + "\n" + story("E"),
            bulletin(rng.randint(20, 22), head=rng.choice(("", "页首甲"))),
            story(name).replace("。", "."),
            story(name, cut=slice(rng.randint(1, 2))),
            bulletin(head=rng.choice(("", "页首甲", "页首乙"))),
            bulletin(20, 22, head=rng.choice(("", "页首甲"))),
            rng.choice(("", story(name, cut=slice(2)) + "\n", story(name, cut=slice(3)) + "\n")) + QUOTED,
        )
        return rng.choices(kinds, (2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1))[0]

    return [Seen(f"{rng.randrange(12)}", start + hour, text()) for hour in range(rng.randint(6, 16))]
