"""The Extraction put together from what the steps found; every shown text made harmless."""

from collections import Counter

from lxml.html import HtmlElement

from archive.extract.body import Body
from archive.extract.bylines import Bylines
from archive.extract.clean import Cleaned
from archive.extract.dates import Dated
from archive.extract.decode import Decoded
from archive.extract.inert import inert
from archive.extract.parts import Parts
from archive.extract.result import Extraction, Field
from archive.page import Page
from archive.text.gloss import strip_shapes
from archive.text.repair import Repaired
from archive.text.script import script_of


def assemble(  # noqa: PLR0913 - one argument for each step before
    *,
    decoded: Decoded,
    realigned: Repaired,
    repaired: Repaired,
    page: Page,
    cleaned: Cleaned,
    body: Body,
    title: Field,
    dated: Dated,
    bylines: Bylines,
    parts: Parts,
) -> Extraction:
    """The article."""

    def shown(text: str | None) -> str | None:
        mended = strip_shapes(text or "") if repaired.glosses else text or ""
        return inert(mended).strip() or None

    edits = (*realigned.edits, *repaired.edits)
    text = inert(repaired.text)
    return Extraction(
        text=text,
        title=shown(title.value),
        original_title=shown(bylines.original_title.value),
        published_at=dated.value,
        published_raw=shown(dated.raw),
        source=shown(bylines.source.value),
        source_raw=shown(bylines.source.raw),
        editor=shown(bylines.editor.value),
        editor_raw=shown(bylines.editor.raw),
        authors=tuple(filter(None, map(shown, bylines.authors))),
        authors_raw=shown(bylines.author.raw),
        script=script_of(text),
        next_page=parts.next_page,
        part_of=parts.part_of,
        layout=path_of(body.node),
        charset=decoded.charset,
        repairs=dict(Counter(edit.step for edit in edits)),
        edits=edits,
        removed=dict(Counter(cleaned.removed) + Counter(body.removed)),
        flags=flags_of(
            decoded=decoded, realigned=realigned, repaired=repaired, page=page, cleaned=cleaned, body=body, title=title
        ),
        damage=min(1.0, (decoded.damage + sum(len(edit.before) for edit in edits)) / max(1, len(body.text))),
        evidence={
            name: where
            for name, where in (
                ("title", title.where),
                ("published_at", dated.where),
                ("source", bylines.source.where),
                ("editor", bylines.editor.where),
                ("authors", bylines.author.where),
                ("original_title", bylines.original_title.where),
                ("text", body.where),
            )
            if where
        },
    )


def flags_of(  # noqa: PLR0913 - whatever may have seen damage
    *, decoded: Decoded, realigned: Repaired, repaired: Repaired, page: Page, cleaned: Cleaned, body: Body, title: Field
) -> tuple[str, ...]:
    """Names of damage seen and not undone, and of what a reader of the record should know."""
    seen = {
        "truncated": decoded.truncated or page.truncated,
        "charset-damage": decoded.damage > 0,
        "hidden-body": any(node in body.node.iterancestors() or node is body.node for node in cleaned.folded),
        "no-title": title.value is None,
    }
    return tuple(dict.fromkeys((*realigned.flags, *repaired.flags, *(name for name, holds in seen.items() if holds))))


def path_of(node: HtmlElement) -> str:
    """The path of an element from below `<body>`, each step with its id or first class."""
    steps = []
    while node is not None and node.tag not in ("html", "body"):
        name, classes = node.get("id"), (node.get("class") or "").split()
        steps.append(f"{node.tag}#{name}" if name else f"{node.tag}.{classes[0]}" if classes else node.tag)
        node = node.getparent()
    return inert(">".join(reversed(steps)))[:500]
