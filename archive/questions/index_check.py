"""Is the search index what it should be? FTS5's own integrity check sees nothing of this in a contentless index."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from archive.models import articles, articles_indexed, is_shown, texts
from archive.questions.index import OTHER_VERSION, is_current
from archive.text.bigrams import feed

FED = text("SELECT id FROM articles_fts_docsize")
SIZES = text("SELECT sz FROM articles_fts_docsize")
FINDS = text("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :token AND rowid = :slot")
VOCABULARY = text("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, articles_fts, row)")
INSTANCES = text("SELECT sum(cnt) FROM temp.vocabulary")
FORGET = text("DROP TABLE temp.vocabulary")


def check(connection: Connection, *, probes: int = 200) -> list[str]:
    """What is wrong with the index, a line per fault; empty if nothing was found. Reads all of it.

    Compares what stands in the index with what should, counts the tokens it holds against those it was fed, and asks
    for tokens of *probes* articles, drawn at random: those of the indexed text must find the article, those that only
    its other texts hold must not. `archive.questions.index.rebuild` mends whatever is found.
    """
    if not is_current(connection):
        return [OTHER_VERSION]
    sample = connection.execute(select(articles_indexed).order_by(func.random()).limit(probes)).all()
    return [
        *missing(connection),
        *miscounted(connection),
        *(fault for old in sample for fault in probe(connection, old)),
    ]


def missing(connection: Connection) -> Iterator[str]:
    """Articles that are not where they should be, and the other way round."""
    fed = set(connection.execute(FED).scalars())
    noted: dict[int, int] = dict(connection.execute(select(articles_indexed.c.slot, articles_indexed.c.article)).all())
    wanted = set(connection.execute(select(articles.c.id).where(is_shown)).scalars())
    listed = set(noted.values())
    yield from (f"row {slot} of the index is no article's" for slot in sorted(fed - noted.keys()))
    yield from (f"article {noted[slot]} is noted and not in the index" for slot in sorted(noted.keys() - fed))
    yield from (f"article {article} is not in the index" for article in sorted(wanted - listed))
    yield from (f"article {article} is in the index and is not shown" for article in sorted(listed - wanted))


def miscounted(connection: Connection) -> Iterator[str]:
    """Tokens that were left behind, or are lost: the index notes for each row how many it was fed."""
    fed = sum(sum(numbers(sizes)) for sizes in connection.execute(SIZES).scalars())
    connection.execute(VOCABULARY)
    held = connection.execute(INSTANCES).scalar() or 0
    connection.execute(FORGET)
    if held != fed:
        yield f"the index holds {held} tokens and was fed {fed}"


def numbers(varints: bytes) -> Iterator[int]:
    """Numbers as SQLite packs them: seven bits a byte, the highest first; the eighth bit says that more follows."""
    number = 0
    for byte in varints:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the eighth bit
            yield number
            number = 0


def probe(connection: Connection, old: Row[*tuple[Any, ...]]) -> Iterator[str]:
    """Ask for three tokens the article holds and three that only another of its texts holds."""
    body = connection.execute(select(texts.c.body).where(texts.c.id == old.text)).scalar_one()
    held = {*feed(old.title).split(), *feed(body).split()}
    others = select(texts.c.body).where(texts.c.article == old.article, texts.c.id != old.text).limit(1)
    other = connection.execute(others).scalar()
    gone = set(feed(other).split()) - held if other else set()
    for token in spread(sorted(held)):
        if not finds(connection, token, old.slot):
            yield f"article {old.article} holds {token} and is not found by it"
    for token in spread(sorted(gone)):
        if finds(connection, token, old.slot):
            yield f"article {old.article} is found by {token}, which it does not hold"


def spread(tokens: Sequence[str]) -> Sequence[str]:
    """Up to three of *tokens*: first, middle and last."""
    return sorted({tokens[0], tokens[len(tokens) // 2], tokens[-1]}) if tokens else ()


def finds(connection: Connection, token: str, slot: int) -> bool:
    """Whether the index says that the row holds *token*."""
    return bool(connection.execute(FINDS, {"token": f'"{token}"', "slot": slot}).scalar())
