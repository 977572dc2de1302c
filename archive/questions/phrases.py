"""Long phrases, newest first: found by their rarest pairs, then looked for in the texts that hold these.

For a phrase FTS5 walks the lists of all its pairs side by side, and most pairs stand in very many articles. Those that
hold its rarest pairs close together are nearly always those that hold the phrase, and are found many times sooner.
"""

import json
import re
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text

from archive.models import articles_indexed, texts
from archive.questions.query import Query, Word
from archive.questions.slots import UNDATED
from archive.text.bigrams import pairs
from archive.text.normalise import in_any_script, normalise

# Ideographs, which NFKC never joins with what follows them; less than five have no pairs to spare.
LONG = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{5,}")
MOST = 100  # texts are looked at for one page
# What NFKC makes ideographs of: radicals, ㈱ and ㍻, compatibility ideographs.
COMPATIBLE = re.compile(
    r"[\u2e80-\u2fdf\u3038-\u303a\u3190-\u319f\u3200-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
RAREST = 3  # two leave many more texts to look at; a fourth is mostly walked for nothing
# How rare a pair is, is seen from how far back so many articles reach that hold it; rarest is what fewer hold.
SAMPLE = 32
FEWER = 2 * UNDATED  # above every slot
RARITY = text("""
    WITH pair AS (SELECT DISTINCT '"' || value || '"' AS name FROM json_each(:pairs)),
    rarity AS MATERIALIZED (
        SELECT name, (
            SELECT CASE count(*) WHEN :sample THEN max(slot) ELSE :fewer - count(*) END
            FROM (SELECT rowid AS slot FROM articles_fts WHERE articles_fts MATCH name ORDER BY rowid LIMIT :sample)
        ) AS back
        FROM pair
    )
    SELECT name FROM rarity ORDER BY back DESC LIMIT :rarest
""").bindparams(sample=SAMPLE, fewer=FEWER, rarest=RAREST)
FED = (
    select(articles_indexed.c.slot, articles_indexed.c.title, texts.c.body)
    .join(texts, texts.c.id == articles_indexed.c.text)
    .where(articles_indexed.c.slot.in_(select(func.json_each(bindparam("slots")).table_valued("value").c.value)))
)


def by_rarest_pairs(connection: Connection, found: Select[Any], asked: Query, limit: int) -> list[int] | None:
    """The slots that *found* selects, at most *limit*, in their order; None if it is not found sooner this way.

    It is not if nothing long is *asked*, or if the rarest pairs often stand together without being the phrase.
    """
    long = long_words(asked)
    if not long or limit > MOST:
        return None
    pairs_only = asked.match_with({word: near(connection, run) for word, run in long.items()})
    slots = list(connection.execute(found.params(words=pairs_only)).scalars())
    held = holding(connection, slots, long.values())
    return [slot for slot in slots if slot in held] if len(slots) < limit or len(held) == limit else None


def long_words(asked: Query) -> dict[Word, str]:
    """The long Chinese words that every answer holds, in its title or its text, with their characters."""
    alone = (group[0] for group in asked.words if len(group) == 1)
    plain = (word for word in alone if not word.in_title and len(word.phrase.pieces) == 1)
    return {word: word.phrase.pieces[0] for word in plain if LONG.fullmatch(word.phrase.pieces[0])}


def near(connection: Connection, run: str) -> str:
    """What finds all that holds *run*, and little else, in FTS5's language."""
    names = connection.execute(RARITY, {"pairs": json.dumps(list(pairs(run)))}).scalars()
    return f"NEAR({' '.join(names)}, {len(run)})"


def holding(connection: Connection, slots: Sequence[int], runs: Collection[str]) -> set[int]:
    """Those of *slots* whose articles hold each of *runs*, in the title or the text that was fed."""
    patterns = {run: in_any_script(run) for run in runs}
    rows = connection.execute(FED, {"slots": json.dumps(slots)})
    return {slot for slot, *fed in rows if all(any(holds(field, *one) for field in fed) for one in patterns.items())}


def holds(field: str, run: str, pattern: re.Pattern[str]) -> bool:
    """Whether *run* is in *field*. Normalising a text takes fifty times longer than looking for the *pattern* in it."""
    return bool(pattern.search(field)) or (COMPATIBLE.search(field) is not None and run in normalise(field))
