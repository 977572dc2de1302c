"""Shares, judgements, publishers and links as a person reads them."""

import pytest

from archive.cli.words import judged, percent, published_first, related
from archive.publisher import Publisher
from archive.story import Judgement, Relation
from archive.view import Related


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0 %"), (0.29, "29 %"), (0.41, "41 %"), (0.8349, "83.4 %"), (0.99999, "99.9 %"), (1.0, "100 %")],
)
def test_only_the_whole_is_100_percent(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Publisher(), "unknown: no copy prints a source that is among them, or a date"),
        (Publisher(urls=("http://a.example/",), basis="source", credits=1), "http://a.example/ (credited by 1 copy)"),
        (Publisher(urls=("http://a.example/",), basis="time"), "http://a.example/ (prints the earliest time)"),
        (
            Publisher(urls=("http://a.example/", "http://b.example/"), basis="day"),
            "not to be told: 2 alike, each prints the earliest day: http://a.example/ http://b.example/",
        ),
    ],
)
def test_the_publisher_is_named_with_what_tells_it(found: Publisher, shown: str) -> None:
    assert published_first(found) == shown


def test_a_judgement_names_its_reason_and_its_shares() -> None:
    found = Judgement(relation=Relation.PARTIAL, reason="shared wording", share=0.1, shared=50, containment=0.85)
    assert judged(found) == "partial: shared wording 10 %, wording 85 %"


@pytest.mark.parametrize(
    ("kind", "share", "shown"),
    [
        ("partial", 0.41, "#12 水渠 通水 (shares 41 %)"),
        ("partial", 0.0, "#12 水渠 通水 (shares 85 %)"),
        ("template", 0.9, "#12 水渠 通水 (same template, shares 90 %)"),
        ("contains", 0.9, "#12 水渠 通水 (part of this one, shares 90 %)"),
        ("contained", 0.9, "#12 水渠 通水 (holds this one, shares 90 %)"),
    ],
)
def test_a_related_article_says_how(kind: str, share: float, shown: str) -> None:
    assert related(Related(id=12, title="水渠\n通水", kind=kind, share=share, containment=0.85)) == shown
