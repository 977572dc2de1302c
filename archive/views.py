"""The views: copies, revisions and gone pages, which follow from readings, and articles for other tools. Never written.

The first three are asked for some articles or some pages: each window is parted by the column that is asked for, so
that SQLite looks for these first and never at all readings.
"""

from sqlalchemy import Column, Float, Integer, MetaData, Table

from archive.columns import JSONText, Moment, Published, Text

# An article at an address: its latest reading there.
COPIES = """
CREATE VIEW copies AS
WITH seen AS (
  SELECT t.article, r.page, r.capture, r.text, r.title, r.published_at, r.source, r.editor, r.authors, r.damage,
         min(c.captured_at) OVER (PARTITION BY t.article, r.page) AS first_seen_at,
         row_number() OVER (PARTITION BY t.article, r.page ORDER BY c.captured_at DESC, c.record_id DESC) AS recency
  FROM readings r JOIN texts t ON t.id = r.text JOIN captures c ON c.id = r.capture
)
SELECT s.article, p.url, p.site, s.title, s.published_at, s.source, s.editor, s.authors, s.first_seen_at,
       s.page, s.capture, s.text, s.damage
FROM seen s JOIN pages p ON p.id = s.page
WHERE s.recency = 1
"""

# A run of readings with one text and title at one address, in capture time. Never starts where only the reader changed.
REVISIONS = """
CREATE VIEW revisions AS
WITH seen AS (
  SELECT r.page, r.text, r.title, r.reader, c.captured_at, c.record_id, t.key_digest,
         lag(t.key_digest) OVER before AS last_digest, lag(r.title) OVER before AS last_title,
         lag(r.reader) OVER before AS last_reader
  FROM readings r JOIN captures c ON c.id = r.capture JOIN texts t ON t.id = r.text
  WINDOW before AS (PARTITION BY r.page ORDER BY c.captured_at, c.record_id)
), numbered AS (
  SELECT *, sum(last_digest IS NULL
                OR (reader = last_reader AND (key_digest <> last_digest OR title IS NOT last_title)))
            OVER (PARTITION BY page ORDER BY captured_at, record_id) AS number
  FROM seen
), bounded AS (
  SELECT *, min(captured_at) OVER run AS from_at, max(captured_at) OVER run AS to_at,
         row_number() OVER (PARTITION BY page, number ORDER BY captured_at DESC, record_id DESC) AS recency
  FROM numbered WINDOW run AS (PARTITION BY page, number)
)
SELECT page, number, text, title, from_at, to_at, reader FROM bounded WHERE recency = 1
"""

# Every article that is shown, with its text, for reading with other tools. `slot` is its row in the search index, so
# that `slot IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH …)` searches; the newest come first.
SEARCH = """
CREATE VIEW search AS
SELECT i.slot, a.id, a.published_at, a.title, a.source, a.editor, a.authors, a.site, a.url, a.copies, t.body AS text
FROM articles_indexed i JOIN articles a ON a.id = i.article JOIN texts t ON t.id = i.text
"""

# A time in which a page that had held an article was answered with 404 or 410, or with a page that says so, as far as
# was seen. `back_at` is NULL while it lasts. What else a server answers in between (503, a refusal) tells nothing.
GONE = """
CREATE VIEW gone AS
WITH answered AS (
  SELECT r.page, c.captured_at, c.record_id, c.status, coalesce(r.reason IN ('gone', 'soft_404'), 0) AS is_gone
  FROM readings r JOIN captures c ON c.id = r.capture
  WHERE r.text IS NOT NULL OR r.reason IN ('gone', 'soft_404', 'part')
), seen AS (
  SELECT page, captured_at, status, is_gone,
         lag(is_gone) OVER (PARTITION BY page ORDER BY captured_at, record_id) AS was_gone,
         min(CASE WHEN NOT is_gone THEN captured_at END)
           OVER (PARTITION BY page ORDER BY captured_at, record_id
                 ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS back_at
  FROM answered
)
SELECT page, captured_at AS gone_at, status, back_at FROM seen WHERE is_gone AND was_gone = 0
"""

VIEWS = {"copies": COPIES, "revisions": REVISIONS, "gone": GONE, "search": SEARCH}

# The views as tables to select from; in a MetaData of their own, so that migrations do not take them for tables.
views = MetaData()
copies = Table(
    "copies",
    views,
    Column("article", Integer),
    Column("url", Text),
    Column("site", Text),
    Column("title", Text),
    Column("published_at", Published),
    Column("source", Text),
    Column("editor", Text),
    Column("authors", JSONText),
    Column("first_seen_at", Moment),
    Column("page", Integer),
    Column("capture", Integer),
    Column("text", Integer),
    Column("damage", Float),
)
revisions = Table(
    "revisions",
    views,
    Column("page", Integer),
    Column("number", Integer),
    Column("text", Integer),
    Column("title", Text),
    Column("from_at", Moment),
    Column("to_at", Moment),
    Column("reader", Integer),
)
gone = Table(
    "gone",
    views,
    Column("page", Integer),
    Column("gone_at", Moment),
    Column("status", Integer),
    Column("back_at", Moment),
)
