"""Site profiles: read strictly, and found for a URL."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ConfigurationError
from archive.site import Site, load_site, load_sites, site_of
from archive.urls import canonical_url, host_of

GOOD = """
key = "paper"
name = "青屏日报"
hosts = ["paper.example"]
every = "30m"
delay = 2.5

[[discover]]
kind = "list"
url = "http://paper.example/news/"

[article]
url = '/\\d{4}/\\d+\\.html$'

[extract]
remove = [".share"]
"""
WRONG = [
    ('timezone = "Asia/Shanghai"\nhots = ["x"]\n', "unknown key 'hots', did you mean 'hosts'"),
    ('key = "x"\n', "key 'hosts' is missing"),
    ('key = "x"\nhosts = ["x"]\ndelay = -1\n', "key 'delay'"),
    ('key = "x"\nhosts = ["x"]\nevery = "soon"\n', "a duration such as '30m'"),
    ('key = "x"\nhosts = ["x"]\ntimezone = "Asia/Peking"\n', "a time zone such as"),
    ('key = "x"\nhosts = ["x"]\n[article]\nurl = "("\n', "not a regular expression"),
    ('key = "x"\nhosts = ["x"]\n[[discover]]\nkind = "lst"\nurl = "http://x/"\n', "key 'discover.0.kind'"),
    ('key = "x"\nhosts = ["x"]\n[extract]\nbody = "div["\n', "not a CSS selector"),
    (
        'key = "x"\nhosts = ["x"]\n[[discover]]\nkind = "list"\nurl = "http://x/"\nlinks = "ul >> a["\n',
        "not a CSS selector",
    ),
    ('key = "x"\nhosts = ["x"]\n[extract]\nremove = [".a", "a::text"]\n', "not a CSS selector"),
    (
        'key = "x"\nhosts = ["x"]\n[[discover]]\nkind = "list"\nurl = "http://x/"\nlinks = "li a:first"\n',
        "not a CSS selector",
    ),
    ('key = "x"\nhosts = ["x"]\n[extract]\nsource = "svg|a"\n', "not a CSS selector"),
    ('key = "a b"\nhosts = ["x"]\n', "key 'key'"),
    ("key = \n", "not TOML"),
    ('key = "x"\nhosts = ["x"]\nevery = 30\n', "a duration such as '30m'"),
    ('key = "x"\nhosts = ["x"]\nevery = "0m"\n', "a duration of more than nothing"),
    ('key = "x"\nhosts = ["x"]\nrevisit = ["1d", "1000000000d"]\n', "key 'revisit.1'"),
    ('key = "x"\nhosts = ["x"]\nrevisit = ["999999999d"]\n', "no more than 3650 days"),
    ('key = "x"\nhosts = ["x"]\ndelay = inf\n', "key 'delay'"),
]


def write(folder: Path, text: str, name: str = "paper.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_is_read(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, GOOD))
    assert (site.key, site.every, site.delay, site.extract.remove) == ("paper", timedelta(minutes=30), 2.5, (".share",))
    assert site.discovers("http://paper.example/news/")
    assert str(site.zone) == "Asia/Shanghai"


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_wrong_profile_gets_one_line_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        load_site(path)
    assert says in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        load_site(tmp_path / "none.toml")


def test_the_archive_s_own_profile_replaces_a_shipped_one(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, name in ((shipped, "旧名"), (own, "新名")):
        folder.mkdir()
        write(folder, f'key = "paper"\nname = "{name}"\nhosts = ["paper.example"]\n')
    assert [site.name for site in load_sites(shipped, own)] == ["新名"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://people.example/1.html", "people"),
        ("http://politics.people.example/1.html", "people"),
        ("http://old.people.example/1.html", "old"),
        ("http://notpeople.example/1.html", "notpeople.example"),
        ("http://www.county.example/1.html", "county.example"),
        ("http://127.0.0.1:8001/1.html", "port"),
        ("http://127.0.0.1:8002/1.html", "127.0.0.1:8002"),
        ("http://[2606:4700:4700::1111]/1.html", "[2606:4700:4700::1111]"),
        ("http://_odd.example/1.html", "_odd.example"),
        ("http://.../1.html", "unknown"),
    ],
)
def test_the_most_specific_host_names_the_site(url: str, key: str) -> None:
    sites = (
        Site(key="people", hosts=("people.example",)),
        Site(key="old", hosts=("old.people.example",)),
        Site(key="port", hosts=("127.0.0.1:8001",)),
    )
    assert site_of(url, sites).key == key


@given(st.text(max_size=20))
def test_every_address_is_on_some_site(host: str) -> None:
    try:
        url = canonical_url(f"http://{host}/")
    except ValueError:
        return
    assert site_of(url).key == host_of(url).removeprefix("www.")
