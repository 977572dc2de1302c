"""What a reader can not see: by style, attribute, or a class the page's own style sheet hides."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

SMALL_FONT = r"font-size:(?:0+(?:\.0*)?(?:px|pt|em|rem|%)?(?![\d.])|(?:0*1(?:\.0*)?|0*\.\d+)p[xt])"
HIDDEN = re.compile(
    rf"(?:^|;)(?:display:none|visibility:hidden|opacity:0+(?:\.0*)?(?![\d.])|{SMALL_FONT}"
    r"|text-indent:-(?:[5-9]\d\d|\d{4,}))"
)
COLLAPSED = re.compile(r"(?:^|;)(?:max-)?(?:height|width):0+(?:\.0*)?(?:px|pt|em|%)?(?![\d.])")
OVERFLOW = re.compile(r"(?:^|;)overflow(?:-[xy])?:hidden")
PLACED = re.compile(r"(?:^|;)position:(?:absolute|fixed)")
FAR_OUT = re.compile(r"(?:^|;)(?:left|top|right|bottom|margin-left|margin-top):-(?:[5-9]\d\d|\d{4,})")
WHITE = r"(?:#fff(?:fff)?(?![0-9a-f])|white|rgb\(255,255,255\))"
WHITE_TEXT = re.compile(rf"(?:^|;)color:{WHITE}")
WHITE_GROUND = re.compile(rf"(?:^|;)background(?:-color)?:[^;]*?{WHITE}")
WHITE_VALUE = re.compile(rf"{WHITE}$")
SIMPLE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?([.#])([\w-]+)")
SHEET, SELECTORS = 400_000, 2_000  # characters of a style sheet and of one rule's selectors that are read
BLANK = re.compile(r"\s+|/\*.{0,2000}?\*/", re.DOTALL)


def squeeze(style: str) -> str:
    """Declarations in lower case without white space and comments."""
    return BLANK.sub("", style).lower()


@lru_cache(maxsize=4_096)
def hides(style: str) -> bool:
    """Whether declarations hide what they stand on."""
    style = squeeze(style)
    return bool(
        HIDDEN.search(style)
        or (COLLAPSED.search(style) and OVERFLOW.search(style))
        or (PLACED.search(style) and FAR_OUT.search(style))
        or (WHITE_TEXT.search(style) and WHITE_GROUND.search(style))
    )


def hiding_selectors(tree: HtmlElement) -> frozenset[str]:
    """`.x`, `#x` and `tag.x` selectors which the page's own `<style>` hides. Rules within @media are read as well."""
    sheets = [node.text or "" for node in tree.iter("style") if "print" not in (node.get("media") or "")]
    return frozenset(
        selector
        for sheet in sheets
        for names, style in rules(without_print(sheet[:SHEET]))
        if hides(style)
        for selector in simple(names)
    )


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule."""
    for rule in sheet.split("}"):
        names, brace, style = rule.rpartition("{")
        if brace and len(names) < SELECTORS:
            yield names.rpartition("{")[2], style


def without_print(sheet: str) -> str:
    """The sheet up to rules for paper: what is not printed is not hidden."""
    return sheet.partition("@media print")[0]


def simple(names: str) -> Iterator[str]:
    """The selectors of a rule that name one class or id and nothing else, the tag in lower case."""
    for name in names.split(","):
        if match := SIMPLE.fullmatch(name.strip()):
            yield f"{(match[1] or '').lower()}{match[2]}{match[3]}"


def is_hidden(node: HtmlElement, selectors: frozenset[str]) -> bool:
    """Whether an element is hidden by attribute, style or selector."""
    attributes = node.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = attributes.get("style")
    if style and hides(style):
        return True
    if node.tag == "font" and is_white_font(node):
        return True
    return bool(selectors) and is_selected(node, selectors)


def is_white_font(node: HtmlElement) -> bool:
    """`<font color=white>` with a font of at most one pixel; white alone may stand on a dark ground."""
    white = WHITE_VALUE.match(squeeze(node.get("color", "")))
    return bool(white and re.search(SMALL_FONT, squeeze(node.get("style", ""))))


def is_selected(node: HtmlElement, selectors: frozenset[str]) -> bool:
    """Whether one of the selectors names this element."""
    names = [f".{name}" for name in node.get("class", "").split()]
    if identifier := node.get("id"):
        names.append(f"#{identifier}")
    return any(name in selectors or f"{node.tag}{name}" in selectors for name in names)
