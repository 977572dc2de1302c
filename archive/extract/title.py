"""The headline: a heading that `<title>` confirms, since an `h1` may be spam, empty or the site's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.lines import Line
from archive.extract.result import Field
from archive.page import Page
from archive.text.normalise import key_form, label_form

SHORTEST = 5  # characters of a heading's key
LONGEST = 120
CUT_SHORT = 6  # characters of a shortened <title> that are enough to know the headline by
SECTION = 4  # characters of a piece of <title> that can only be a section
SITE_LONGEST = 12  # characters of a <title> that may be a site's name
META = ("og:title", "articletitle", "twitter:title", "headline", "dc.title")
NAMES = re.compile(
    r"(?:^|[\s_-])(?:article-?|news-?|post-?|main-?|content-?|arti)?(?:title|headline|tit|bt|biaoti)\d?(?:$|[\s_-])",
    re.IGNORECASE,
)
CUT = re.compile(r"\s*(?:_+|\s[-–—|·]\s|-{1,2}|[–—|｜·])\s*")
SITE = re.compile(
    r"(?:网|网站|频道|新闻|中心|在线|官网|门户|报|电子报|周刊|杂志|客户端|资讯|社区|平台|电视台|广播电台|中文|News|Paper|号)$"
    r"|首页|奇摩|Yahoo|\.(?:com|cn|net|org|tw|hk)\b",
    re.IGNORECASE,
)
CRUMB_MARK = re.compile(r"\s*(?:>|»|›|/|→|-|\|)\s*")
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
    for name in META:
        value = page.meta.get(name, "")
        if len(key_form(value)) >= SHORTEST and key_form(value) in whole:
            value = without_site(value, page, lines)
            return Headline(
                field=Field(value=value, raw=page.meta[name], where=f"meta {name}"), line=line_of(value, lines)
            )
    if not whole:
        return unconfirmed(page, headings)
    value = without_site(page.title_tag, page, lines)
    if not value or NO_TITLE.fullmatch(value) or is_crumb(value, lines) or is_site(value, page):
        return Headline(field=Field(value=None, raw=page.title_tag or None, where="no headline"))
    return Headline(field=Field(value=value, raw=page.title_tag, where="<title>"), line=line_of(value, lines))


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


def unconfirmed(page: Page, headings: Sequence[Line]) -> Headline:
    """The headline of a page without `<title>`: what it tells other sites, else its only `h1`."""
    for name in META:
        if len(key_form(page.meta.get(name, ""))) >= SHORTEST:
            value = page.meta[name]
            return Headline(field=Field(value=value, raw=value, where=f"meta {name}"), line=line_of(value, headings))
    top = [line for line in headings if line.heading == "h1" and line.link_share < 1 / 2]
    if len(top) == 1:
        return Headline(field=Field(value=top[0].text, raw=top[0].text, where="the only h1"), line=top[0])
    return Headline(field=Field(value=None, where="no headline"))


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


def without_site(title: str, page: Page, lines: Sequence[Line]) -> str:
    """The title without the site's part: cut from the right while the last piece is a site's or a section's name."""
    known = {
        key_form(name) for name in (page.meta.get("og:site_name", ""), page.meta.get("application-name", "")) if name
    }
    known |= crumbs(lines)
    pieces = CUT.split(title)
    marks = CUT.findall(title)
    keep = len(pieces)
    while keep > 1 and is_site_part(pieces[keep - 1], known, sum(map(len, pieces[: keep - 1]))):
        keep -= 1
    kept = [piece for pair in zip(pieces[:keep], [*marks[: keep - 1], ""], strict=True) for piece in pair]
    return "".join(kept).strip()


def is_site_part(piece: str, known: set[str], before: int) -> bool:
    """Whether the last piece of `<title>` is no part of the headline."""
    return (
        key_form(piece) in known
        or (len(piece) <= max(16, before) and bool(SITE.search(label_form(piece))))
        or len(key_form(piece)) <= SECTION
    )


def crumbs(lines: Sequence[Line]) -> set[str]:
    """Keys of the entries of the breadcrumb."""
    found: set[str] = set()
    for line in lines:
        if re.search(r"首页|当前位置|所在位置|您的位置", line.label_text[:40]) and len(line.text) < LONGEST:
            found |= {key_form(entry) for entry in CRUMB_MARK.split(line.text.replace(":", " > ").replace("：", " > "))}
    return found - {""}


def is_crumb(value: str, lines: Sequence[Line]) -> bool:
    """Whether a title only names the section."""
    return key_form(value) in crumbs(lines)


def is_site(value: str, page: Page) -> bool:
    """Whether a title only names the site."""
    return len(value) <= SITE_LONGEST and bool(SITE.search(label_form(value))) and not page.meta.get("articletitle")
