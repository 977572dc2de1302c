"""From a tree to its lines: one pass, in which every block element and every line break begins a line."""

from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from archive.errors import NotAnArticle
from archive.extract.furniture import furniture_of
from archive.extract.lines import Furniture, Line
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
BREAKS = CELLS | {"br"}
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


def makes_lines(cell: HtmlElement) -> bool:
    """Whether a cell of a table makes lines of its own. One of a layout table does; in one of data a row is a line."""
    return len(cell.text or "") > CELL or any(child.tag in BLOCKS or child.tag == "br" for child in cell)


def is_link(anchor: HtmlElement) -> bool:
    """Whether an `<a>` leads somewhere; `<a name=text>` only marks a place, and is often left open."""
    return anchor.get("href") is not None or anchor.get("name") is None


class Walk:
    """One pass over the tree; text is gathered until a block begins or ends.

    `top` is the innermost of the elements around that tell something of a line: a block, furniture or a link.
    """

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.top: HtmlElement | None = None
        self.block: HtmlElement | None = None
        self.heading = ""
        self.furniture: Furniture = ()
        self.in_link = False
        self.around: list[tuple[HtmlElement | None, HtmlElement | None, str, Furniture, bool]] = []

    def lines(self, tree: HtmlElement) -> list[Line]:
        """Walk the tree."""
        pieces = self.pieces
        for event, node in etree.iterwalk(tree, events=("start", "end")):
            tag = node.tag
            if event == "start":
                if tag in BLOCKS or (tag in CELLS and makes_lines(node)):
                    self.flush()
                    self.begin(node, is_block=True)
                elif tag == "br":
                    self.break_line()
                elif tag == "a" or len(node):
                    self.begin(node, is_block=False)
                text = node.text
            else:
                if tag in BREAKS and node is not self.block:
                    pieces.append("\t")
                if node is self.top:
                    self.end(node)
                text = node.tail
            if text:
                pieces.append(text)
                if self.in_link:
                    self.linked += len(text.strip())
        return self.found

    def begin(self, node: HtmlElement, *, is_block: bool) -> None:
        """An element begins that may tell something of a line. No line ends in one without elements, unless a block."""
        may_hold = (is_block or len(node)) and len(self.furniture) < NESTED
        kind = furniture_of(node) if may_hold else None
        links = node.tag == "a" and is_link(node)
        if not (is_block or kind or links):
            return
        self.around.append((self.top, self.block, self.heading, self.furniture, self.in_link))
        self.top = node
        if is_block:
            self.block = node
            self.heading = node.tag if node.tag in HEADINGS else self.heading
        if kind:
            self.furniture = (*self.furniture, (node, kind))
        self.in_link |= links

    def end(self, node: HtmlElement) -> None:
        """The innermost element that had begun ends."""
        if node is self.block:
            self.flush()
        self.top, self.block, self.heading, self.furniture, self.in_link = self.around.pop()

    def break_line(self) -> None:
        """A line ends; a heading goes on."""
        if not self.heading:
            self.flush()

    def flush(self) -> None:
        """End the line at hand."""
        pieces = self.pieces
        if not pieces:
            return
        if self.block is not None and not "".join(pieces).isspace():
            line = Line(
                index=len(self.found),
                pieces=tuple(pieces),
                linked=self.linked,
                node=self.block,
                heading=self.heading,
                furniture=self.furniture,
            )
            self.found.append(line)
        pieces.clear()
        self.linked = 0
