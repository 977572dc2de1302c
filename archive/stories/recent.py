"""What was made last and may be asked for again, kept in memory up to a bound."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(kw_only=True)
class Recent(Generic[Key, Value]):
    """Values by key; those not asked for longest go where all together weigh more than `most`."""

    most: int
    weigh: Callable[[Value], int]
    kept: OrderedDict[Key, Value] = field(default_factory=OrderedDict)
    weight: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Key) -> Value | None:
        """What is kept under *key*, if it still is."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep what has been made."""
        with self.lock:
            if key in self.kept or self.weigh(value) > self.most:
                return
            self.kept[key] = value
            self.weight += self.weigh(value)
            while self.weight > self.most:
                _, oldest = self.kept.popitem(last=False)
                self.weight -= self.weigh(oldest)
