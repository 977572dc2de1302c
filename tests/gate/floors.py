"""`floors.toml`: the figures below which the reader must not fall, and the pages they were measured on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_name("floors.toml")
HEAD = """\
# What the reader must reach on tests/pages; the names are explained in figures.py.
# Written by `python tests/gate/measure.py --write`, never by hand.
"""


class LoweredError(Exception):
    """A floor would be lower than it was."""


@dataclass(frozen=True, kw_only=True)
class Floors:
    """`corpus` is the digest of the pages and their gold."""

    corpus: str
    figures: Mapping[str, float]

    def failures(self, corpus: str, figures: Mapping[str, float]) -> list[str]:
        """A line for everything that is not as these floors want it."""
        moved = [] if corpus == self.corpus else ["tests/pages changed: run `python tests/gate/measure.py --write`"]
        names = figures.keys() ^ self.figures.keys()
        unknown = [f"{name} has no floor, or no figure" for name in sorted(names)]
        low = [f"{name} is {figures[name]}, its floor {floor}" for name, floor in self.below(figures)]
        return moved + unknown + low

    def below(self, figures: Mapping[str, float]) -> list[tuple[str, float]]:
        """The floors that *figures* miss."""
        return [(name, floor) for name, floor in self.figures.items() if figures.get(name, floor) < floor]

    def raised(self, corpus: str, figures: Mapping[str, float], *, lower: bool) -> "Floors":
        """New floors at *figures*. Raises LoweredError if one would sink or vanish, unless *lower* allows it."""
        sunk = [f"{name} from {floor} to {figures.get(name, 'nothing')}" for name, floor in self.sunk(figures)]
        if sunk and not lower:
            raise LoweredError("; ".join(sunk))
        return Floors(corpus=corpus, figures=figures)

    def sunk(self, figures: Mapping[str, float]) -> list[tuple[str, float]]:
        """The floors that *figures* miss or leave out."""
        return [(name, floor) for name, floor in self.figures.items() if figures.get(name, -1.0) < floor]


def load(path: Path = PATH) -> Floors:
    """The floors of *path*; none yet if there is no such file."""
    if not path.exists():
        return Floors(corpus="", figures={})
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Floors(corpus=table["corpus"], figures=table["floors"])


def save(floors: Floors, path: Path = PATH) -> None:
    """Write *floors*, one a line."""
    lines = "\n".join(f'"{name}" = {value}' for name, value in floors.figures.items())
    path.write_text(f'{HEAD}corpus = "{floors.corpus}"\n\n[floors]\n{lines}\n', encoding="utf-8")
