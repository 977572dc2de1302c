"""Parquet, for pandas, polars, DuckDB and R. Needs pyarrow, which the extra `parquet` brings."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.errors import ConfigurationError
from archive.export.values import Exported
from archive.inert import inert

GROUP = 400_000  # characters of text in a row group: five times as many take 80 MB more
# Columns of which each group says its least and greatest value; of texts these would be whole texts, kept to the end.
COMPARED = ["id", "published_on", "published_at"]
MOST_ROWS = 20_000  # rows in a group, however short their texts


def write(articles: Iterable[Exported], path: Path) -> None:
    """Write a table. Raises ConfigurationError if pyarrow is not installed.

    `published_on` is the day that the page states; `published_at` the moment, in UTC, null where only the day is known.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra: only this function needs it
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigurationError("Parquet needs pyarrow: pip install 'news-archive[parquet]'") from error
    moment = pa.timestamp("us", tz="UTC")
    schema = pa.schema(
        [
            pa.field("id", pa.int64(), nullable=False),
            ("published_on", pa.date32()),
            ("published_at", moment),
            *((name, pa.string()) for name in ("title", "source", "editor")),
            ("authors", pa.list_(pa.string())),
            *((name, pa.string()) for name in ("site", "site_name", "url", "language", "text")),
            ("copies", pa.int32()),
            ("first_seen_at", moment),
            ("captured_at", moment),
        ]
    )
    with parquet.ParquetWriter(path, schema, compression="zstd", write_statistics=COMPARED) as writer:
        for group in grouped(articles):
            writer.write_table(pa.Table.from_pylist([row(one, schema.names) for one in group], schema=schema))


def grouped(articles: Iterable[Exported]) -> Iterator[list[Exported]]:
    """*articles* in groups that take little memory."""
    group, size = list[Exported](), 0
    for article in articles:
        group.append(article)
        size += len(article.text)
        if size >= GROUP or len(group) >= MOST_ROWS:
            yield group
            group, size = [], 0
    if group:
        yield group


def row(article: Exported, names: Iterable[str]) -> dict[str, Any]:
    """An article by column. Texts are inert: they will be printed."""
    values = {name: getattr(article, name) for name in names}
    texts = {name: inert(value) for name, value in values.items() if isinstance(value, str)}
    moment = article.published_at if isinstance(article.published_at, datetime) else None
    return values | texts | {"authors": list(map(inert, article.authors)), "published_at": moment}
