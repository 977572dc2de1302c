"""A profile as TOML reads back as the same profile, whatever stands in it."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.inert import UNSAFE
from archive.profile_text import duration_text, profile_text
from archive.site import ArticleRule, Discover, ExtractRules, Site, load_sites, parse_site

SHIPPED = Path(__file__).parents[3] / "crawler" / "sites"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def read_back(text: str) -> Site:
    return parse_site(tomllib.loads(text), "profile")


@given(name=TEXTS, url=TEXTS, defaults=st.booleans())
def test_whatever_a_page_says_is_text_in_the_profile(name: str, url: str, *, defaults: bool) -> None:
    site = Site(key="paper", name=name, hosts=("paper.example", name), discover=(Discover(kind="feed", url=url),))
    text = profile_text(site, defaults=defaults)
    assert read_back(text) == site
    assert not UNSAFE.search(text)


@pytest.mark.parametrize("defaults", [False, True])
@pytest.mark.parametrize("site", load_sites(SHIPPED), ids=lambda site: site.key)
def test_the_shipped_profiles_read_back(site: Site, *, defaults: bool) -> None:
    assert read_back(profile_text(site, defaults=defaults)) == site


def test_a_profile_reads_as_a_person_would_write_it() -> None:
    site = Site(
        key="paper",
        name="青屏日报",
        hosts=("paper.example", "news.paper.example"),
        every=timedelta(minutes=90),
        delay=2.5,
        discover=(Discover(kind="list", url="http://paper.example/", next="index_{n}.html", links="ul.news a"),),
        article=ArticleRule(url=r"/\d{4}/\d+\.html$"),
        extract=ExtractRules(title='h1[class="a"]', remove=(".ad",)),
    )
    assert (
        profile_text(site)
        == r"""key = "paper"
name = "青屏日报"
hosts = ["paper.example", "news.paper.example"]
every = "90m"
delay = 2.5

[[discover]]
kind = "list"
url = "http://paper.example/"
next = "index_{n}.html"
links = "ul.news a"

[article]
url = '/\d{4}/\d+\.html$'

[extract]
title = "h1[class=\"a\"]"
remove = [".ad"]
"""
    )
    assert read_back(profile_text(site)) == site


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(hours=1), "1h"),
        (timedelta(days=7), "7d"),
        (timedelta(seconds=90), "90s"),
        (timedelta(hours=36), "36h"),
        (timedelta(), "0s"),
    ],
)
def test_a_duration_is_in_its_largest_unit(value: timedelta, text: str) -> None:
    assert duration_text(value) == text
