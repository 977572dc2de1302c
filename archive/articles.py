"""Articles follow from readings: which texts are in, which article each belongs to, and what an article shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, literal, select, update

from archive.fingerprint import Fingerprint
from archive.models import articles, readings, text_keys, texts
from archive.prepared import Prepared
from archive.questions import index
from archive.statement import Statement
from archive.stories import links, wordings
from archive.stories.neighbours import WANTED, rows
from archive.stories.partition import MOVE, Arranged, Partition
from archive.story import too_short
from archive.views import copies

# What an article shows of its best copy.
SHOWN = ("title", "published_at", "source", "editor", "authors", "site", "url", "text")

MISSING = sum(
    (case((column.is_(None), 1), else_=0) for column in (copies.c.source, copies.c.published_at, copies.c.editor)),
    start=literal(0),
)
UNDATED = copies.c.published_at.is_(None)
BEST = Statement(
    select(*(copies.c[name] for name in SHOWN))
    .add_columns(func.count().over().label("copies"), func.min(copies.c.first_seen_at).over().label("first_seen_at"))
    .where(copies.c.article == bindparam("article"))
    .order_by(copies.c.damage, MISSING, UNDATED, copies.c.published_at, copies.c.first_seen_at, copies.c.url)
    .limit(1)
)
BEGUN = (*(name for name in SHOWN if name != "text"), "first_seen_at")  # what an article of one copy shows
BEGIN = Statement(insert(articles).values(copies=1).returning(articles.c.id))
ARTICLE_OF = Statement(select(texts.c.article).where(texts.c.id == bindparam("text")))
SHOWS = Statement(
    select(*(articles.c[name] for name in (*SHOWN, "copies", "first_seen_at"))).where(
        articles.c.id == bindparam("article")
    )
)
SHOWING = Statement(
    select(texts.c.id, articles.c.id)
    .join_from(texts, articles, articles.c.id == texts.c.article)
    .where(texts.c.id.in_(WANTED), articles.c.text == texts.c.id)
)
FOUND_BY = ("title", "published_at", "text")
BODY = Statement(select(texts.c.body).where(texts.c.id == bindparam("text")))
READ_OF = Statement(select(readings.c.capture).where(readings.c.text == bindparam("text")).limit(1))
SHOWN_AS = Statement(  # of a page, the articles of its other texts
    select(texts.c.article)
    .join(readings, readings.c.text == texts.c.id)
    .where(readings.c.page == bindparam("page"), texts.c.id != bindparam("text"))
)
KNOWN_AS = Statement(select(texts.c.id, texts.c.article).where(texts.c.digest == bindparam("known")))
ENTER = Statement(insert(texts).returning(texts.c.id))
ENTER_KEYS = Statement(insert(text_keys))
SHOW = Statement(
    update(articles)
    .where(articles.c.id == bindparam("number"))
    .values({name: bindparam(name) for name in (*SHOWN, "copies", "first_seen_at")})
)


@dataclass(frozen=True, kw_only=True)
class Former:
    """What a capture was before it is read again: its page, text, that text's article, and the page's own wording.

    All None if it was no article; `text` and `article` are None if it was a later part of one.
    """

    page: int | None = None
    text: int | None = None
    article: int | None = None
    part: int | None = None


def former(connection: Connection, *, page: int | None, text: int | None, part: int | None) -> Former:
    """What a reading was that is being replaced."""
    article = article_of(connection, text) if text else None
    return Former(page=page, text=text, article=article, part=part)


def article_of(connection: Connection, text: int) -> int | None:
    """The article that a wording belongs to now; None if it is nobody's text."""
    article: int | None = ARTICLE_OF.scalar(connection, {"text": text})
    return article


def wording(connection: Connection, new: Prepared) -> int:
    """The row of a wording, entered if it is new. It belongs to no article until a reading that has it is settled."""
    return known_wording(connection, new)[0]


def known_wording(connection: Connection, new: Prepared) -> tuple[int, int | None]:
    """The row of a wording, entered if it is new, and the article that it belongs to if it does."""
    known = KNOWN_AS.first(connection, {"known": new.digest})
    if known is not None:
        return known[0], known[1]
    row = {
        "digest": new.digest,
        "key_digest": new.prints.digest,
        "key_total": new.prints.total,
        "body": new.body,
        "script": new.script,
        "length": len(new.body),
    }
    return int(ENTER.scalar(connection, row)), None


def article_wording(connection: Connection, new: Prepared) -> int:
    """The row of an article's wording, which is found by its sentences from now on."""
    text, article = known_wording(connection, new)
    if article is None:
        enter_keys(connection, text, new.prints)
        wordings.keep(new)
    return text


def begin(connection: Connection, text: int, new: Prepared, shown: Mapping[str, Any]) -> int:
    """Make an article of a text that is alone, and read for the first time: of one copy, which says what is *shown*.

    Most articles begin so; `settle` would come to the same.
    """
    article = int(BEGIN.scalar(connection, {name: shown[name] for name in BEGUN} | {"text": text}))
    MOVE.run(connection, {"moved": text, "number": article})
    entry = index.Entry(
        article=article,
        published_at=shown["published_at"],
        title=shown["title"] or "",
        text=text,
        body=new.body,
        tokens=new.tokens,
    )
    index.add_row(connection, entry)
    return article


def settle(connection: Connection, text: int | None, page: int | None, before: Former) -> None:
    """Bring the articles up to date after a reading of *text* at *page* came or went.

    *before* is what the reading was until then. Its wordings are cleared away if no reading shows them any more.
    """
    home = before.article if text == before.text else article_of(connection, text) if text else None
    same = (text, page) == (before.text, before.page)
    arranged = Arranged() if same else rearrange(connection, text, home, page, before)
    show(connection, arranged, *filter(None, (home, before.article)))
    for unread in filter(None, {before.text, before.part} - {text}):
        clear(connection, unread)


def show(connection: Connection, arranged: Arranged, *others: int) -> None:
    """Let the articles that were arranged, and *others*, show what they hold now."""
    for gone, kept in arranged.merged.items():
        merge(connection, gone, kept)
    for article in sorted(arranged.touched.union(others) - arranged.merged.keys()):
        refresh(connection, article)
    for text, article in showing(connection, arranged.turned).items():  # a roundup's links are of another kind
        links.relink(connection, article, text)


def showing(connection: Connection, wanted: Collection[int]) -> dict[int, int]:
    """The articles that show some texts, by text; a text that is not its article's best is left out."""
    return dict(rows(connection, SHOWING, wanted))


def rearrange(connection: Connection, text: int | None, home: int | None, page: int | None, before: Former) -> Arranged:
    """Take the text that *before* had out of its article if nothing shows it any more, and find that of *text*.

    *home* is the article that *text* has been in, if it has been in one.
    """
    partition = Partition(connection=connection)
    broken, doubted, loose = set[int](), frozenset[int](), set[int]()
    if before.text and before.article:
        lost = not is_read(connection, before.text)
        if lost:
            doubted = partition.roundups_of(before.text)
            loose |= partition.pairs.held_apart(before.text)
            withdraw(connection, before.text)
        if lost or siblings(connection, before.text, before.page):
            broken.add(before.article)
    fresh = set[int]()
    if text and home is None:
        fresh.add(text)
    elif text and siblings(connection, text, page) - {home}:
        loose.add(text)
    heir = (before.article, text) if before.article and text else None
    return partition.arrange(fresh=fresh, loose=loose, doubted=doubted, broken=broken, heir=heir)


def siblings(connection: Connection, text: int, page: int | None) -> set[int | None]:
    """The articles of the other texts that *page* has shown."""
    return {article for (article,) in SHOWN_AS.run(connection, {"page": page, "text": text})}


def is_read(connection: Connection, text: int) -> bool:
    """Whether any reading has this text as an article's."""
    return READ_OF.first(connection, {"text": text}) is not None


def enter_keys(connection: Connection, text: int, prints: Fingerprint) -> None:
    """Let a text be found by its sentences, unless it is too short to be compared."""
    if too_short(prints.total):
        return
    lengths = dict.fromkeys(prints.clauses, 0) | dict(prints.keys)
    ENTER_KEYS.each(connection, [{"key": key, "text": text, "length": length} for key, length in lengths.items()])


def withdraw(connection: Connection, text: int) -> None:
    """Take a text out of its article; nothing finds it any more."""
    connection.execute(delete(text_keys).where(text_keys.c.text == text))
    connection.execute(update(texts).where(texts.c.id == text).values(article=None, roundup=False))


def clear(connection: Connection, text: int) -> None:
    """Delete a wording that no reading has, neither as an article's text nor as a page's part of one."""
    either = (readings.c.text == text) | (readings.c.part == text)
    if connection.execute(select(readings.c.capture).where(either).limit(1)).first() is None:
        connection.execute(delete(texts).where(texts.c.id == text))


def merge(connection: Connection, gone: int, kept: int) -> None:
    """Let the number of an article that is no more lead to the one that holds its texts."""
    empty(connection, gone)
    moved = (articles.c.id == gone) | (articles.c.merged_into == gone)
    connection.execute(update(articles).where(moved).values(merged_into=kept))


def empty(connection: Connection, article: int) -> None:
    """Let an article that has no text left show nothing and be found by nothing."""
    index.remove_row(connection, article)
    links.unlink(connection, article)
    blank = dict.fromkeys((*SHOWN, "first_seen_at"))
    connection.execute(update(articles).where(articles.c.id == article).values(**blank, copies=0))


def refresh(connection: Connection, article: int) -> None:
    """Let *article* show its best copy.

    That is the least damaged, of these the most complete, then the earliest published, the earliest captured, the
    smallest URL.
    """
    best = BEST.named(connection, {"article": article})
    if best is None:
        empty(connection, article)
        return
    before = SHOWS.named(connection, {"article": article}) or {}
    # By how they are written: two times that are equal may stand in two zones.
    changed = {name for name in best if repr(best[name]) != repr(before[name])}
    if changed:
        SHOW.run(connection, {"number": article, **best})
    if changed.intersection(FOUND_BY):
        reindex(connection, article, best)
    if "text" in changed:
        links.relink(connection, article, best["text"])


def reindex(connection: Connection, article: int, shown: Mapping[str, Any]) -> None:
    """Let an article be found by what it shows."""
    entry = index.Entry(
        article=article,
        published_at=shown["published_at"],
        title=shown["title"] or "",
        text=shown["text"],
        body=BODY.scalar(connection, {"text": shown["text"]}),
    )
    index.replace_row(connection, entry)
