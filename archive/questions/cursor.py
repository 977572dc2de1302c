"""Where an article stands in an answer, as a word that can be handed back for what comes behind it."""

import math
import re
from dataclasses import dataclass
from typing import Self

from archive.errors import QueryError

NEW = re.compile(r"n(-?[0-9a-f]{1,15})")
RANK = re.compile(r"r(-?[0-9a-f]{1,15})_([0-9a-fpx.+-]{1,40})")


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """The slot, and in a ranked answer the rank, of an article."""

    slot: int
    rank: float | None = None

    def __str__(self) -> str:
        return f"n{self.slot:x}" if self.rank is None else f"r{self.slot:x}_{self.rank.hex()}"

    @classmethod
    def read(cls, word: str, *, ranked: bool) -> Self:
        """The cursor that *word* is. Raises QueryError if it is none of such an answer."""
        found = (RANK if ranked else NEW).fullmatch(word)
        try:
            if found:
                rank = float.fromhex(found[2]) if ranked else None
                if rank is None or math.isfinite(rank):
                    return cls(slot=int(found[1], 16), rank=rank)
        except (ValueError, OverflowError):
            pass
        raise QueryError(f"'{word}' is no place in an answer of this kind: take it from the page before")
