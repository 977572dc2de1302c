"""One rule for "same address"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls import PLAIN, canonical_url

SAME = [
    ("http://a.example/1.html#top", "http://a.example/1.html"),
    ("HTTP://A.Example:80/1.html", "http://a.example/1.html"),
    ("https://a.example:443", "https://a.example/"),
    ("http://a.example/b/../1.html", "http://a.example/1.html"),
    ("http://a.example/1.html?utm_source=wx&utm_medium=s", "http://a.example/1.html"),
    ("http://a.example/1.html?spm=C73465&id=7", "http://a.example/1.html?id=7"),
    ("http://a.example/1.html?from=timeline&isappinstalled=0", "http://a.example/1.html"),
    ("http://a.example/1.html;jsessionid=AB12", "http://a.example/1.html"),
    ("http://a.example/show?id=7&nsukey=a%2Bb&scene=126&share_token=1", "http://a.example/show?id=7"),
    ("http://a.example/1.html?from=groupmessage&from=singlemessage", "http://a.example/1.html"),
    ("http://a.example/1.html?PHPSESSID=ab12&sid=9f3c20aa", "http://a.example/1.html"),
    ("http://a.example/1.html?UTM_Source=x&fbclid=1&gclid=2", "http://a.example/1.html"),
    ("http://a.example/1.html?", "http://a.example/1.html"),
    ("http://a.example/s?a=1&&b=2&", "http://a.example/s?a=1&b=2"),
    ("http://somebody:secret@a.example/1.html", "http://a.example/1.html"),
    ("http://A.example.:80/1.html", "http://a.example/1.html"),
    ("http://新闻.example/1.html", "http://xn--efvy88h.example/1.html"),
    ("http://a.example/要闻/1.html", "http://a.example/%E8%A6%81%E9%97%BB/1.html"),
    ("http://a.example/s?wd=%b1%b1", "http://a.example/s?wd=%B1%B1"),
    ("http://a.example/%7Ewang/", "http://a.example/~wang/"),
    ("http://a.example/1.html#/detail/7", "http://a.example/1.html"),
    ("http://a.example/s?b=2&a=1", "http://a.example/s?a=1&b=2"),
    ("  http://a.example/1.html\n", "http://a.example/1.html"),
]
OTHER = [
    "http://a.example/show?sid=7",
    "http://a.example/show?from=app",
    "http://a.example/show?fromid=timeline",
    "http://a.example/list?page=2",
    "http://a.example/s?q=",
    "http://a.example/index.html",
    "http://a.example/News/1.html",
    "https://a.example/1.html",
    "http://m.a.example/1.html",
    "http://www.a.example/1.html",
    "http://a.example/amp/1.html",
    "http://a.example//1.html",
    "http://a.example/a%2Fb.html",
    "http://a.example/show?id=7",
    "http://a.example/list?from=5",
    "http://a.example/s?wd=%B1%B1%BE%A9",
    "http://a.example:8080/1.html",
    "http://127.0.0.1:8080/1.html",
    "http://[::1]:8080/1.html",
    "http://_a.b_c.example/1.html",
]
NONE = ["", "1.html", "//a.example/", "ftp://a.example/", "file:///etc/passwd", "data:text/html,x", "javascript:1"]
BROKEN = [
    "http://",
    "http:///x",
    "http://[bad/",
    "http://h:99999/",
    "http://h:x/",
    "http://a b.example/",
    "http://%00/",
    "http://.../",
    "http://\u2474.example/",
    "http://-a.example/",
    "http://www.-a.example/",
    "http://a..example/",
]


@pytest.mark.parametrize(("url", "canonical"), SAME)
def test_what_does_not_name_the_page_is_dropped(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize("url", OTHER)
def test_what_names_the_page_is_kept(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize("url", NONE + BROKEN)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        canonical_url(url)


@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_is_plain_stays_as_it_is_by_the_whole_rule_too(url: str) -> None:
    assert canonical_url(url) == url
    assert canonical_url(f"{url}#top") == url  # which is not plain


@given(st.one_of(st.text(), st.text().map(lambda rest: f"http://a.example/{rest}")))
def test_the_rule_is_idempotent_and_raises_nothing_else(url: str) -> None:
    try:
        once = canonical_url(url)
    except ValueError:
        return
    assert canonical_url(once) == once
