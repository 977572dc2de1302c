"""Reading a stretch that is one byte out of step: which bytes it stands for, and where it ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.text.context import Context
from archive.text.cp936 import EURO, from_pair, to_pair
from archive.text.gloss import is_reading, spelled
from archive.text.torn import GLOSS_REST
from archive.text.worth import RARE

LOST = "?\ufffd"
SEEKING = ("！", "？", "!", "?")  # what a mirror puts its comma before
FULL_WIDTH_LEAD = 0xA3  # of ！ ？ ａ, whose second byte is the ASCII code and 80
EURO_BYTE = 0x80
TAILS = (*range(0x40, 0x7F), EURO_BYTE)  # the single bytes that can be a second half

LONGEST = 1_000  # characters; 12 were seen, but text in simplified script has few ASCII halves to end a stretch
GAIN = 0.5  # by which the mean worth must rise; at 0.3 four of 17,000 stray ? were taken for a slip
CERTAIN = 6.0  # gained when the restored character fits the gloss behind it
SILENT = 3  # characters before an end that nothing shows


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One way to put a stretch in step: what stands before *stop* was meant as *chars*.

    *half* is the first byte of a character that lost its second one; None if the stretch ends with an ASCII second
    half. *gain* is by how much the worth of all its characters rises, the ? at its ends apart.
    """

    stop: int
    chars: str
    half: int | None
    gain: float

    @property
    def is_better(self) -> bool:
        """Whether the text reads better so, all in all."""
        inferred = self.half is not None
        return self.gain - RARE * (1 + inferred) > GAIN * (len(self.chars) + inferred)


def best(found: Iterator[Stretch]) -> Stretch | None:
    """The way to read that gains most."""
    return max(found, key=lambda stretch: stretch.gain, default=None)


def stretches(context: Context, start: int, half: int, *, opening: bool) -> Iterator[Stretch]:
    """Every way to read on from *start* with the first *half* of a character.

    They differ in where the text is in step again. *opening*: at *start* is the ！ or ？ that the comma was put before.
    """
    html = context.html
    folded = (opening and html[start] in "!?") or context.folded
    chars, gain = "", 0.0
    position, end = start, min(len(html), start + LONGEST)
    while position < end:
        char, rest = html[position], html[position + 1 : position + 12]
        if char == "," and rest.startswith(SEEKING):  # the next comma, in text that is out of step already
            position += 1
            continue
        lost = char in LOST and not (opening and position == start)
        position += 1
        if lost:
            yield Stretch(stop=position, chars=chars, half=half, gain=gain)
        elif last := from_pair(bytes((half, as_tail(char)))):
            alone = not (rest[:1].isascii() and rest[:1].isalnum())  # no one writes 中f国
            rise = context.worth(last) - (RARE if alone else context.worth(char))
            rise += CERTAIN * bool(gloss_behind(last, rest))
            yield Stretch(stop=position, chars=chars + last, half=None, gain=gain + rise)
        pair = to_pair(char) or (unfold(char) if folded else b"")
        whole = from_pair(bytes((half, pair[0]))) if pair else ""
        if not whole:
            return
        chars += whole
        gain += context.worth(whole) - (0 if char in LOST else context.worth(char))
        half = pair[1]
        if half in TAILS and len(chars) >= SILENT:  # or an ASCII character, swallowed without a trace
            yield Stretch(stop=position, chars=chars + chr(half), half=None, gain=gain)
        position += gloss_behind(char, rest)  # put there by the mirror, which sees bytes


def gloss_behind(char: str, rest: str) -> int:
    """The length of the reading of *char* in brackets with which *rest* begins; 0 if it does not."""
    gloss = GLOSS_REST.match(rest, 1) if rest.startswith(("(", "（")) else None
    return gloss.end() if gloss and is_reading(char, spelled(gloss[1])) else 0


def as_tail(char: str) -> int:
    """The second half that *char* may be when it stands alone; 0, which is none, if it can not."""
    code = EURO_BYTE if char == EURO else ord(char)
    return code if code in TAILS else 0


def unfold(char: str) -> bytes:
    """The bytes of the full-width form of an ASCII character; empty where there is none, and for < and &."""
    return bytes((FULL_WIDTH_LEAD, ord(char) + 0x80)) if "!" <= char <= "~" and char not in "<&" else b""
