"""The first schema."""

import sqlalchemy as sa
from alembic import op

from archive.models import FTS, FTS_MERGE, FTS_PAGE
from archive.views import VIEWS

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=True),
        sa.Column("warc_offset", sa.BigInteger(), nullable=True),
        sa.Column("warc_length", sa.BigInteger(), nullable=True),
        sa.Column("tls_verified", sa.Boolean(), nullable=True),
        sa.Column("truncated", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.UniqueConstraint("record_id", name=op.f("uq_captures_record_id")),
    )
    op.create_index(op.f("ix_captures_payload_digest"), "captures", ["payload_digest"], unique=False)
    op.create_index(op.f("ix_captures_url"), "captures", ["url"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "sites",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hosts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sites")),
    )
    op.create_table(
        "stop_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stop_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("text", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_seen_at", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_into < id", name=op.f("ck_articles_merged_into_older")),
        sa.ForeignKeyConstraint(["merged_into"], ["articles.id"], name=op.f("fk_articles_merged_into")),
        sa.ForeignKeyConstraint(["site"], ["sites.key"], name=op.f("fk_articles_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    shown = sa.text("text IS NOT NULL")
    for name in ("published_at", "source", "editor", "authors", "site"):
        op.create_index(f"ix_articles_{name}", "articles", [name, "text"], unique=False, sqlite_where=shown)
    op.create_index(
        "ix_articles_merged_into",
        "articles",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.key"], name=op.f("fk_pages_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("url", name=op.f("uq_pages_url")),
    )
    op.create_index(op.f("ix_pages_site"), "pages", ["site"], unique=False)
    op.create_table(
        "frontier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("offered_as", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Text(), nullable=True),
        sa.Column("interval", sa.Integer(), nullable=True),
        sa.Column("visited_at", sa.Text(), nullable=True),
        sa.Column("news_at", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.Text(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("crashes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("depth", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("hops", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("found_on", sa.Integer(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'due') <= (next_at IS NOT NULL)", name=op.f("ck_frontier_due_has_time")),
        sa.CheckConstraint("(state = 'leased') <= (run IS NOT NULL)", name=op.f("ck_frontier_leased_has_run")),
        sa.CheckConstraint("(state = 'leased') = (leased_until IS NOT NULL)", name=op.f("ck_frontier_leased_has_end")),
        sa.CheckConstraint(
            "kind IN ('page', 'list', 'feed', 'sitemap', 'news-sitemap')", name=op.f("ck_frontier_kind")
        ),
        sa.CheckConstraint("state <> 'done' OR outcome IS NOT NULL", name=op.f("ck_frontier_done_has_outcome")),
        sa.CheckConstraint("state IN ('due', 'leased', 'done')", name=op.f("ck_frontier_state")),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_frontier_article")),
        sa.ForeignKeyConstraint(["found_on"], ["frontier.id"], name=op.f("fk_frontier_found_on")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_frontier_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier")),
        sa.UniqueConstraint("url", name=op.f("uq_frontier_url")),
    )
    op.create_index(
        "ix_frontier_due", "frontier", ["site", "next_at"], unique=False, sqlite_where=sa.text("state = 'due'")
    )
    op.create_index("ix_frontier_leased", "frontier", ["run"], unique=False, sqlite_where=sa.text("state = 'leased'"))
    op.create_index(
        "ix_frontier_visited",
        "frontier",
        ["site", "visited_at"],
        unique=False,
        sqlite_where=sa.text("visited_at IS NOT NULL"),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("read_at", sa.Text(), nullable=True),
        sa.Column("unread_since", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "related",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.CheckConstraint("kind IN ('partial', 'template', 'contains', 'contained')", name=op.f("ck_related_kind")),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_related_article")),
        sa.ForeignKeyConstraint(["other"], ["articles.id"], name=op.f("fk_related_other")),
        sa.PrimaryKeyConstraint("article", "other", name=op.f("pk_related")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("key_digest", sa.Text(), nullable=False),
        sa.Column("key_total", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("roundup", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_texts_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
        sa.UniqueConstraint("digest", name=op.f("uq_texts_digest")),
    )
    op.create_index(op.f("ix_texts_article"), "texts", ["article"], unique=False)
    op.create_index(op.f("ix_texts_key_digest"), "texts", ["key_digest"], unique=False)
    op.create_table(
        "articles_indexed",
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_articles_indexed_article")),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_articles_indexed_text")),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_articles_indexed")),
        sa.UniqueConstraint("article", name=op.f("uq_articles_indexed_article")),
    )
    op.create_index(op.f("ix_articles_indexed_text"), "articles_indexed", ["text"], unique=False)
    op.create_table(
        "readings",
        sa.Column("capture", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("text", sa.Integer(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("next_page", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("original_title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_raw", sa.Text(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=True),
        sa.Column("editor_raw", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=True),
        sa.Column("authors_raw", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("repairs", sa.Text(), nullable=True),
        sa.Column("edits", sa.Text(), nullable=True),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("damage", sa.Float(), nullable=True),
        sa.CheckConstraint("(reason IS NULL) = (text IS NOT NULL)", name=op.f("ck_readings_reason_or_text")),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_readings_capture")),
        sa.ForeignKeyConstraint(["page"], ["pages.id"], name=op.f("fk_readings_page")),
        sa.ForeignKeyConstraint(["part"], ["texts.id"], name=op.f("fk_readings_part")),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_readings_text")),
        sa.PrimaryKeyConstraint("capture", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_next_page"), "readings", ["next_page"], unique=False)
    op.create_index(op.f("ix_readings_page"), "readings", ["page"], unique=False)
    op.create_index(op.f("ix_readings_part"), "readings", ["part"], unique=False)
    op.create_index(op.f("ix_readings_reader"), "readings", ["reader"], unique=False)
    op.create_index(op.f("ix_readings_reason"), "readings", ["reason"], unique=False)
    op.create_index(op.f("ix_readings_text"), "readings", ["text"], unique=False)
    op.create_table(
        "text_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_text_keys_text")),
        sa.PrimaryKeyConstraint("key", "text", name=op.f("pk_text_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_text_keys_text"), "text_keys", ["text"], unique=False)
    op.execute(FTS)
    op.execute(FTS_PAGE)
    op.execute(FTS_MERGE)
    for view in VIEWS.values():
        op.execute(view)


def downgrade() -> None:
    raise NotImplementedError("the first schema has nothing before it")
