"""Which characters stand side by side in a page: it says a word more than once."""

from collections import Counter

SCANNED = 200_000  # characters of a page that are searched for its words
BLANKED = bytes.maketrans(bytes(range(128)), b" " * 128)


class Neighbours:
    """The characters of a page that are not ASCII, two at a time.

    They are counted when one of the two is asked for: the few that stand at a tear are soon found, and to count all
    would take longer than to repair the page.
    """

    def __init__(self, html: str) -> None:
        # Bytes are blanked four times as fast as characters.
        runs = html[:SCANNED].encode(errors="replace").translate(BLANKED).split()
        self.runs = b" ".join(runs).decode()
        self.known: dict[str, Counter[str]] = {}

    def of(self, char: str) -> Counter[str]:
        """The words of two characters that *char* is one of, each with its number; none if it is ASCII."""
        if char not in self.known:
            self.known[char] = Counter() if char.isascii() else self.counted(char)
        return self.known[char]

    def counted(self, char: str) -> Counter[str]:
        """The same, looked for."""
        starts = set[int]()
        place = self.runs.find(char)
        while place >= 0:
            starts |= {place - 1, place}
            place = self.runs.find(char, place + 1)
        return Counter(self.runs[max(0, start) : start + 2] for start in starts)
