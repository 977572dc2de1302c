"""Stop keys: sentences so common that they tell nothing, such as advice paragraphs and copyright lines.

A stop key finds no neighbours and adds nothing to what two texts share. A key is one when it stands in more than
`MOST` articles: articles and not texts, or two hundred wordings of one wire story would make all its sentences stop
keys, and the next wording would find nothing.

That depends on the whole archive, so it is taken at fixed points and not text by text: at the end of the first run of
each day, and whenever stored pages are read again. Texts that hold a key which changed sides are then arranged anew, so
that the articles are what they would be had the stop keys been known from the beginning.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time

from sqlalchemy import Connection, delete, func, insert, select

from archive.articles import show, showing
from archive.models import runs, stop_keys, text_keys, texts
from archive.stories import links, neighbours
from archive.stories.partition import Partition

MOST = 200  # articles that may have a key in common
ROUNDS = 5  # stop keys part articles, and so make stop keys; that ends, and here if it should not
# Texts that are arranged together, as they often hold several such sentences. The wordings of those that have
# neighbours are in memory meanwhile.
AT_ONCE = 1000


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether no run has ended on this day (UTC) yet."""
    midnight = datetime.combine(now.astimezone(UTC), time(), UTC)
    ended = select(runs.c.id).where(runs.c.finished_at >= midnight).limit(1)
    return connection.execute(ended).first() is None


def refresh(connection: Connection) -> int:
    """Find the stop keys anew, and with them the articles; how many keys became stop keys or ceased to be some."""
    count = 0
    for _ in range(ROUNDS):
        changed = count_again(connection)
        if not changed:
            break
        count += len(changed)
        moved, holders = False, set[int]()
        for key in sorted(changed):
            turn(connection, key, changed[key])
            holders.update(connection.execute(select(text_keys.c.text).where(text_keys.c.key == key)).scalars())
            if len(holders) >= AT_ONCE:
                moved |= arrange(connection, holders)
                holders.clear()
        moved |= arrange(connection, holders)
        if not moved:  # then each key stands in as many articles as before
            break
    return count


def count_again(connection: Connection) -> dict[int, int]:
    """The keys that have changed sides, with the articles each stands in: 0 of a stop key that is none any more."""
    many = select(text_keys.c.key).group_by(text_keys.c.key).having(func.count() > MOST)
    number = func.count(texts.c.article.distinct())
    counted = (
        select(text_keys.c.key, number)
        .join(texts, texts.c.id == text_keys.c.text)
        .where(text_keys.c.key.in_(many))
        .group_by(text_keys.c.key)
        .having(number > MOST)
    )
    now: dict[int, int] = dict(connection.execute(counted).all())
    before = set(connection.execute(select(stop_keys.c.key)).scalars())
    return {key: now[key] for key in now.keys() - before} | dict.fromkeys(before - now.keys(), 0)


def turn(connection: Connection, key: int, count: int) -> None:
    """Make *key* a stop key, or with no articles none any more."""
    if count:
        connection.execute(insert(stop_keys).values(key=key, articles=count))
    else:
        connection.execute(delete(stop_keys).where(stop_keys.c.key == key))


def arrange(connection: Connection, holders: Collection[int]) -> bool:
    """Find anew the articles and the links of the texts that hold a key which changed sides.

    Whether any text is in another article now.
    """
    partition = Partition(connection=connection)
    near = {one.id for text in holders for one in partition.pairs.near(text)}
    held = neighbours.members(connection, holders)
    broken = {one.article for one in held if one.article is not None}
    arranged = partition.arrange(loose=holders, doubted=near.union(holders), broken=broken)
    show(connection, arranged)
    for text, article in sorted(showing(connection, holders).items()):
        links.relink(connection, article, text)
    return bool(arranged.touched)
