"""Headings: which lines are some, and which is the one that `<title>` means."""

import re
from collections.abc import Sequence

from archive.extract.lines import CREDIT, Line
from archive.text.normalise import fold_for_offsets, key_form
from archive.text.remembering import remembering

SHORTEST = 5  # characters of a heading's key
CREDIT_LONGEST = 120  # characters of a line with a date that is no text
OTHERS = ("related", "comments")
DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d|\d{1,2}:\d\d|(?:小时|分钟)前")
BADGE = 4  # characters of a word set beside the headline
DAY = re.compile(r"[(\[]?(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?(?:\s?\d\d:\d\d(?::\d\d)?)?[)\]]?")
CUT_SHORT = 6  # characters of a shortened <title> that are enough to know the headline by
NAMES = re.compile(
    r"(?:^|[\s_-])(?:article-?|news-?|post-?|main-?|content-?|arti)?(?:title|headline|tit|bt|biaoti)\d?(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_above_date(line: Line, below: Sequence[Line]) -> bool:
    """Whether a date or a credit follows a heading closely, and the heading is no link and no part of a list."""
    if line.link_share > 1 / 2 or any(kind in OTHERS for _, kind in line.furniture):
        return False
    return any(
        len(next_.text) < CREDIT_LONGEST
        and (DATE.search(fold_for_offsets(next_.text)) or CREDIT.search(next_.label_text))
        for next_ in below
    )


def confirms(main: str, whole: str, line: Line, key: str) -> bool:
    """Whether `<title>` holds a heading outside the site's part, or is cut short where the heading goes on.

    *key* is the key of its text.
    """
    bare = without_badge(line, key, whole)
    if bare != line.text:
        key = key_form(bare)
    if key in whole:
        return key in main or main in key
    return len(main) >= CUT_SHORT and key.startswith(main)


def without_badge(line: Line, key: str, whole: str) -> str:
    """The text of a heading, without a word at either end (原创, 视频) or a day that `<title>` does not have.

    *key* is the key of its text.
    """
    pieces = [] if key in whole else [piece.strip() for piece in line.pieces if piece.strip()]
    if len(pieces) > 1:
        for badge, rest in ((pieces[0], pieces[1:]), (pieces[-1], pieces[:-1])):
            text = "".join(rest)
            if (len(badge) <= BADGE or DAY.fullmatch(fold_for_offsets(badge))) and is_part(key_form(text), whole):
                return text
    return line.text


def is_part(key: str, whole: str) -> bool:
    """Whether a key is long enough to be that of a heading, and a part of `<title>`."""
    return len(key) >= SHORTEST and key in whole


def is_most_of(whole: str, line: Line, cut: str = "") -> bool:
    """Whether a line that is marked as no heading is most of `<title>`, or goes on where *cut*, its beginning, ends."""
    if not len(whole) / 2 <= len(line.text) <= 2 * len(whole):
        return False
    key = key_form(line.text)
    if len(cut) >= CUT_SHORT and key.startswith(cut):
        return True
    return len(key) >= max(CUT_SHORT, len(whole) / 2) and key in whole


def unbroken(line: Line, title_tag: str) -> str:
    """The heading in one line; `<title>` knows whether a space stands where it was broken."""
    joined = " ".join("".join(piece for piece in line.pieces if piece != "\t").split())
    return joined if joined in title_tag else line.text


def is_heading(line: Line) -> bool:
    """Whether a line is a heading by its tag or by the class or id of its element."""
    return bool(line.heading) or any(names_heading(line.node.get(name) or "") for name in ("class", "id"))


@remembering
def names_heading(name: str) -> bool:
    """Whether a class or an id is that of a heading."""
    return NAMES.search(name) is not None


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
