"""Learning what the addresses of a site's articles look like: tables."""

import re

import pytest
from effort import effort_below

from crawler.discovery.pattern import pattern_of, tail_of

HOST = "http://news.example.cn"
DATED = [f"{HOST}/{section}/2026/{month}/20/{number}.html" for section, month, number in
         (("yw", 11, 9_998), ("yw", 11, 9_999), ("gn", 10, 10_000), ("cj", 11, 10_001), ("ty", 9, 10_002), ("ty", 11, 7))]  # fmt: skip


@pytest.mark.parametrize(
    ("urls", "pattern"),
    [
        (DATED, r"/\d{4}/\d{1,2}/\d{1,2}/\d+\.html$"),
        ([f"{HOST}/n/2026-11/20/c_{n}.htm" for n in range(95, 105)], r"/\d{4}-\d{1,2}/\d{1,2}/c_\d+\.htm$"),
        ([f"{HOST}/la/202611/t20261120_{n}.htm" for n in range(95, 105)], r"/\d{6,8}/t\d{6,8}_\d+\.htm$"),
        ([f"{HOST}/show.php?cat=3&id={n}" for n in range(95, 105)], r"/show\.php\?cat=\d+&id=\d+$"),
        ([f"{HOST}/world/{w}-in-the-county/" for w in ("rain", "snow", "hail", "wind", "fog")], r"/(?:[^/.-]+-){2,}[^/.-]+/$"),
        ([f"{HOST}/a/K4ABC{n}00018990F.html" for n in range(95, 105)], r"/[0-9A-Za-z]{12,}\.html$"),
        ([f"{HOST}/a{n}.html" for n in range(4)], None),  # too few to tell
        ([f"{HOST}/{'x' * n}/{n}" for n in range(1, 20)], r"/\d+$"),
        ([f"{HOST}/about/{w}.html" for w in "abcdefgh"], None),
        ([], None),
    ],
)  # fmt: skip
def test_what_is_alike_becomes_a_pattern(urls: list[str], pattern: str | None) -> None:
    assert pattern_of(urls) == pattern
    assert pattern is None or all(re.search(pattern, url) for url in urls)


def test_two_forms_make_one_pattern_and_a_few_strays_do_not_matter() -> None:
    other = [f"{HOST}/photo/{number}.shtml" for number in range(90, 110)]
    strays = [f"{HOST}/about.html", f"{HOST}/zt/2026.html"]
    pattern = pattern_of([*DATED, *other, *strays])
    assert pattern == r"/\d+\.shtml$|/\d{4}/\d{1,2}/\d{1,2}/\d+\.html$"


def test_a_site_of_many_forms_has_no_pattern() -> None:
    assert pattern_of([f"{HOST}/{letter}{n}/x.html" for letter in "abcdef" for n in range(5)]) is None


def test_a_pattern_begins_where_articles_begin_to_differ() -> None:
    assert tail_of(f"{HOST}/yw/gn/2026/11/20/1.html") == "/2026/11/20/1.html"
    assert tail_of(f"{HOST}/yw/index.html") == ""


def test_what_an_address_holds_is_text_in_the_pattern() -> None:
    pattern = pattern_of([f"{HOST}/x/(a+)+$|{n}.html" for n in range(10)])
    assert pattern is not None
    assert re.search(pattern, f"{HOST}/x/(a+)+$|77.html")
    assert not re.search(pattern, f"{HOST}/x/aaa77.html")


@pytest.mark.parametrize("junk", ["a1" * 1_000, "1-" * 1_000, "a-b" * 700, "-" * 2_000, "/1" * 1_000])
def test_long_addresses_are_read_in_linear_time(junk: str) -> None:
    with effort_below(5):
        pattern = pattern_of([f"{HOST}/{junk}{n}" for n in range(100, 110)])
        assert not pattern or re.search(pattern, f"{HOST}/{junk}/." * 10) is None
