"""Texts that share sentences with a text: found in SQL through their keys, whatever the size of the archive.

Only what can matter comes back. Texts that share half of the shorter one are its *neighbours*: of one story with it,
if numbers do not tell them apart. No fixed number of them would do: the first twenty may all be copies of one story
on a page that holds two. A key that finds too many articles is a stop key and finds none.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from archive.database import listed
from archive.models import texts
from archive.statement import Line, Statement
from archive.story import PARTIAL, SAME, SHARED, UNRELATED

ENOUGH = 2  # clauses in common, to see whether two texts share much
MEETING = """
FROM text_keys own CROSS JOIN text_keys theirs ON theirs.key = own.key
WHERE own.text = :text AND theirs.text <> :text AND own.key NOT IN (SELECT key FROM stop_keys)
"""
SHARING = f"""
SELECT theirs.text, sum(min(own.length, theirs.length)) AS shared, sum(own.length * theirs.length = 0) AS clauses
{MEETING}
"""
NEAR = Statement(
    text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM ({SHARING} AND own.length > 0 GROUP BY theirs.text HAVING shared >= {SHARED}) s
JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
WHERE s.shared >= {SAME} * min(t.key_total, own.key_total)
ORDER BY s.shared DESC, t.id
""")  # noqa: S608 - made of numbers of ours
)
SHOWN = Statement(
    text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM ({SHARING} GROUP BY theirs.text HAVING shared >= {SHARED} OR clauses >= {ENOUGH}) s
JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
JOIN articles a ON a.id = t.article AND a.text = t.id
WHERE s.shared >= {PARTIAL} * min(t.key_total, own.key_total) OR s.clauses >= {ENOUGH}
ORDER BY t.id
""")  # noqa: S608
)
# Neighbours of longer neighbours of a text that have nothing in common with it; a few more. What they share with one of
# these they have in sentences that it lacks but for a tenth of their own.
STRANGERS = text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM (
  SELECT k.text, sum(k.length) AS apart FROM json_each(:apart) a CROSS JOIN text_keys k ON k.key = a.value
  WHERE k.key NOT IN (SELECT key FROM stop_keys)
  GROUP BY k.text
) s JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
WHERE s.apart >= max({SHARED}, {SAME} * t.key_total) - {UNRELATED} * min(t.key_total, own.key_total)
AND coalesce((
  SELECT sum(k.length) FROM text_keys k JOIN text_keys o ON o.key = k.key AND o.text = :text AND o.length > 0
  WHERE k.text = t.id AND k.key NOT IN (SELECT key FROM stop_keys)
), 0) < {UNRELATED} * min(t.key_total, own.key_total)
""")  # noqa: S608

# Most have nothing in common with any; and one long sentence is enough, soon found where there are many copies.
ALONE = Statement(
    text(f"""
SELECT CASE WHEN NOT EXISTS (SELECT 1 {MEETING}) THEN 1
WHEN EXISTS (SELECT 1 {MEETING} AND min(own.length, theirs.length) >= {SHARED}) THEN 0
ELSE NOT EXISTS ({SHARING} GROUP BY theirs.text HAVING shared >= {SHARED} OR clauses >= {ENOUGH}) END
AND (SELECT article FROM texts WHERE id = :text) IS NULL
AND NOT EXISTS (SELECT 1 FROM texts own JOIN texts t ON t.key_digest = own.key_digest
                WHERE own.id = :text AND t.id <> :text)
""")  # noqa: S608
)

MEMBERS = select(
    texts.c.id,
    texts.c.key_digest.label("digest"),
    texts.c.key_total.label("total"),
    texts.c.article,
    texts.c.roundup,
)
WANTED = listed("wanted")
BY_ID = Statement(MEMBERS.where(texts.c.id.in_(WANTED)))
BY_ARTICLE = Statement(MEMBERS.where(texts.c.article.in_(WANTED)))
BY_DIGEST = Statement(MEMBERS.where(texts.c.key_digest.in_(WANTED)))


@dataclass(frozen=True, kw_only=True)
class Member:
    """An article's text, as far as it is looked at to find its article. `article` is None while it has none yet."""

    id: int
    digest: str
    total: int
    article: int | None
    roundup: bool


def near(connection: Connection, text_id: int) -> tuple[Member, ...]:
    """The neighbours of a text, those that share most with it first."""
    return tuple(to_members(NEAR.run(connection, {"text": text_id})))


def shown(connection: Connection, text_id: int) -> tuple[Member, ...]:
    """The texts that have to do with a text, if little, and are what their article shows."""
    return tuple(to_members(SHOWN.run(connection, {"text": text_id})))


def is_alone(connection: Connection, text_id: int) -> bool:
    """Whether a text has no article yet, and has so little in common with all others that none is to do with it."""
    return bool(ALONE.scalar(connection, {"text": text_id}))


def strangers(connection: Connection, text_id: int, apart: Collection[int]) -> tuple[Member, ...]:
    """Texts that have nothing in common with a text; they may be neighbours of longer ones, which have *apart* more."""
    found = connection.execute(STRANGERS, {"text": text_id, "apart": json.dumps(list(apart))})
    return tuple(to_members(found))


def members(connection: Connection, text_ids: Collection[int]) -> list[Member]:
    """Texts by number."""
    return among(connection, BY_ID, text_ids)


def of_articles(connection: Connection, article_ids: Collection[int]) -> list[Member]:
    """The texts of some articles."""
    return among(connection, BY_ARTICLE, article_ids)


def twins(connection: Connection, digest: str) -> list[Member]:
    """The texts of one key digest, those that are nobody's article too."""
    return among(connection, BY_DIGEST, (digest,))


def among(connection: Connection, question: Statement, values: Collection[int] | Collection[str]) -> list[Member]:
    """The texts that have one of *values*, however many these are."""
    return list(to_members(rows(connection, question, values)))


def to_members(found: Iterable[Sequence[Any]]) -> Iterator[Member]:
    """Rows as members; of hundreds of copies it matters that each is taken apart by place and not by name."""
    for text_id, digest, total, article, roundup in found:
        yield Member(id=text_id, digest=digest, total=total, article=article, roundup=roundup)


def rows(connection: Connection, question: Statement, values: Collection[int] | Collection[str]) -> list[Line]:
    """What a question about `WANTED` finds of *values*, however many these are."""
    return question.run(connection, {"wanted": json.dumps(list(values))}) if values else []
