"""The site's part of `<title>`: told by its words, the breadcrumb and what the page calls its site."""

import re
from collections.abc import Sequence

from archive.extract.lines import Line
from archive.page import Page
from archive.text.normalise import key_form, label_form

SECTION = 4  # characters of a piece of <title> that can only be a section
HEADLINE = 8  # characters of a first piece that is a headline: what follows an underscore is then none
LATIN = re.compile(r"[A-Za-z][A-Za-z. ]{5,29}")  # the site's English name, under a Chinese headline
SITE_LONGEST = 12  # characters of a <title> that may be a site's name
LONGEST = 120  # characters of a breadcrumb
CUT = re.compile(r"\s*(?:_+|\s[-–—|·]\s|-{1,2}|[–—|｜·])\s*")
SITE = re.compile(
    r"(?:网|网站|频道|新闻|中心|在线|官网|门户|报|电子报|周刊|杂志|客户端|资讯|社区|平台|电视台|广播电台|中文|News|Paper|号)$"
    r"|首页|\.(?:com|cn|net|org|tw|hk)\b",
    re.IGNORECASE,
)
PLACE = re.compile("[页頁置]")  # in every word of HOME, and quickly looked for
HOME = re.compile("首页|当前位置|所在位置|您的位置")
CRUMB_MARK = re.compile(r"\s*(?:>|»|›|/|→|-|\|)\s*")


def without_site(title: str, page: Page, lines: Sequence[Line]) -> str:
    """The title without the site's part: cut from the right while the last piece is a site's or a section's name."""
    known = {
        key_form(name) for name in (page.meta.get("og:site_name", ""), page.meta.get("application-name", "")) if name
    }
    known |= crumbs(lines)
    pieces = CUT.split(title)
    marks = CUT.findall(title)
    keep = len(pieces)
    while keep > 1 and (
        is_site_part(pieces[keep - 1], known, sum(map(len, pieces[: keep - 1])))
        or (marks[keep - 2].strip().startswith("_") and len(pieces[0]) >= HEADLINE)
    ):
        keep -= 1
    kept = [piece for pair in zip(pieces[:keep], [*marks[: keep - 1], ""], strict=True) for piece in pair]
    return "".join(kept).strip()


def is_site_part(piece: str, known: set[str], before: int) -> bool:
    """Whether the last piece of `<title>` is no part of the headline."""
    return (
        key_form(piece) in known
        or (len(piece) <= max(16, before) and bool(SITE.search(label_form(piece))))
        or len(key_form(piece)) <= SECTION
        or bool(LATIN.fullmatch(piece))
    )


def crumbs(lines: Sequence[Line]) -> set[str]:
    """Keys of the entries of the breadcrumb."""
    found: set[str] = set()
    for line in lines:
        if len(line.text) < LONGEST and PLACE.search(line.text) and HOME.search(line.label_text[:40]):
            found |= {key_form(entry) for entry in CRUMB_MARK.split(line.text.replace(":", " > ").replace("：", " > "))}
    return found - {""}


def is_crumb(value: str, lines: Sequence[Line]) -> bool:
    """Whether a title only names the section."""
    return key_form(value) in crumbs(lines)


def is_site(value: str, page: Page) -> bool:
    """Whether a title only names the site."""
    return len(value) <= SITE_LONGEST and bool(SITE.search(label_form(value))) and not page.meta.get("articletitle")
