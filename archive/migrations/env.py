"""Alembic's entry: runs the migrations on the connection handed over in the configuration."""

from alembic import context

from archive.models import metadata

# The index keeps its own tables; they are made by FTS5, not by us.
FTS_TABLES = {
    "articles_fts",
    "articles_fts_config",
    "articles_fts_data",
    "articles_fts_docsize",
    "articles_fts_idx",
}


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether autogenerate should look at it."""
    return not (kind == "table" and name in FTS_TABLES)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=ours,
    transactional_ddl=False,  # the transaction is the caller's
    render_as_batch=True,
)
context.run_migrations()
