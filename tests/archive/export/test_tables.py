"""Tables: CSV, Parquet, a folder of texts; read back by csv, pandas and pyarrow."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from desk import ARTICLES, DAY, HOSTILE, MOMENT
from pyarrow import parquet

from archive import Archive
from archive.export.folder import file_name
from archive.export.values import Exported
from archive.inert import FORMULA, inert

CALCULATED = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_no_cell_of_a_csv_begins_like_a_formula(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".csv")
    assert archive.export(path) == ARTICLES
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    rows = rows_of(path)
    assert not [value for row in rows for value in row.values() if CALCULATED.match(value)]
    expected = [inert((one.title or "").replace("\r", "\n")) for one in articles]
    assert [re.sub("^'", "", row["title"]) for row in rows] == expected
    assert {row["title"][0] for row in rows if row["title"].lstrip("'").startswith(FORMULA)} == {"'"}


def test_a_raw_csv_holds_titles_as_they_are(archive: Archive, out: Path) -> None:
    archive.export(out, format="csv-raw")
    assert {"=1+1", "+cmd|' /C calc'!A0", "\t=1"} <= {row["title"] for row in rows_of(out)}


def test_a_csv_keeps_days_times_and_lists(archive: Archive, out: Path) -> None:
    path = out.with_suffix(".csv")
    archive.export(path, site="copy.example")
    (row,) = rows_of(path)
    assert row["published_at"] == "2026-11-01T00:30:00+08:00"
    assert row["authors"] == "周小禾；韩一苇"
    assert row["copies"] == "2"
    archive.export(path, end=DAY, force=True)
    assert {row["published_at"] for row in rows_of(path)} == {"2024-05-20"}


def test_pandas_reads_the_csv(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".csv")
    archive.export(path)
    table = pd.read_csv(path, dtype={"published_at": str}, keep_default_na=False)
    assert list(table.columns[:3]) == ["id", "published_at", "title"]
    assert list(table["id"]) == [one.id for one in articles]
    assert list(table["text"].str.removeprefix("'")) == [inert(one.text.replace("\r", "\n")) for one in articles]
    assert pd.to_datetime(table["published_at"].str[:10]).dt.year.dropna().isin([2024, 2026]).all()


def test_parquet_is_typed_and_inert(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".parquet")
    assert archive.export(path) == ARTICLES
    table = parquet.read_table(path)
    assert table.schema.field("published_on").type == pa.date32()
    assert table.schema.field("authors").type == pa.list_(pa.string())
    rows = table.to_pylist()
    assert [row["title"] for row in rows] == [one.title and inert(one.title) for one in articles]
    assert [row["text"] for row in rows] == [inert(one.text) for one in articles]
    days = {row["published_on"]: row["published_at"] for row in rows}
    assert days == {
        date(2026, 11, 1): MOMENT.astimezone(UTC),  # the stated day, though the moment is in October
        DAY: None,
        None: None,
    }
    assert all(isinstance(row["first_seen_at"], datetime) for row in rows)


def test_a_folder_holds_a_text_an_article_under_a_harmless_name(
    archive: Archive, out: Path, articles: list[Exported]
) -> None:
    assert archive.export(f"{out}/") == ARTICLES
    rows = rows_of(out / "metadata.csv")
    names = [row["file"] for row in rows]
    assert len(set(map(str.casefold, names))) == ARTICLES
    assert sorted(path.name for path in out.iterdir()) == sorted(["metadata.csv", *names])
    assert all(re.fullmatch(r"[\w-]+\.txt", name) and len(name.encode()) < 200 for name in names)
    assert [(out / name).read_text(encoding="utf-8") for name in names] == [inert(one.text) + "\n" for one in articles]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_file_name_tells_day_number_and_title(articles: list[Exported], title: str) -> None:
    one = next(one for one in articles if one.title == title)
    assert file_name(one).startswith(("2026-11-01-", "2024-05-20-"))
    assert f"-{one.id}" in file_name(one)
