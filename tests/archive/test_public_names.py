"""What other people's programs may rely on: names, types, and a docstring for each."""

import dataclasses
import inspect
import typing
from importlib.resources import files

import pytest

import archive
from archive import Archive, NotAnArticle, read_page
from archive.api import Filtered
from archive.copies import Copy
from archive.extract.result import Extraction
from archive.history import Revision
from archive.outcome import Outcome
from archive.questions.stats import Group
from archive.search import Hit
from archive.view import ArticleView

METHODS = (
    "open", "close", "add_page", "article", "article_at", "reading", "search", "list", "count", "stats", "comparisons",
    "export", "import_", "reprocess", "rebuild_index", "replay",
)  # fmt: skip
SHOWN = {"title", "published_at", "source", "editor", "authors", "url"}
FIELDS = (
    (Extraction, {"title", "published_at", "source", "editor", "authors", "text", "evidence", "repairs", "published_raw"}),
    (Outcome, {"verdict", "article_id", "reason", "related"}),
    (Hit, {"article_id", "snippet", "marks", "cursor", "rank", "site", "copies", *SHOWN}),
    (ArticleView, {"id", "site", "text", "copies", "revisions", "related", *SHOWN}),
    (Copy, {"url", "site", "title", "published_at", "source", "editor", "first_seen_at", "is_best"}),
    (Revision, {"url", "number", "title", "text", "from_at", "to_at"}),
    (Group, {"value", "number"}),
)  # fmt: skip


def test_the_package_offers_these_names_and_is_typed() -> None:
    assert set(archive.__all__) == {"Archive", "ArchiveError", "NotAnArticle", "read_page"}
    assert {name for name, _ in inspect.getmembers(Archive, callable) if not name.startswith("_")} == set(METHODS)
    assert (files("archive") / "py.typed").is_file()
    assert NotAnArticle.__doc__


@pytest.mark.parametrize("name", ["read_page", *METHODS])
def test_each_function_tells_its_types_and_what_they_can_not(name: str) -> None:
    function = read_page if name == "read_page" else getattr(Archive, name)
    signature = inspect.signature(function)
    assert inspect.getdoc(function)
    assert signature.return_annotation is not inspect.Signature.empty
    untyped = [one.name for one in signature.parameters.values() if one.annotation is inspect.Parameter.empty]
    assert untyped in ([], ["self"])


@pytest.mark.parametrize(("kind", "names"), FIELDS)
def test_each_answer_is_a_frozen_value_with_these_fields(kind: type, names: set[str]) -> None:
    assert names <= typing.get_type_hints(kind).keys()
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert inspect.getdoc(kind)


@pytest.mark.parametrize("name", ["search", "list", "count", "stats", "export"])
def test_every_question_can_be_narrowed_alike(name: str) -> None:
    filters = inspect.signature(getattr(Archive, name)).parameters["filters"]
    assert filters.annotation == typing.Unpack["Filtered"]
    assert Filtered.__annotations__.keys() == {"start", "end", "site", "source", "editor", "author"}
