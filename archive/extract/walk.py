"""From a tree to its lines: one pass, in which every block element and every line break begins a line."""

from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from archive.errors import NotAnArticle
from archive.extract.furniture import furniture_of
from archive.extract.lines import Line
from archive.outcome import Reason

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
LINES = 50_000  # the longest novels have fewer, and each line costs some 50 µs
NESTED = 30  # pieces of furniture in each other; every line carries them all
CELL = 60  # characters of a cell of data
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))


def lines_of(tree: HtmlElement, folded: Sequence[HtmlElement] = ()) -> list[Line]:
    """The lines of a cleaned tree. *folded* hidden elements count if they hold more than what is visible.

    Raises NotAnArticle, UNREAD, if there are more than any text has.
    """
    lines = Walk().lines(tree)
    if len(lines) > LINES:
        raise NotAnArticle(Reason.UNREAD, f"more than {LINES:,} lines")
    if not folded:
        return lines
    hidden = {node for element in folded for node in element.iter()}
    visible = [line for line in lines if line.node not in hidden]
    return lines if sum(line.prose for line in lines) > 2 * sum(line.prose for line in visible) else visible


def is_block(node: HtmlElement) -> bool:
    """Whether an element makes lines of its own. A cell of a layout table does; in one of data a row is a line."""
    if node.tag not in CELLS:
        return node.tag in BLOCKS
    return len(node.text or "") > CELL or any(child.tag in BLOCKS or child.tag == "br" for child in node)


def is_link(anchor: HtmlElement) -> bool:
    """Whether an `<a>` leads somewhere; `<a name=text>` only marks a place, and is often left open."""
    return "href" in anchor.attrib or "name" not in anchor.attrib


class Walk:
    """One pass over the tree; elements are pushed and popped, text is gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.blocks: list[HtmlElement] = []
        self.headings: list[str] = []
        self.furniture: list[tuple[HtmlElement, str]] = []
        self.links = 0

    def lines(self, tree: HtmlElement) -> list[Line]:
        """Walk the tree."""
        for event, node in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                self.enter(node)
                self.take(node.text)
            else:
                self.leave(node)
                self.take(node.tail)
        return self.found

    def enter(self, node: HtmlElement) -> None:
        """An element begins."""
        tag = node.tag
        if is_block(node):
            self.flush()
            self.blocks.append(node)
        elif tag == "br" and not self.headings:
            self.flush()
        if tag in HEADINGS:
            self.headings.append(tag)
        if len(self.furniture) < NESTED and (kind := furniture_of(node)):
            self.furniture.append((node, kind))
        self.links += tag == "a" and is_link(node)

    def leave(self, node: HtmlElement) -> None:
        """An element ends."""
        tag = node.tag
        if self.blocks and self.blocks[-1] is node:
            self.flush()
            self.blocks.pop()
        elif tag == "br":
            if not self.headings:
                self.flush()
            self.pieces.append("\t")
        elif tag in CELLS:
            self.pieces.append("\t")
        if tag in HEADINGS:
            self.headings.pop()
        if self.furniture and self.furniture[-1][0] is node:
            self.furniture.pop()
        self.links -= tag == "a" and is_link(node)

    def take(self, text: str | None) -> None:
        """Add a text node to the line at hand."""
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        """End the line at hand."""
        if not self.pieces:
            return
        if self.blocks and not all(map(str.isspace, self.pieces)):
            line = Line(
                index=len(self.found),
                pieces=tuple(self.pieces),
                linked=self.linked,
                node=self.blocks[-1],
                heading=self.headings[-1] if self.headings else "",
                furniture=tuple(self.furniture),
            )
            self.found.append(line)
        self.pieces.clear()
        self.linked = 0
