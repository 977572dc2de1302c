"""The tables. Captures, readings and texts are stored; articles and what relates them follow from these."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    text,
)

from archive.columns import JSONText, Moment, Published, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# An outlet that has been seen. What is known of it beyond this stands in its profile.
sites = Table(
    "sites",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("hosts", JSONText, nullable=False),
)

# One HTTP response kept. Where its bytes are: file in the `warc` folder, offset and length in compressed bytes.
captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False, index=True),
    Column("captured_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text),
    Column("payload_digest", Text, nullable=False, index=True),
    Column("warc_file", Text),
    Column("warc_offset", BigInteger),
    Column("warc_length", BigInteger),
    Column("tls_verified", Boolean),
    Column("truncated", Text),
)

# One address: a canonical URL that has held an article, or a part of one, at least once.
pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("site", ForeignKey("sites.key"), nullable=False, index=True),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
)

# One story, deduplicated: what its best copy shows. `merged_into` keeps an id working that was printed before a merge.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text),
    Column("published_at", Published),
    Column("source", Text),
    Column("editor", Text),
    Column("authors", JSONText),
    Column("site", ForeignKey("sites.key")),
    Column("url", Text),
    Column("text", Integer),  # the best copy's wording; no foreign key, because texts point here
    Column("copies", Integer, nullable=False, server_default=text("0")),
    Column("first_seen_at", Moment),
    Column("merged_into", ForeignKey("articles.id")),
    CheckConstraint("merged_into < id", name="merged_into_older"),  # so that whoever follows them comes to an end
    Index("ix_articles_merged_into", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
)

# An article that was merged into another, or that no page holds any more, has no text. Each index holds `text` as well,
# so that counting those that are shown needs nothing but the index.
is_shown = articles.c.text.is_not(None)
for _name in ("published_at", "source", "editor", "authors", "site"):
    Index(f"ix_articles_{_name}", articles.c[_name], articles.c.text, sqlite_where=is_shown)

# One distinct wording. `digest` is of the text as shown, `key_digest` of its comparing form: equal means the same text.
# `key_total` is the length of its sentences in that form. A `roundup` holds several stories and is an article of its
# own. A wording that is nothing but a part of a longer text belongs to no article. The body stands last, because SQLite
# reads its way to a column through all that stand before it.
texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("key_digest", Text, nullable=False, index=True),
    Column("key_total", Integer, nullable=False),
    Column("article", ForeignKey("articles.id"), index=True),
    Column("roundup", Boolean, nullable=False, server_default=text("0")),
    Column("script", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

# What we made of one capture: an article's text and fields, or the reason why it is none. Where an article goes over
# several pages, `text` is the whole, on the reading of its first page; `part` is what each page itself says.
readings = Table(
    "readings",
    metadata,
    Column("capture", ForeignKey("captures.id"), primary_key=True),
    Column("page", ForeignKey("pages.id"), index=True),
    Column("reader", Integer, nullable=False, index=True),
    Column("reason", Text, index=True),
    Column("detail", Text),
    Column("text", ForeignKey("texts.id"), index=True),
    Column("part", ForeignKey("texts.id"), index=True),
    Column("next_page", Text, index=True),  # canonical URL of the part that follows
    Column("title", Text),
    Column("original_title", Text),
    Column("published_at", Published),
    Column("published_raw", Text),
    Column("source", Text),
    Column("source_raw", Text),
    Column("editor", Text),
    Column("editor_raw", Text),
    Column("authors", JSONText),
    Column("authors_raw", Text),
    Column("language", Text),
    Column("charset", Text),
    Column("layout", Text),
    Column("repairs", JSONText),  # edits per repair step
    Column("edits", JSONText),  # each edit: step, offset, before, after, exact
    Column("removed", JSONText),  # what cleaning dropped, per kind
    Column("flags", JSONText),  # damage seen and not undone
    Column("evidence", JSONText),  # where on the page each field stood
    Column("damage", Float),
    CheckConstraint("(reason IS NULL) = (text IS NOT NULL)", name="reason_or_text"),
)

# The sentences of an article's text: 64-bit digests with their lengths; and a few clauses, of length 0, by which a text
# is found that has hardly a sentence in common with it. A text too short to be compared has none here.
text_keys = Table(
    "text_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("text", ForeignKey("texts.id"), primary_key=True, index=True),
    Column("length", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# A key in so many articles that it tells nothing.
stop_keys = Table(
    "stop_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("articles", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Two articles that share much and are not one story, judged by the texts they show. Each link stands here twice, once
# from each side: `article` `contains` `other`, is `contained` in it, has a part in common or a template. `share` is the
# part of the shorter text's sentences that the other has, `containment` that of its 5-grams.
related = Table(
    "related",
    metadata,
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("other", ForeignKey("articles.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("share", Float, nullable=False),
    Column("containment", Float, nullable=False),
    CheckConstraint("kind IN ('partial', 'template', 'contains', 'contained')", name="kind"),
    sqlite_with_rowid=False,
)

# What stands in the search index, every article that is shown: a contentless index needs the old text to delete it.
# `slot` is the number of its row there; slots fall with `published_at` (see `archive.questions.slots`).
articles_indexed = Table(
    "articles_indexed",
    metadata,
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("article", ForeignKey("articles.id"), nullable=False, unique=True),
    Column("text", ForeignKey("texts.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("feed", Integer, nullable=False),
)

# One run of a command that fetches or reads again. `finished_at` stays NULL when it was killed.
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("kind", Text, nullable=False),
    Column("sites", JSONText, nullable=False),
    Column("counts", JSONText),  # {site: {outcome: how many}}
    Column("exit_code", Integer),
)

# One URL we know: due, leased to a run, or done with one outcome.
frontier = Table(
    "frontier",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("offered_as", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Date),  # of which whoever named it says it is
    Column("state", Text, nullable=False),
    Column("next_at", Moment),
    Column("interval", Integer),  # of a source: seconds between two visits, as its news has them
    Column("visited_at", Moment),
    Column("news_at", Moment),  # when a source last named a new URL, or a page was first an article
    Column("leased_until", Moment),
    Column("run", ForeignKey("runs.id")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("crashes", Integer, nullable=False, server_default=text("0")),
    Column("depth", Integer, nullable=False, server_default=text("0")),
    Column("hops", Integer, nullable=False, server_default=text("0")),
    Column("found_on", ForeignKey("frontier.id")),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),  # of the payload of its last capture
    Column("outcome", Text),
    Column("detail", Text),
    Column("article", ForeignKey("articles.id")),
    CheckConstraint("kind IN ('page', 'list', 'feed', 'sitemap', 'news-sitemap')", name="kind"),
    CheckConstraint("state IN ('due', 'leased', 'done')", name="state"),
    CheckConstraint("state <> 'done' OR outcome IS NOT NULL", name="done_has_outcome"),
    CheckConstraint("(state = 'leased') = (leased_until IS NOT NULL)", name="leased_has_end"),
    CheckConstraint("(state = 'leased') <= (run IS NOT NULL)", name="leased_has_run"),
    CheckConstraint("(state = 'due') <= (next_at IS NOT NULL)", name="due_has_time"),
    Index("ix_frontier_due", "site", "next_at", sqlite_where=text("state = 'due'")),
    Index("ix_frontier_leased", "run", sqlite_where=text("state = 'leased'")),
    Index("ix_frontier_visited", "site", "visited_at", sqlite_where=text("visited_at IS NOT NULL")),
)

# A host that has asked us to come back later.
hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("not_before", Moment, nullable=False),
)

# What a robots.txt said, and since when it can not be read.
robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),  # http://news.example.cn:8080
    Column("rules", Text),
    Column("read_at", Moment),
    Column("unread_since", Moment),
)

# The tokenizer `ascii` takes all beyond ASCII for letters. What is fed is normalised and cut already, and `unicode61`
# would drop the characters that are younger than its tables. Of the index's size a third is `prefix`, without which a
# word of one character took a hundred times longer than one of two: it begins thousands of pairs.
FTS = (
    "CREATE VIRTUAL TABLE articles_fts USING fts5"
    "(title, body, content='', prefix='1', tokenize=\"ascii tokenchars '._'\")"
)
# In bytes; 4050 unless said otherwise. A list is skipped through page by page, and read within a page from its start:
# with small ones a phrase of common words takes a third of the time, and the index two hundredths more room.
FTS_PAGE = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('pgsz', 500)"
# How many lists SQLite puts together at a time, 4 unless said otherwise. What is found is written once more for each
# time, which half a million articles took 7 times and now take 4. Nearly half of all that a crawl wrote was that. The
# price is that a word is looked up in more lists: .65 instead of .45 ms for a page of what is found, newest first.
FTS_MERGE = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 8)"
