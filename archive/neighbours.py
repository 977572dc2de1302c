"""Texts that share sentences with a text: found in SQL through their keys, whatever the size of the archive.

Only what can matter comes back. Texts that share half of the shorter one are its *neighbours*: of one story with it,
if numbers do not tell them apart. No fixed number of them would do: the first twenty may all be copies of one story
on a page that holds two. A key that finds too many articles is a stop key and finds none.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, select, text

from archive.models import stop_keys, text_keys, texts
from archive.story import PARTIAL, SAME, SHARED, UNRELATED

ENOUGH = 2  # clauses in common, to see whether two texts share much
SHARING = """
SELECT theirs.text, sum(min(own.length, theirs.length)) AS shared, sum(own.length * theirs.length = 0) AS clauses
FROM text_keys own CROSS JOIN text_keys theirs ON theirs.key = own.key
WHERE own.text = :text AND theirs.text <> :text AND own.key NOT IN (SELECT key FROM stop_keys)
"""
NEAR = text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM ({SHARING} AND own.length > 0 GROUP BY theirs.text HAVING shared >= {SHARED}) s
JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
WHERE s.shared >= {SAME} * min(t.key_total, own.key_total)
ORDER BY s.shared DESC, t.id
""")  # noqa: S608 - made of numbers of ours
SHOWN = text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM ({SHARING} GROUP BY theirs.text HAVING shared >= {SHARED} OR clauses >= {ENOUGH}) s
JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
JOIN articles a ON a.id = t.article AND a.text = t.id
WHERE s.shared >= {PARTIAL} * min(t.key_total, own.key_total) OR s.clauses >= {ENOUGH}
ORDER BY t.id
""")  # noqa: S608
# Neighbours of some texts that have nothing in common with one text; a few more, as the keys of all count at once.
STRANGERS = text(f"""
SELECT t.id, t.key_digest AS digest, t.key_total AS total, t.article, t.roundup
FROM (
  SELECT k.text, sum(k.length) AS shared FROM text_keys k
  WHERE k.key IN (SELECT key FROM text_keys WHERE text IN :larger AND length > 0)
  AND k.key NOT IN (SELECT key FROM stop_keys)
  GROUP BY k.text HAVING shared >= {SHARED}
) s JOIN texts t ON t.id = s.text JOIN texts own ON own.id = :text
WHERE s.shared >= {SAME} * min(t.key_total, (SELECT min(key_total) FROM texts WHERE id IN :larger))
AND coalesce((
  SELECT sum(k.length) FROM text_keys k JOIN text_keys o ON o.key = k.key AND o.text = :text AND o.length > 0
  WHERE k.text = t.id AND k.key NOT IN (SELECT key FROM stop_keys)
), 0) < {UNRELATED} * min(t.key_total, own.key_total)
""").bindparams(bindparam("larger", expanding=True))  # noqa: S608

ALONE = text(f"""
SELECT NOT EXISTS ({SHARING} GROUP BY theirs.text HAVING shared >= {SHARED} OR clauses >= {ENOUGH})
AND (SELECT article FROM texts WHERE id = :text) IS NULL
AND NOT EXISTS (SELECT 1 FROM texts own JOIN texts t ON t.key_digest = own.key_digest
                WHERE own.id = :text AND t.id <> :text)
""")  # noqa: S608

BATCH = 10_000  # values in one statement; SQLite takes three times as many
MEMBERS = select(
    texts.c.id,
    texts.c.key_digest.label("digest"),
    texts.c.key_total.label("total"),
    texts.c.article,
    texts.c.roundup,
)
WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
BY_ID = MEMBERS.where(texts.c.id.in_(WANTED))
BY_ARTICLE = MEMBERS.where(texts.c.article.in_(WANTED))
BY_DIGEST = MEMBERS.where(texts.c.key_digest.in_(WANTED))
BODIES = select(texts.c.id, texts.c.body).where(texts.c.id.in_(WANTED))


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
    return tuple(Member(**row) for row in connection.execute(NEAR, {"text": text_id}).mappings())


def shown(connection: Connection, text_id: int) -> tuple[Member, ...]:
    """The texts that have to do with a text, if little, and are what their article shows."""
    return tuple(Member(**row) for row in connection.execute(SHOWN, {"text": text_id}).mappings())


def is_alone(connection: Connection, text_id: int) -> bool:
    """Whether a text has no article yet, and has so little in common with all others that none is to do with it."""
    return bool(connection.execute(ALONE, {"text": text_id}).scalar_one())


def strangers(connection: Connection, text_id: int, larger: Collection[int]) -> tuple[Member, ...]:
    """Texts that may be neighbours of one of *larger* and have nothing in common with a text."""
    found = connection.execute(STRANGERS, {"text": text_id, "larger": list(larger)})
    return tuple(Member(**row) for row in found.mappings())


def members(connection: Connection, text_ids: Collection[int]) -> list[Member]:
    """Texts by number."""
    return among(connection, BY_ID, text_ids)


def of_articles(connection: Connection, article_ids: Collection[int]) -> list[Member]:
    """The texts of some articles."""
    return among(connection, BY_ARTICLE, article_ids)


def twins(connection: Connection, digest: str) -> list[Member]:
    """The texts of one key digest, those that are nobody's article too."""
    return among(connection, BY_DIGEST, (digest,))


def among(connection: Connection, question: Select[Any], values: Collection[int] | Collection[str]) -> list[Member]:
    """The texts that have one of *values*, however many these are."""
    wanted = list(values)
    return [
        Member(**row)
        for at in range(0, len(wanted), BATCH)
        for row in connection.execute(question, {"wanted": wanted[at : at + BATCH]}).mappings()
    ]


def bodies(connection: Connection, *text_ids: int) -> list[str]:
    """The bodies of some texts, in their order."""
    found: dict[int, str] = dict(connection.execute(BODIES, {"wanted": text_ids}).all())
    return [found[text_id] for text_id in text_ids]


def keys(connection: Connection, text_ids: Collection[int]) -> Mapping[int, Mapping[int, int]]:
    """The sentences of texts, each with its length, stop keys and all."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    sentences = select(text_keys).where(text_keys.c.text.in_(text_ids), text_keys.c.length > 0)
    for key, text_id, length in connection.execute(sentences):
        found[text_id][key] = length
    return found


def stops(connection: Connection, text_ids: Collection[int]) -> frozenset[int]:
    """Which of the texts' keys are stop keys."""
    own = select(text_keys.c.key).where(text_keys.c.text.in_(text_ids))
    return frozenset(connection.execute(select(stop_keys.c.key).where(stop_keys.c.key.in_(own))).scalars())
