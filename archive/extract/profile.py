"""What a site's profile points at with its CSS selectors."""

from lxml.html import HtmlElement

from archive.site import ExtractRules

FIELDS = {"title": "title", "published_at": "published_at", "source": "source", "editor": "editor", "authors": "author"}


def select_texts(tree: HtmlElement, rules: ExtractRules) -> dict[str, str]:
    """The text of the first element that each of the profile's selectors finds, by field; empty ones are left out."""
    found = {}
    for rule, field in FIELDS.items():
        node = select_node(tree, getattr(rules, rule))
        text = " ".join(node.text_content().split()) if node is not None else ""
        if text:
            found[field] = text
    return found


def select_node(tree: HtmlElement, selector: str | None) -> HtmlElement | None:
    """The first element a selector finds; None without a selector or an element."""
    return next(iter(tree.cssselect(selector)), None) if selector else None
