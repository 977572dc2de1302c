"""Source, editor, authors and original title: whom the page names, in the order in which it is believed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.extract.credit import beside_date, by_class, dateline, reporters, signed
from archive.extract.labels import Found, labelled, without_label
from archive.extract.names import clean_editor, clean_source, names_of
from archive.extract.result import Field
from archive.extract.scene import Scene
from archive.page import Page

IDS = {
    "source": ("source_baidu", "source", "ly", "media_name", "laiyuan"),
    "editor": ("editor_baidu", "editor"),
    "author": ("author_baidu", "author"),
}
# Not the author: on Chinese pages that is the site, its software or its editor.
META = {
    "source": ("contentsource", "source", "article:source", "mediaid", "copyright_source"),
    "editor": ("editor", "articleeditor"),
}
HAN = re.compile(r"[\u4e00-\u9fff]")
RANKS = ("责任编辑", "责编")  # an editor of any other kind is named after these


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
    everything = [
        *(Found(kind=kind, raw=without_label(text), where="profile") for kind, text in selected.items()),
        *by_id(scene.ids),
        *(found for line in scene.head for found in labelled(line, "head")),
        *(found for line in scene.tail for found in labelled(line, "tail")),
        *beside_date(scene.head, page.title_tag),
        *by_meta(page, scene),
        *by_class(scene.head),
        *reporters(scene.opening),
        *signed(scene.opening[-1]),
        *dateline(scene.opening[0]),
    ]
    kinds = {
        kind: [found for found in everything if found.kind == kind]
        for kind in ("source", "editor", "author", "original")
    }
    kinds["editor"].sort(key=lambda found: RANKS.index(found.label) if found.label in RANKS else len(RANKS))
    author = first(kinds["author"], lambda raw: "、".join(names_of(raw)) or None)
    return Bylines(
        source=first(kinds["source"], clean_source),
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


def by_meta(page: Page, scene: Scene) -> list[Found]:
    """What `<meta>` says, if it says it in Chinese; an author only if the byline prints the name too."""
    author = page.meta.get("author", "")
    printed = {piece.strip() for line in scene.head for piece in line.pieces}
    confirmed = [Found(kind="author", raw=author, where="meta author, printed")] if author in printed - {""} else []
    return confirmed + [
        Found(kind=kind, raw=without_label(page.meta[name]), where=f"meta {name}")
        for kind, names in META.items()
        for name in names
        if HAN.search(page.meta.get(name, ""))
    ]


def first(candidates: Sequence[Found], clean: Callable[[str], str | None]) -> Field:
    """The first candidate with a value; else the first raw string, without value."""
    for found in candidates:
        if value := clean(found.raw):
            return Field(value=value, raw=found.raw, where=found.where)
    printed = next((found for found in candidates if found.raw), None)
    return Field(value=None, raw=printed.raw if printed else None, where=printed.where if printed else "")
