"""Formats to be read: an Atom feed by feedparser, Markdown by a CommonMark parser."""

import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
from desk import ARTICLES, DAY, MOMENT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive import Archive
from archive.export import atom, markdown
from archive.export.values import About, Exported
from archive.inert import flat, inert

ABOUT = About(question="<北京>", made_at=datetime(2026, 11, 22, tzinfo=UTC), software="test")
ATOM = "{http://www.w3.org/2005/Atom}"


def as_xml(text: str) -> str:
    """*text* without the two characters that HTML may hold and XML may not."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def test_a_feed_reader_reads_the_feed(archive: Archive, out: Path, articles: list[Exported]) -> None:
    path = out.with_suffix(".atom")
    assert archive.export(path, source=None) == ARTICLES
    feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "news-archive"
    assert [entry.get("link") for entry in feed.entries] == [one.url for one in articles]
    assert len({entry.id for entry in feed.entries}) == ARTICLES
    published = {one.url: one.published_at for one in articles}
    for entry in feed.entries:
        shown = published[entry.link]
        assert entry.get("published") == (shown.isoformat() if shown else None)
    assert {one.published_at for one in articles} == {MOMENT, DAY, None}


def test_titles_and_texts_of_a_feed_are_text_and_nothing_else(articles: list[Exported]) -> None:
    file = BytesIO()
    atom.write(articles, file, ABOUT)
    root = ET.fromstring(file.getvalue())  # noqa: S314 - our own feed
    assert root.findtext(f"{ATOM}title") == "news-archive: <北京>"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "news-archive"
    assert b"<ns" not in file.getvalue()  # names without prefixes, for people
    entries = root.findall(f"{ATOM}entry")
    titles = [as_xml(flat(one.title)) for one in articles]
    assert [entry.findtext(f"{ATOM}title") or "" for entry in entries] == titles
    texts = [as_xml(inert(one.text)) for one in articles]
    assert [entry.findtext(f"{ATOM}content") for entry in entries] == texts
    allowed = {"title", "id", "updated", "link", "author", "published", "issued", "source", "content"}
    assert {child.tag.rpartition("}")[2] for entry in entries for child in entry} == allowed


def test_the_same_question_is_the_same_feed() -> None:
    again = About(question="<北京>", made_at=datetime(2027, 1, 1, tzinfo=UTC), software="test")
    assert again.id == ABOUT.id
    assert again.id != About(question="", made_at=again.made_at, software="test").id


@settings(deadline=None)
@given(text=st.text())
def test_no_text_makes_a_feed_that_is_not_xml(articles: list[Exported], text: str) -> None:
    file = BytesIO()
    atom.write([Exported(**{**vars(articles[0]), "title": text, "text": text, "authors": (text,)})], file, ABOUT)
    assert ET.fromstring(file.getvalue()).find(f"{ATOM}entry") is not None  # noqa: S314 - our own feed


def rendered(text: str) -> ET.Element:
    """Markdown as a tree of HTML."""
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    return ET.fromstring(f"<body>{as_xml(html)}</body>")  # noqa: S314 - what is tested is that nothing else stands in it


def test_markdown_shows_every_title_and_text_as_it_stands(
    archive: Archive, out: Path, articles: list[Exported]
) -> None:
    path = out.with_suffix(".md")
    assert archive.export(path) == ARTICLES
    body = rendered(path.read_text(encoding="utf-8"))
    assert {element.tag for element in body.iter()} == {"body", "h1", "ul", "li", "p"}
    assert [heading.text for heading in body.iter("h1")] == [
        as_xml(flat(one.title)) or "(no title)" for one in articles
    ]
    shown = [paragraph.text for paragraph in body.iter("p")]
    assert shown == [as_xml(flat(line)) for one in articles for line in inert(one.text).split("\n") if flat(line)]


@settings(deadline=None)
@example(title="1 #")
@given(title=st.text(st.sampled_from("ab# *_`[](){}<>!&;|~\\-+=.:1\n\t>北\"'$^@/")))
def test_no_title_formats_markdown(articles: list[Exported], title: str) -> None:
    file = StringIO()
    markdown.write([Exported(**{**vars(articles[0]), "title": title, "text": f"{title}\n完"})], file)
    body = rendered(file.getvalue())
    assert {element.tag for element in body.iter()} == {"body", "h1", "ul", "li", "p"}
    assert [heading.text for heading in body.iter("h1")] == [flat(title) or "(no title)"]
    assert [paragraph.text for paragraph in body.iter("p")][-1] == "完"
