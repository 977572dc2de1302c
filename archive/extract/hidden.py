"""What a reader can not see: by style, attribute, or a class the page's own style sheet hides."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.text.remembering import remembering

# One of these is in every style that hides; most styles have none.
HIDING = re.compile(r"none|hidden|opacity|font-size|text-indent|position|background")
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
HIDING_ATTRIBUTES = frozenset(("hidden", "aria-hidden", "style"))
Selectors = dict[str, set[str]]  # those that hide, by the class or id they name
BLANK = re.compile(r"\s+|/\*.{0,2000}?\*/", re.DOTALL)


def squeeze(style: str) -> str:
    """Declarations in lower case without white space and comments."""
    return BLANK.sub("", style).lower()


def may_hide(style: str) -> bool:
    """Whether a style or rule names what may hide. Looking for either case of a letter takes three times as long."""
    return HIDING.search(style.lower()) is not None


@remembering
def hides(style: str) -> bool:
    """Whether declarations hide what they stand on."""
    if not may_hide(style):
        return False
    style = squeeze(style)
    return bool(
        HIDDEN.search(style)
        or (COLLAPSED.search(style) and OVERFLOW.search(style))
        or (PLACED.search(style) and FAR_OUT.search(style))
        or (WHITE_TEXT.search(style) and WHITE_GROUND.search(style))
    )


def hiding_selectors(tree: HtmlElement) -> Selectors:
    """`.x`, `#x` and `tag.x` selectors which the page's own `<style>` hides. Rules within @media are read as well."""
    found: Selectors = {}
    for sheet in [node.text or "" for node in tree.iter("style") if "print" not in (node.get("media") or "")]:
        for names, style in rules(without_print(sheet[:SHEET])):
            for name, selector in simple(names) if hides(style) else ():
                found.setdefault(name, set()).add(selector)
    return found


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule that may hide."""
    for rule in filter(may_hide, sheet.split("}")):
        names, brace, style = rule.rpartition("{")
        if brace and len(names) < SELECTORS:
            yield names.rpartition("{")[2], style


def without_print(sheet: str) -> str:
    """The sheet up to rules for paper: what is not printed is not hidden."""
    return sheet.partition("@media print")[0]


def simple(names: str) -> Iterator[tuple[str, str]]:
    """The selectors of a rule that name one class or id and nothing else, the tag in lower case; each with its name."""
    for name in names.split(","):
        if match := SIMPLE.fullmatch(name.strip()):
            yield match[3], f"{(match[1] or '').lower()}{match[2]}{match[3]}"


def is_hidden(node: HtmlElement, selectors: Selectors) -> bool:
    """Whether an element is hidden by attribute, style or selector."""
    names = node.keys()
    if not HIDING_ATTRIBUTES.isdisjoint(names) and is_hidden_by_attribute(node):
        return True
    return bool(selectors) and ("class" in names or "id" in names) and is_selected(node, selectors)


def is_hidden_by_attribute(node: HtmlElement) -> bool:
    """Whether its own attributes hide an element."""
    if node.get("hidden", "until-found") != "until-found":
        return True
    if (node.get("aria-hidden") or "").strip().lower() == "true":
        return True
    return hides(node.get("style") or "") or (node.tag == "font" and is_white_font(node))


def is_white_font(node: HtmlElement) -> bool:
    """`<font color=white>` with a font of at most one pixel; white alone may stand on a dark ground."""
    white = WHITE_VALUE.match(squeeze(node.get("color", "")))
    return bool(white and re.search(SMALL_FONT, squeeze(node.get("style", ""))))


def is_selected(node: HtmlElement, selectors: Selectors) -> bool:
    """Whether one of the selectors names this element."""
    classes, identifier = node.get("class", "").split(), node.get("id", "")
    if selectors.keys().isdisjoint((*classes, identifier)):
        return False
    names = [(name, f".{name}") for name in classes] + [(identifier, f"#{identifier}")]
    return any(
        mark in selectors[name] or f"{node.tag}{mark}" in selectors[name] for name, mark in names if name in selectors
    )
