"""The headline: a heading that `<title>` confirms, since an `h1` may be spam, empty or the site's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.lines import CREDIT, Line
from archive.extract.result import Field
from archive.extract.sitename import crumbs, is_crumb, is_site, without_site
from archive.page import Page
from archive.text.normalise import fold_for_offsets, key_form

SHORTEST = 5  # characters of a heading's key
LONGEST = 120
NEAR = 5  # lines below a heading in which its date stands
SURE = 8  # Han of a heading that is no section's name
CREDIT_LONGEST = 120  # characters of a line with a date that is no text
OTHERS = ("related", "comments")
DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d|\d{1,2}:\d\d|(?:小时|分钟)前")
CUT_SHORT = 6  # characters of a shortened <title> that are enough to know the headline by
META = ("og:title", "articletitle", "twitter:title", "headline", "dc.title")
NAMES = re.compile(
    r"(?:^|[\s_-])(?:article-?|news-?|post-?|main-?|content-?|arti)?(?:title|headline|tit|bt|biaoti)\d?(?:$|[\s_-])",
    re.IGNORECASE,
)
NO_TITLE = re.compile(r"无标题文档|Untitled|无标题", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The title, and the line it stands in (None where only `<title>` or meta has it)."""

    field: Field
    line: Line | None = None


def find_title(page: Page, lines: Sequence[Line], selected: str | None = None) -> Headline:
    """The page's headline; a Field without value if it has none. *selected* is what the profile points at."""
    if selected:
        return Headline(field=Field(value=selected, raw=selected, where="profile"), line=line_of(selected, lines))
    whole = key_form(page.title_tag)
    headings = [line for line in lines if is_heading(line) and SHORTEST <= len(key_form(line.text)) <= LONGEST]
    main = key_form(without_site(page.title_tag, page, lines).rstrip(".…"))
    fitting = [line for line in headings if confirms(main, whole, key_form(line.text))] or [
        line for line in lines if line.link_share < 1 / 2 and is_most_of(whole, line)
    ]
    if fitting:
        best = max(fitting, key=lambda line: (len(key_form(line.text)), -line.index))
        where = best.heading or "line"
        value = unbroken(best, page.title_tag)
        return Headline(field=Field(value=value, raw=best.text, where=f"{where}, confirmed by <title>"), line=best)
    return told(page, whole, lines) or unconfirmed(page, headings, lines)


def told(page: Page, whole: str, lines: Sequence[Line]) -> Headline | None:
    """The headline in meta, if `<title>` confirms it."""
    for name in META:
        value = page.meta.get(name, "")
        if len(key_form(value)) >= SHORTEST and key_form(value) in whole:
            value = without_site(value, page, lines)
            return Headline(
                field=Field(value=value, raw=page.meta[name], where=f"meta {name}"), line=line_of(value, lines)
            )
    return None


def unconfirmed(page: Page, headings: Sequence[Line], lines: Sequence[Line]) -> Headline:
    """The headline where `<title>` confirms none: a heading above the date, `<title>` itself, meta, the only `h1`.

    `<title>` gives way to a heading above the date, since it often names only the section or the institution; but not
    to a short one, which would be the section's.
    """
    value = without_site(page.title_tag, page, lines)
    if not value or NO_TITLE.fullmatch(value) or is_crumb(value, lines) or is_site(value, page):
        value = ""
    known = crumbs(lines)
    heads = frozenset(headings)
    below = {line: lines[position + 1 : position + 1 + NEAR] for position, line in enumerate(lines) if line in heads}
    dated = [line for line in headings if key_form(line.text) not in known and is_above_date(line, below[line])]
    for line in sorted(dated, key=lambda line: (line.heading or "h9", line.index)):
        if not value or line.han >= SURE:
            return Headline(field=Field(value=line.text, raw=line.text, where="heading above the date"), line=line)
    if value:
        return Headline(field=Field(value=value, raw=page.title_tag, where="<title>"), line=line_of(value, lines))
    if not page.title_tag:
        for name in META:
            if len(key_form(page.meta.get(name, ""))) >= SHORTEST:
                value = without_site(page.meta[name], page, lines)
                field = Field(value=value, raw=page.meta[name], where=f"meta {name}")
                return Headline(field=field, line=line_of(value, headings))
        top = [line for line in headings if line.heading == "h1" and line.link_share < 1 / 2]
        if len(top) == 1:
            return Headline(field=Field(value=top[0].text, raw=top[0].text, where="the only h1"), line=top[0])
    return Headline(field=Field(value=None, raw=page.title_tag or None, where="no headline"))


def is_above_date(line: Line, below: Sequence[Line]) -> bool:
    """Whether a date or a credit follows a heading closely, and the heading is no link and no part of a list."""
    if line.link_share > 1 / 2 or any(kind in OTHERS for _, kind in line.furniture):
        return False
    return any(
        len(next_.text) < CREDIT_LONGEST
        and (DATE.search(fold_for_offsets(next_.text)) or CREDIT.search(next_.label_text))
        for next_ in below
    )


def confirms(main: str, whole: str, key: str) -> bool:
    """Whether `<title>` holds a heading outside the site's part, or is cut short where the heading goes on."""
    if key in whole:
        return key in main or main in key
    return len(main) >= CUT_SHORT and key.startswith(main)


def is_most_of(whole: str, line: Line) -> bool:
    """Whether a line that is marked as no heading is most of `<title>`."""
    if not len(whole) / 2 <= len(line.text) <= 2 * len(whole):
        return False
    key = key_form(line.text)
    return len(key) >= max(CUT_SHORT, len(whole) / 2) and key in whole


def unbroken(line: Line, title_tag: str) -> str:
    """The heading in one line; `<title>` knows whether a space stands where it was broken."""
    joined = " ".join("".join(piece for piece in line.pieces if piece != "\t").split())
    return joined if joined in title_tag else line.text


def is_heading(line: Line) -> bool:
    """Whether a line is a heading by its tag or by the class or id of its element."""
    if line.heading:
        return True
    names = line.node.get("class"), line.node.get("id")
    return any(name and NAMES.search(name) for name in names)


def line_of(title: str, lines: Sequence[Line]) -> Line | None:
    """The first unlinked line that is the title and nothing else."""
    key = key_form(title)
    return next(
        (
            line
            for line in lines
            if line.link_share < 1 / 2 and len(line.text) < 2 * len(title) and key_form(line.text) == key
        ),
        None,
    )
