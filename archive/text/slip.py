"""Text read one byte out of step, because a mirror put bytes between the halves of characters.

A mirror holds the page as CP936 and replaces bytes. Where the halves of two neighbours look like what it searches for,
it tears them apart:

* a comma before ！ (A3 A1) or ？ (A3 BF), as found in 。” (A1 A3 A1 B1): 來。”社區( turns into 來?！鄙鐓^(
* a reading after a character, as found in 重擔 (D6 D8 93 FA), which holds 負 (D8 93): 重擔( turns into 重?fù)?

The half before the insertion and the ASCII byte now behind it are read as one ?. From there every pair of bytes
straddles two characters, until an ASCII byte happens to be a second half (the ^ of 區), or the last half swallows an
ASCII byte and is shown as ? with it: the < of a tag, say.

Runs on decoded HTML before it is parsed, and before anything folds width or script, which would lose the bytes.
"""

import re
from dataclasses import dataclass
from itertools import chain

from archive.text.context import Context, in_text
from archive.text.cp936 import to_pair
from archive.text.edit import Edit
from archive.text.gloss import LETTERS, spelled, strip_shapes
from archive.text.script import TRADITIONAL_ONLY
from archive.text.stretch import LOST, Stretch, best, stretches
from archive.text.tables import readings
from archive.text.torn import first_character, is_common_word, is_trace, last_character, swallowed
from archive.text.worth import RARE

# A ? before ！ or ？ and then no plain ASCII, unless it is a second half with its reading; or the end of a reading.
COMMA = rf"(?=[！？!?](?:[^\x00-\x7f]|[?<]|,[！？!?]|[@-~][(（][{LETTERS}]))"
BEHIND_LOSS = rf"(?:{COMMA}|([{LETTERS}]{{1,7}})[ \u00a0]?[)）])"
# A pattern for each: what begins with a certain character is found ten times as fast.
ANCHORS = {lost: re.compile(re.escape(lost) + BEHIND_LOSS) for lost in LOST}
BEFORE = re.compile(rf"([^\x00-\x7f])(?:[(（][{LETTERS}]{{1,7}}[ \u00a0]?[)）])?\Z")  # gloss or none

FULL_STOP_LEAD = 0xA1  # a comma tears 。 in two of three cases; the neighbours decide later
# What must speak for a tear: one odd character that goes (of three, if a ? ends them), the rest of a tag or gloss
# behind it, an open quotation at the end of its paragraph, or a common word.
ENOUGH, SHORTEST = -RARE, 3
CLOSING = ("”", "』", "」")  # inferred only where such a quotation is open
PASSES = 5  # two tears that touch need a second one
MOST = 500  # anchors in a page; more are no accident of a news page, and each costs time
NEAR, BEHIND, AHEAD = 12, 600, 1_200  # characters: a neighbour with its gloss, an open quotation before, a tag behind


@dataclass(frozen=True, kw_only=True)
class Tear:
    """A place out of step: what stands at start:stop, and what was meant; not `exact` if its end was inferred."""

    start: int
    stop: int
    meant: str
    exact: bool


def realign_bytes(html: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """*html* with every stretch that was read out of step put right; the edits, and the flag `slip` if one resists."""
    done: tuple[Edit, ...] = ()
    for _ in range(PASSES):
        html, edits, flags = realign_once(html)
        done += edits
        if not edits:
            break
    return html, done, flags


def realign_once(html: str) -> tuple[str, tuple[Edit, ...], tuple[str, ...]]:
    """One pass over *html*: the text, the edits, the flags."""
    found = (anchor.finditer(html) for lost, anchor in ANCHORS.items() if lost in html)
    anchors = sorted(chain.from_iterable(found), key=re.Match.start)
    if len(anchors) > MOST:
        return html, (), ("slip",)
    context = Context(html)
    edits: list[Edit] = []
    parts: list[str] = []
    done, doubtful = 0, False
    for anchor in in_text(html, anchors):
        if anchor.start() < done:
            continue
        tear = torn_by_gloss(context, anchor) if anchor[1] else torn_by_comma(context, anchor.start())
        if tear is None:
            doubtful |= not (anchor[1] or "").isascii()
            continue
        before = html[tear.start : tear.stop]
        edits.append(Edit(step="slip", offset=tear.start, before=before, after=tear.meant, exact=tear.exact))
        parts += (html[done : tear.start], tear.meant)
        done = tear.stop
    return "".join([*parts, html[done:]]), tuple(edits), ("slip",) if doubtful else ()


def torn_by_comma(context: Context, start: int) -> Tear | None:
    """The tear whose ? is at *start*; None if the text does not read better for it."""
    stretch = best(stretches(context, start + 1, FULL_STOP_LEAD, opening=True))
    if not stretch or not stretch.is_better:
        return None
    before = strip_shapes(context.html[max(0, start - NEAR) : start])[-1:]
    rest = context.html[stretch.stop : stretch.stop + AHEAD]
    after = stretch.chars[1:2] or infer_last(context, start, "。", stretch)
    doubled = before == "," and not context.folded  # a comma of the mirror's too, put before 。
    first = "。" if doubled else first_character(before, after, context.neighbours, context.foreign)
    tear = close(context, start, first + stretch.chars[1:], stretch)
    evident = (
        (stretch.gain >= ENOUGH and (tear.exact or len(stretch.chars) >= SHORTEST))
        or is_trace(rest)
        or (tear.meant.endswith(CLOSING) and rest[:1] in "<\n")
        or (stretch.gain >= 0 and after == "。" and context.html[start + 1] == "！" and is_common_word(before + first))
    )
    return tear if evident else None


def torn_by_gloss(context: Context, anchor: re.Match[str]) -> Tear | None:
    """The tear that a reading has made between two halves; None if no character with that reading is made of them."""
    html, start = context.html, anchor.start()
    before = BEFORE.search(html, max(0, start - NEAR), start)
    trail = to_pair(before[1])[1:] if before else b""
    if not trail:
        return None
    reading = spelled(anchor[1])
    found: list[tuple[bool, Stretch]] = []
    for char in readings().get(reading, ""):
        known = (char, reading) in context.glosses
        pair = to_pair(char)
        if pair[:1] == trail and (known or char in TRADITIONAL_ONLY):
            stretch = best(stretches(context, anchor.end(), pair[1], opening=False))
            found += [(known, stretch)] if stretch else []
    if not found:
        return None
    _, stretch = max(found, key=lambda one: (one[0], one[1].gain))
    return close(context, start, stretch.chars, stretch)


def close(context: Context, start: int, chars: str, stretch: Stretch) -> Tear:
    """The tear, with the half character at its end inferred and the ASCII character that it swallowed given back."""
    if stretch.half is None:
        return Tear(start=start, stop=stretch.stop, meant=chars, exact=True)
    last = infer_last(context, start, chars, stretch)
    rest = context.html[stretch.stop : stretch.stop + AHEAD]
    return Tear(start=start, stop=stretch.stop, meant=chars + last + swallowed(rest), exact=False)


def infer_last(context: Context, start: int, chars: str, stretch: Stretch) -> str:
    """The character at the end of *stretch*, of which half is left, or U+FFFD; empty if nothing is left of one."""
    if stretch.half is None:
        return ""
    before = context.html[max(0, start - BEHIND) : start].rpartition(">")[2] + chars
    return last_character(stretch.half, before, context.html[stretch.stop : stretch.stop + AHEAD], context.neighbours)
