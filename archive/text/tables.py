"""The tables in `data/`, read once and when first asked for. `generate.py` wrote them."""

import math
from functools import cache
from importlib import resources


def lines(name: str) -> list[str]:
    """The lines of a table."""
    return (resources.files("archive.text") / "data" / name).read_text(encoding="utf-8").splitlines()


@cache
def fold_table() -> dict[int, str]:
    """For `str.translate`: every variant to the character that stands for its class, the first of its line."""
    return {ord(variant): row[0] for row in lines("fold.txt") for variant in row[1:]}


@cache
def readings() -> dict[str, str]:
    """Each pinyin reading, with its tone mark if it has one, and the characters that may be read so."""
    return dict(row.split(" ", 1) for row in lines("readings.txt"))


@cache
def script_characters(script: str) -> frozenset[str]:
    """The characters that only that script has, `simplified` or `traditional`; those of dual use are in neither."""
    return frozenset("".join(lines(f"{script}.txt")))


@cache
def torn_words() -> dict[str, float]:
    """Folded neighbours in a word, one of which can be what a mirror's comma tore apart, each with its weight.

    The weight comes from the frequency: 0 for the rarest, 3.4 for the commonest.
    """
    return {row[:2]: math.log10(int(row[3:])) - 1 for row in lines("words.txt")}
