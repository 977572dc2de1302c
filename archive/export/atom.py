"""An Atom feed of what a question finds, with whole texts."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from archive.export.values import About, Exported
from archive.inert import flat, inert

ATOM = "http://www.w3.org/2005/Atom"
TERMS = "http://purl.org/dc/terms/"
NAMES = {None: ATOM, "dcterms": TERMS}
NOT_XML = re.compile("[\ufffe\uffff]")


def write(articles: Iterable[Exported], file: BinaryIO, about: About) -> None:
    """Write a feed, entry by entry."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{ATOM}}}feed", nsmap=NAMES):
            said = {"title": about.title, "id": about.id, "updated": moment(about.made_at), "generator": about.software}
            for name, text in said.items():
                with xml.element(f"{{{ATOM}}}{name}"):
                    xml.write(xml_text(text))
            with xml.element(f"{{{ATOM}}}author"), xml.element(f"{{{ATOM}}}name"):
                xml.write("news-archive")
            for article in articles:
                xml.write(entry(article), pretty_print=True)


def entry(article: Exported) -> etree._Element:
    """An article as an entry.

    Atom knows only moments, so a page that prints only a day has no `published`; its day stands in `dcterms:issued`.
    """
    link = flat(article.url)
    found = etree.Element(f"{{{ATOM}}}entry", nsmap=NAMES)
    found.append(element("title", flat(article.title)))
    found.append(element("id", link or f"urn:news-archive:{article.id}"))
    found.append(element("updated", moment(article.captured_at)))
    if link:
        found.append(element("link", None, href=link, rel="alternate"))
    for name in article.authors or filter(None, (article.publication,)):
        found.append(person(name))
    if isinstance(article.published_at, datetime):
        found.append(element("published", article.published_at.isoformat()))
    if article.published_at:
        found.append(element("issued", article.published_at.isoformat(), namespace=TERMS))
    if article.source:
        found.append(element("source", article.source, namespace=TERMS))
    found.append(element("content", article.text, type="text"))
    return found


def person(name: str) -> etree._Element:
    """An author."""
    found = element("author", None)
    found.append(element("name", flat(name)))
    return found


def element(name: str, text: str | None, *, namespace: str = ATOM, **attributes: str) -> etree._Element:
    """An element with text that is nothing but text."""
    found = etree.Element(f"{{{namespace}}}{name}", {key: xml_text(value) for key, value in attributes.items()})
    found.text = xml_text(text) if text is not None else None
    return found


def xml_text(text: str) -> str:
    """*text* without the characters that XML has no way to write."""
    return NOT_XML.sub("\ufffd", inert(text))


def moment(value: datetime) -> str:
    """A moment in RFC 3339, to the second."""
    return value.isoformat(timespec="seconds")
