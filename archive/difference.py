"""Where two wordings differ, character by character. Pure, and quick whatever the texts hold.

Sentences that stand once in each text, in the same order, are taken as the same; between them runs of characters,
shorter and shorter ones. What lies between the last of these has been changed. That needs no more than sorting: a text
made to be expensive is only shown as changed where a search for the smallest difference would find more in common.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.text.normalise import fold_for_offsets

# With its end; a line break stands for itself. In folded text, where ！ is !
SENTENCE = re.compile(r"[^。!?;\n]*+[。!?;]++|[^。!?;\n]++|\n")
RUNS = (8, 2, 1, 1)  # characters looked for between sentences; at last once more, in what the ones found have left
LONGEST = 100_000  # characters without a sentence in common; longer ones take 100 bytes each, and are shown as changed
CHANCE = 5  # characters: fewer in common between two larger changes say nothing, they only make the changes unreadable

Kind = Literal["equal", "replace", "delete", "insert"]
Block = tuple[int, int, int]  # where in the one sequence, where in the other, how many elements


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What became of one stretch of a text; offsets in characters.

    `before` and `after` are as shown. Where they are equal, they may yet differ in script, width or letter case. All
    `before` in their order are the one text, all `after` the other.
    """

    kind: Kind
    before_at: int
    before: str
    after_at: int
    after: str


def difference(before: str, after: str) -> tuple[Operation, ...]:
    """The operations that make *after* of *before*, changed and equal stretches in turn."""
    return tuple(operations(before, after, readable(common(fold_for_offsets(before), fold_for_offsets(after)))))


def similarity(steps: Iterable[Operation]) -> float:
    """How much of two texts is the same, 0 to 1: characters in common, of those in both."""
    steps = tuple(steps)
    alike = sum(len(step.before) + len(step.after) for step in steps if step.kind == "equal")
    whole = sum(len(step.before) + len(step.after) for step in steps)
    return alike / whole if whole else 1.0


def operations(before: str, after: str, blocks: Iterable[Block]) -> Iterator[Operation]:
    """The blocks in common and what stands between them, in words."""
    start, other_start = 0, 0
    for at, other, size in blocks:
        if at > start or other > other_start:
            old, new = before[start:at], after[other_start:other]
            kind: Kind = "replace" if old and new else "delete" if old else "insert"
            yield Operation(kind=kind, before_at=start, before=old, after_at=other_start, after=new)
        start, other_start = at + size, other + size
        if size:
            same, shown = before[at:start], after[other:other_start]
            yield Operation(kind="equal", before_at=at, before=same, after_at=other, after=shown)


def common(one: str, other: str) -> Iterator[Block]:
    """What two folded texts have in common, in order; the last block is at their ends and may be empty."""
    mine, theirs = SENTENCE.findall(one), SENTENCE.findall(other)
    start, other_start, first, other_first = 0, 0, 0, 0
    for at, there, size in extended(mine, theirs, anchors(mine, theirs)):
        gap, other_gap = "".join(mine[first:at]), "".join(theirs[other_first:there])
        runs = RUNS if max(len(gap), len(other_gap)) <= LONGEST else ()
        for begin, other_begin, length in runs_in_common(gap, other_gap, runs):
            yield start + begin, other_start + other_begin, length
        start, other_start = start + len(gap), other_start + len(other_gap)
        length = sum(map(len, mine[at : at + size]))
        yield start, other_start, length
        start, other_start, first, other_first = start + length, other_start + length, at + size, there + size


def runs_in_common(one: str, other: str, sizes: Sequence[int]) -> Iterator[Block]:
    """What two stretches have in common, found by runs of the first of *sizes* and between these by the next."""
    pairs = anchors(pieces(one, sizes[0]), pieces(other, sizes[0])) if sizes else ()
    start, other_start = 0, 0
    for at, there, size in extended(one, other, pairs):
        if sizes and at > start and there > other_start:
            for begin, other_begin, length in runs_in_common(one[start:at], other[other_start:there], sizes[1:]):
                yield start + begin, other_start + other_begin, length
        yield at, there, size
        start, other_start = at + size, there + size


def pieces(text: str, size: int) -> list[str]:
    """The run of *size* characters at each place of *text*."""
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def anchors(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Where what stands once in each stands, as many pairs as are in the same order in both."""
    there = once(other)
    pairs = [(at, there[item]) for item, at in once(one).items() if item in there]
    ends: list[int] = []  # the least place in *other* at which a rising row of each length ends
    last: list[int] = []  # the pair that ends it
    before: list[int] = []  # of each pair the one before it in its row, -1 for none
    for number, (_, place) in enumerate(pairs):
        row = bisect_left(ends, place)
        ends[row : row + 1] = [place]
        last[row : row + 1] = [number]
        before.append(last[row - 1] if row else -1)
    found, number = [], last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def once(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """Where each item stands that stands in one place only, in order."""
    counts = Counter(items)
    return {item: at for at, item in enumerate(items) if counts[item] == 1}


def extended(one: Sequence[Hashable], other: Sequence[Hashable], pairs: Iterable[tuple[int, int]]) -> Iterator[Block]:
    """The blocks around *pairs*, as far as both go on alike; so too from both beginnings and from both ends."""
    start, other_start = 0, 0
    for at, there in ((0, 0), *pairs, (len(one), len(other))):
        if at < start or there < other_start:
            continue  # within the block before
        back = 0
        while at - back > start and there - back > other_start and one[at - back - 1] == other[there - back - 1]:
            back += 1
        end = at
        while end < len(one) and there + end - at < len(other) and one[end] == other[there + end - at]:
            end += 1
        start, other_start = end, there + end - at
        yield at - back, there - back, end - at + back


def readable(blocks: Iterable[Block]) -> list[Block]:
    """*blocks* without those that are in common by chance, neighbours joined; the last is still where the texts end."""
    kept: list[Block] = [(0, 0, 0)]
    for block in blocks:
        while len(kept) > 1 and by_chance(kept[-2], kept[-1], block):
            kept.pop()
        if changed(kept[-1], block):
            kept.append(block)
        else:
            at, there, size = kept[-1]
            kept[-1] = at, there, size + block[2]
    return kept


def by_chance(before: Block, block: Block, after: Block) -> bool:
    """Whether *block* is small, and smaller than the changes on either side of it."""
    return block[2] < min(CHANCE, changed(before, block), changed(block, after))


def changed(block: Block, following: Block) -> int:
    """How many characters stand between two blocks, in the text that has more there."""
    return max(following[0] - block[0], following[1] - block[1]) - block[2]
