"""The wordings of stored texts, the last ones kept: a new text is compared with many of those that came before it."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from archive.models import stop_keys, texts
from archive.prepared import Prepared
from archive.statement import Statement
from archive.stories.neighbours import WANTED, rows
from archive.stories.recent import Recent
from archive.story import Wording, wording

# Characters of all wordings kept. They take 10 bytes each, and 100 more where their 5-grams were asked for.
MOST = 1_000_000
KEPT: Recent[str, Wording] = Recent(most=MOST, weigh=lambda kept: len(kept.body))

DIGESTS = Statement(select(texts.c.id, texts.c.digest).where(texts.c.id.in_(WANTED)))
STOPS = Statement(select(stop_keys.c.key).where(stop_keys.c.key.in_(WANTED)))
BODIES = Statement(select(texts.c.id, texts.c.body).where(texts.c.id.in_(WANTED)))


def read(connection: Connection, text_ids: Collection[int]) -> dict[int, Wording]:
    """The wordings of texts, by number. A body is read only if its wording is not kept: digests say what it is."""
    found, missing = dict[int, Wording](), dict[int, str]()
    for text_id, digest in rows(connection, DIGESTS, text_ids):
        if kept := KEPT.get(digest):
            found[text_id] = kept
        else:
            missing[text_id] = digest
    for text_id, body in rows(connection, BODIES, missing):
        found[text_id] = made = wording(body)
        KEPT.keep(missing[text_id], made)
    return found


def keep(new: Prepared) -> None:
    """Keep a text that is entered now: what is like it comes soon, if it comes."""
    KEPT.keep(new.digest, wording(new.body, new.prints))


def stops(connection: Connection, *known: Wording) -> frozenset[int]:
    """Which sentences of wordings are stop keys."""
    keys = set[int]().union(*(one.keys for one in known))
    return frozenset(key for (key,) in rows(connection, STOPS, keys))
