"""Source, editor, authors and original title: whom the page names, in the order in which it is believed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.extract.elements import by_class
from archive.extract.labels import Found, bare, labelled, paired, without_label
from archive.extract.names import clean_editor, clean_source, names_of
from archive.extract.outlets import as_cited, before_reporter, beside_date, cited, dateline, near_date, on_platform
from archive.extract.reporters import edited, named_alone, reporters, signed
from archive.extract.result import Field
from archive.extract.scene import Scene
from archive.extract.vocabulary import RANKS, WEAK
from archive.page import Page

IDS = {
    "source": ("source_baidu", "source", "ly", "media_name", "laiyuan"),
    "editor": ("editor_baidu", "editor"),
    "author": ("author_baidu", "author"),
}
# Not the author: on Chinese pages that is the site, its software or its editor. Nor `mediaid`: whose account it is.
META = {
    "source": ("contentsource", "source", "article:source", "copyright_source"),
    "editor": ("editor", "articleeditor"),
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class Bylines:
    """Who is named. A field without value is absent; its `raw` may still hold what was printed."""

    source: Field
    editor: Field
    original_title: Field
    author: Field
    authors: tuple[str, ...]


def find_bylines(page: Page, scene: Scene, selected: Mapping[str, str]) -> Bylines:
    """Whom the page names. *selected* are texts that the site's profile points at, by field; they win."""
    platform = on_platform(page.html)
    head = (*scene.head, *scene.into)
    everything = [
        *(Found(kind=kind, raw=without_label(text), where="profile") for kind, text in selected.items()),
        *by_id(scene.ids),
        *(found for line in paired(head) for found in labelled(line, "head")),
        *(found for line in scene.tail for found in labelled(line, "tail")),
        *by_meta(page, {bare(piece) for line in head for piece in line.pieces}),
        *reporters(scene.opening, scene.between, scene.tail),
        *edited((*scene.between, *scene.tail)),
        *signed(scene.opening[-1], scene.tail),
        *by_class(head, platform=platform),
        *beside_date(head, page.title_tag, platform=platform),
        *near_date(scene.between, platform=platform),
        *before_reporter(scene.between),
        *named_alone(scene.between),
        *dateline(scene.opening[0]),
        *cited((*scene.opening, *scene.tail)),
    ]
    kinds = {
        kind: [found for found in everything if found.kind == kind]
        for kind in ("source", "editor", "author", "original")
    }
    kinds["editor"].sort(key=lambda found: RANKS.index(found.label) if found.label in RANKS else len(RANKS))
    kinds["author"].sort(key=lambda found: found.where.startswith("account"))  # who signs is named before the account
    kinds["source"].sort(key=lambda found: found.label in WEAK)
    papers = [found.raw for found in kinds["source"] if found.where == "paper cited"]
    author = first(kinds["author"], lambda raw: "、".join(names_of(raw)) or None)
    return Bylines(
        source=first(kinds["source"], lambda raw: clean_source(as_cited(raw, papers))),
        editor=first(kinds["editor"], clean_editor),
        original_title=first(kinds["original"], lambda raw: raw.strip() or None),
        author=author,
        authors=names_of(author.raw or "") if author.value else (),
    )


def by_id(ids: Mapping[str, str]) -> list[Found]:
    """Elements with the ids that search engines ask sites to use."""
    return [
        Found(kind=kind, raw=without_label(ids[name]), where=f"#{name}")
        for kind, names in IDS.items()
        for name in names
        if name in ids
    ]


def by_meta(page: Page, printed: Collection[str]) -> list[Found]:
    """What machines are told, if in Chinese; an author only if the byline prints the name in an element of its own."""
    authors = [page.meta.get("author", ""), *json_authors(page.json_ld)]
    return [
        Found(kind="author", raw=author, where="told to machines, printed")
        for author in authors
        if author and author in printed
    ] + [
        Found(kind=kind, raw=without_label(page.meta[name]), where=f"meta {name}")
        for kind, names in META.items()
        for name in names
        if HAN.search(page.meta.get(name, ""))
    ]


def json_authors(things: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The people that JSON-LD names as authors; an organisation is the outlet."""
    for thing in things:
        author = thing.get("author")
        for one in author if isinstance(author, list) else [author]:
            name = one.get("name") if isinstance(one, dict) and one.get("@type") != "Organization" else None
            if isinstance(name, str) and name.strip():
                yield name.strip()


def first(candidates: Sequence[Found], clean: Callable[[str], str | None]) -> Field:
    """The first candidate with a value; else the first raw string, without value."""
    for found in candidates:
        if value := clean(found.raw):
            return Field(value=value, raw=found.raw, where=found.where)
    printed = next((found for found in candidates if found.raw), None)
    return Field(value=None, raw=printed.raw if printed else None, where=printed.where if printed else "")
