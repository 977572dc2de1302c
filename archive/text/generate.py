"""Write the tables in `data/` from OpenCC's dictionaries, pypinyin's readings and jieba's words.

    python -m archive.text.generate

Needs the packages `opencc` (OpenCC proper: it brings the dictionaries, and `opencc_dict`, which prints them),
`pypinyin` and `jieba`; nothing else in the project does. A changed `fold.txt` invalidates every key and the search
index: raise `FOLD` with it.
"""

import json
import subprocess
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from importlib.metadata import version
from itertools import chain, pairwise
from pathlib import Path

DATA = Path(__file__).with_name("data")
OUTSIDE = 3  # the level given to characters that GB2312 lacks
SELDOM = 10  # a word that jieba's corpus has less often proves nothing
LINE = 64  # characters to a line in the two script files

Dictionary = Mapping[str, list[str]]  # a character and what it may become, the most usual first

# Both characters of each pair are in everyday simplified use, and some dictionary joins them: a search for 呆 would
# find every 待.
PAIRS = ("像象", "坐座", "沈沉", "划畫", "链鍊", "呆待", "哩里", "幺么", "淼渺", "坏坯")
CUTS = frozenset(map(frozenset, PAIRS))

# Simplified forms that stand in traditional text too, as other words or because converters leave them.
DUAL_USE = frozenset("后于里干斗范群峰采愿筑托余并么云系制只征谷面松秘辟")


def main() -> None:
    """Write all five tables."""
    simplify, complicate = read_dictionary("TSCharacters"), read_dictionary("STCharacters")
    variants = map(read_dictionary, ("TWVariants", "HKVariants", "CJK_Compatibility_Ideographs"))
    classes = [order(members, simplify) for members in join(map(links, (complicate, simplify, *variants)))]
    write("fold.txt", sorted(classes))
    write("readings.txt", (f"{reading} {chars}" for reading, chars in sorted(read_readings().items())))
    write("simplified.txt", wrap(one_sided(complicate) - DUAL_USE))
    write("traditional.txt", wrap(one_sided(simplify)))
    write("words.txt", (f"{word} {number}" for word, number in sorted(torn_words(classes).items())))
    sources = ", ".join(f"{name} {version(name)}" for name in ("opencc", "pypinyin", "jieba"))
    print(f"tables written from {sources}")  # noqa: T201 - a command


def read_dictionary(name: str) -> Dictionary:
    """One of OpenCC's dictionaries; it ships them as tries, and a program that prints them."""
    folder = Path(str(resources.files("opencc"))) / "clib"
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / name
        trie = folder / "share" / "opencc" / f"{name}.ocd2"
        command = (folder / "bin" / "opencc_dict", "-i", trie, "-o", target, "-f", "ocd2", "-t", "text")
        subprocess.run([str(part) for part in command], check=True)  # noqa: S603 - the program is OpenCC's own
        lines = target.read_text(encoding="utf-8").splitlines()
    return {key: values.split(" ") for key, _, values in (line.partition("\t") for line in lines)}


def links(table: Dictionary) -> Iterable[tuple[str, str]]:
    """Every character with each single character it may become."""
    for key, values in table.items():
        for value in values:
            if len(key) == len(value) == 1 and key != value and {key, value} not in CUTS:
                yield key, value


def join(tables: Iterable[Iterable[tuple[str, str]]]) -> list[list[str]]:
    """The classes of the smallest equivalence in which each linked pair is equal (union-find)."""
    parent: dict[str, str] = {}

    def find(char: str) -> str:
        while (above := parent.setdefault(char, char)) != char:
            parent[char] = parent[above]
            char = above
        return char

    for one, other in chain.from_iterable(tables):
        parent[find(one)] = find(other)
    classes = defaultdict(list)
    for char in parent:
        classes[find(char)].append(char)
    return list(classes.values())


def order(members: Sequence[str], simplify: Dictionary) -> str:
    """A class as a string that begins with its representative: the plainest simplified character."""
    becomes = {char: simplify.get(char, [char])[0] for char in members}
    meant = Counter(plainer for char, plainer in becomes.items() if plainer != char)

    def plain(char: str) -> tuple[bool, bool, int, int, int]:
        compatibility = unicodedata.normalize("NFKC", char) != char
        return (compatibility, becomes[char] != char, gb2312_level(char), -meant[char], ord(char))

    return "".join(sorted(members, key=plain))


def gb2312_level(char: str) -> int:
    """1 for the 3,755 common characters of GB2312, 2 for its 3,008 rarer ones, `OUTSIDE` for any other."""
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return OUTSIDE
    return 1 if lead < 0xD8 else 2  # noqa: PLR2004 - where level 2 begins


def one_sided(table: Dictionary) -> set[str]:
    """The characters that can not stand unchanged in the other script."""
    return {char for char, values in table.items() if char not in values and len(char) == 1}


def read_readings() -> dict[str, str]:
    """Each reading with the characters that may be read so."""
    path = resources.files("pypinyin") / "pinyin_dict.json"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, readings in json.loads(path.read_text(encoding="utf-8")).items():
        for reading in readings.split(","):
            found[unicodedata.normalize("NFC", reading)].append(chr(int(code)))
    return {reading: "".join(sorted(chars)) for reading, chars in found.items()}


def torn_words(classes: Iterable[str]) -> dict[str, int]:
    """Folded neighbours in a word, one of which can be torn apart (its second byte is A3), and their frequency."""
    fold = str.maketrans({variant: row[0] for row in classes for variant in row[1:]})
    leads = (*range(0x81, 0xA1), *range(0xB0, 0xF8))
    torn = {bytes((lead, 0xA3)).decode("gb18030").translate(fold) for lead in leads}
    found: Counter[str] = Counter()
    for row in (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = row.split(" ")
        for one, other in pairwise(word.translate(fold)):
            if torn & {one, other} and max(gb2312_level(one), gb2312_level(other)) < OUTSIDE:
                found[one + other] += int(frequency)
    return {word: number for word, number in found.items() if number >= SELDOM}


def wrap(chars: Iterable[str]) -> Iterable[str]:
    """The characters in code order, some to a line."""
    row = "".join(sorted(chars))
    return (row[start : start + LINE] for start in range(0, len(row), LINE))


def write(name: str, lines: Iterable[str]) -> None:
    """Write one table."""
    (DATA / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
