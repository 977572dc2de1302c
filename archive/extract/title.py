"""The headline: a heading that `<title>` confirms, since an `h1` may be spam, empty or the site's name."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extract.headings import (
    SHORTEST,
    confirms,
    is_above_date,
    is_heading,
    is_most_of,
    line_of,
    unbroken,
    without_badge,
)
from archive.extract.lines import Line
from archive.extract.result import Field
from archive.extract.sitename import crumbs, is_crumb, is_site, without_site
from archive.page import Page
from archive.text.normalise import key_form

LONGEST = 120
NEAR = 5  # lines below a heading in which its date stands
TOP = 200  # lines in which a headline stands
SURE = 8  # Han of a heading that is no section's name
META = ("og:title", "articletitle", "twitter:title", "headline", "dc.title")
TELLING = re.compile(r"\d{4}|:")  # a line with a date, a phone number or a label
CUT_MARK = re.compile(r"…|\.\.\.")  # a <title> may be shortened
NO_TITLE = re.compile(
    r"无标题(?:文档|页)?|Untitled(?: Document)?"
    r"|(?:新闻|文章|信息|资讯|内容)?(?:详情|详细|内容|正文|浏览|显示|查看)(?:页面?)?",
    re.IGNORECASE,
)


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
    keys = {line: key_form(line.text) for line in lines if is_heading(line)}
    headings = {line: key for line, key in keys.items() if SHORTEST <= len(key) <= LONGEST}
    main = key_form(without_site(page.title_tag, page, lines).rstrip(".…"))
    cut = main if CUT_MARK.search(page.title_tag) else ""
    fitting = [line for line, key in headings.items() if confirms(main, whole, line, key)] or [
        line for line in lines if is_most_of(whole, line, cut) and line.link_share < 1 / 2
    ]
    if fitting:
        best = max(fitting, key=lambda line: (len(key_form(line.text)), -line.index))
        where = best.heading or "line"
        bare = without_badge(best, key_form(best.text), whole)
        value = unbroken(best, page.title_tag) if bare == best.text else bare
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


def above_date(lines: Sequence[Line], known: Collection[str]) -> Line | None:
    """The first line that may be a headline and stands right above a date, before any sentence."""
    for line, under in pairwise(lines[:TOP]):
        if line.text.endswith("。"):
            return None
        fits = line.han >= SURE and len(line.text) <= LONGEST // 2 and not TELLING.search(line.label_text)
        if fits and not line.linked and key_form(line.text) not in known and is_above_date(line, [under]):
            return line
    return None


def unconfirmed(page: Page, headings: Mapping[Line, str], lines: Sequence[Line]) -> Headline:
    """The headline where `<title>` confirms none: a heading above the date, `<title>` itself, meta, the only `h1`.

    `<title>` gives way to a heading above the date, since it often names only the section or the institution; but not
    to a short one, which would be the section's. *headings* are given with the keys of their texts.
    """
    value = without_site(page.title_tag, page, lines)
    if not value or NO_TITLE.fullmatch(value) or is_crumb(value, lines) or is_site(value, page):
        value = ""
    known = crumbs(lines)
    below = {line: lines[position + 1 : position + 1 + NEAR] for position, line in enumerate(lines) if line in headings}
    dated = [line for line, key in headings.items() if key not in known and is_above_date(line, below[line])]
    for line in sorted(dated, key=lambda line: (line.heading or "h9", line.index)):
        if not value or line.han >= SURE:
            return Headline(field=Field(value=line.text, raw=line.text, where="heading above the date"), line=line)
    bare = None if value else above_date(lines, known)
    if bare:
        return Headline(field=Field(value=bare.text, raw=bare.text, where="line above the date"), line=bare)
    if value:
        return Headline(field=Field(value=value, raw=page.title_tag, where="<title>"), line=line_of(value, lines))
    if not page.title_tag:
        for name in META:
            if len(key_form(page.meta.get(name, ""))) >= SHORTEST:
                value = without_site(page.meta[name], page, lines)
                field = Field(value=value, raw=page.meta[name], where=f"meta {name}")
                return Headline(field=field, line=line_of(value, list(headings)))
        top = [line for line in headings if line.heading == "h1" and line.link_share < 1 / 2]
        if len(top) == 1:
            return Headline(field=Field(value=top[0].text, raw=top[0].text, where="the only h1"), line=top[0])
    return Headline(field=Field(value=None, raw=page.title_tag or None, where="no headline"))
