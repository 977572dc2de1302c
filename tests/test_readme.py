"""What the README shows of Python and SQL runs as it stands there."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from press import STORY, news_page

from archive import Archive

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PAGE = news_page(
    "公交线网调整",
    (
        "新华社北京11月3日电（记者 周小禾）记者从有关部门了解到，北京公共交通线网将于下周一起调整，涉及线路二十七条。",
        "调整以后，三条夜间线路延长到郊区，五条线路增加班次，乘客可以在站牌上查到新的时刻表，也可以拨打热线询问。",
        "有关负责人说，这次交通线网调整听取了三千多名乘客的意见，今后每半年还将根据客流的变化再作一次小的修改。",
    ),
    source="新华社",
)


def blocks(language: str) -> list[str]:
    """The code in one language, in the order of the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the archive that the examples speak of."""
    with Archive.open(tmp_path / "my-archive") as archive:
        archive.add_page(PAGE, "http://paper.example/2026/1103/1.html")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_notebook_counts_articles_by_month_and_source(here: Path) -> None:
    (code,) = (block for block in blocks("python") if "pandas" in block)
    lines = code.splitlines()
    last = next(number for number, line in enumerate(lines) if line.startswith("articles.pivot_table"))
    lines[last] = f"table = {lines[last]}"
    told: dict[str, pd.DataFrame] = {}
    exec("\n".join(lines), told)  # noqa: S102 - it is our own page
    told["connection"].close()
    assert told["table"].loc["2026-11", ("count", "新华社")] == 1
    assert told["table"].loc["2026-11", ("median", "新华社")] == told["articles"]["text"].str.len().item()
    assert here.joinpath("my-archive").is_dir()


def test_the_python_api_does_what_is_shown_of_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = (block for block in blocks("python") if "pandas" not in block)
    told = {"html_bytes": PAGE}
    exec(code, told)  # noqa: S102
    assert capsys.readouterr().out.startswith("2026-11-03 10:20:00+08:00 公交线网调整 ")
    assert (told["outcome"].article_id, told["article"].title) == (1, told["found"].title)
    assert told["found"].evidence["editor"]
    assert pd.read_parquet(here / "articles.parquet").groupby("source").size().to_dict() == {"新华社": 1}


def test_plain_sql_shows_the_newest_first(here: Path) -> None:
    older = news_page("图书馆新馆开放", STORY, published="2026-10-01 08:00", source="青屏日报")
    with Archive.open(here / "my-archive") as archive:
        archive.add_page(older, "http://paper.example/2026/1001/1.html")
    ((database, sql),) = re.findall(r'^sqlite3 (\S+) "(.*)"$', README, re.MULTILINE)
    with closing(sqlite3.connect(here / database)) as connection:
        rows = [row[1:] for row in connection.execute(sql)]
    assert rows == [("新华社", "许文清", "公交线网调整"), ("青屏日报", "许文清", "图书馆新馆开放")]
