"""The line that a site hides in every paragraph, and that stands open where its markup was lost."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text.edit import Edit

SHORTEST = 6  # characters
PLACES, SHARE = 3, 0.25  # paragraphs that have it, at least
SAME = 0.8  # a longer string is the mark as long as this share of the places has it
# The count alone took an ending from 54 of 23,000 clean texts (提请审议。), so more must speak for a mark: that it
# stands behind a finished sentence, or that most paragraphs have it.
FINISHED = 0.5
MANY, MOST = 5, 0.6
SENTENCE_END = tuple("。！？!?…”’」』：:；;）)")
SENTENCE = re.compile("^.*[。！？](?=.{6})")  # paragraphs that end alike before the mark keep their ends
OPEN_END = tuple("。！？!?…；;，,：:、")  # what ends with one of these is a sentence, or expects one

# Captions of one photographer end alike too: 新华社记者 石见川 摄.
CREDIT = re.compile(r"(?:摄|攝|摄影|攝影|供图|供圖|制图|製圖)[）)]?\Z")

# Many paragraphs may begin with the same words: 会议指出，要. A mark in front, which no page was seen to have, must be
# no prose.
PROSE = re.compile(r"[\u3400-\u9fff，。、：；！？“”《》（）…—\d\s,.:;!?()]+")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A string that closes (`trailing`) or opens many paragraphs."""

    text: str
    trailing: bool

    def on(self, paragraph: str) -> bool:
        """Whether *paragraph* has it."""
        return paragraph.endswith(self.text) if self.trailing else paragraph.startswith(self.text)

    def cut(self, paragraph: str) -> str:
        """*paragraph* without it."""
        if not self.on(paragraph):
            return paragraph
        return (paragraph.removesuffix(self.text) if self.trailing else paragraph.removeprefix(self.text)).strip()


def drop_watermark(text: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """*text* without the marks of its site, and without paragraphs that held nothing else; the edits and the flags."""
    paragraphs = text.split("\n")
    edits: list[Edit] = []
    for trailing in (True, False):
        while mark := find_mark(paragraphs, trailing=trailing):
            edits += log(mark, paragraphs)
            paragraphs = [left for paragraph in paragraphs if (left := mark.cut(paragraph)) or not mark.on(paragraph)]
    return "\n".join(paragraphs), tuple(edits), ()


def log(mark: Mark, paragraphs: Sequence[str]) -> list[Edit]:
    """The edits that take *mark* from *paragraphs*."""
    edits, start = [], 0
    for paragraph in paragraphs:
        if mark.on(paragraph):
            offset = start + (len(paragraph) - len(mark.text) if mark.trailing else 0)
            edits.append(Edit(step="watermark", offset=offset, before=mark.text, after=""))
        start += len(paragraph) + 1
    return edits


def find_mark(paragraphs: Sequence[str], *, trailing: bool) -> Mark | None:
    """The mark at the end (or beginning) of *paragraphs*; None if what they share is a way of speaking."""
    rows = [paragraph[::-1] for paragraph in paragraphs] if trailing else list(paragraphs)
    shared = longest_shared(rows)
    if trailing:
        shared = SENTENCE.sub("", shared[::-1]).lstrip("".join((*SENTENCE_END, *OPEN_END)))
    mark = Mark(text=shared.strip(), trailing=trailing)
    if len(mark.text) < SHORTEST or mark.text.endswith(OPEN_END) or CREDIT.search(mark.text):
        return None
    rest = [mark.cut(paragraph) for paragraph in paragraphs if mark.on(paragraph)]
    rest = [part for part in rest if part]
    if len(rest) < PLACES:
        return None
    if not trailing and PROSE.fullmatch(mark.text):
        return None
    finished = trailing and sum(part.endswith(SENTENCE_END) for part in rest) >= FINISHED * len(rest)
    everywhere = len(rest) >= MANY and len(rest) >= MOST * sum(map(bool, paragraphs))
    return mark if finished or everywhere else None


def longest_shared(rows: Sequence[str]) -> str:
    """The longest beginning that enough of *rows* share, and nearly as many as share its first characters."""
    enough = max(PLACES, SHARE * sum(map(bool, rows)))
    beginnings = Counter(row[:SHORTEST] for row in rows if len(row) >= SHORTEST)
    shared, places = beginnings.most_common(1)[0] if beginnings else ("", 0)
    if places < enough:
        return ""
    enough = max(enough, SAME * places)
    rows = [row for row in rows if row.startswith(shared)]
    while True:
        following = Counter(row[len(shared)] for row in rows if len(row) > len(shared))
        char, places = following.most_common(1)[0] if following else ("", 0)
        if places < enough:
            return shared
        rows = [row for row in rows if row[len(shared) : len(shared) + 1] == char]
        shared += char
