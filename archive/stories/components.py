"""Components of a graph whose edges are found one by one. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Components:
    """Disjoint sets of numbers. A number that was never joined is a set of its own."""

    parents: dict[int, int] = field(default_factory=dict)

    def root(self, number: int) -> int:
        """The number that stands for the set of *number*."""
        self.parents.setdefault(number, number)
        while (parent := self.parents[number]) != number:
            self.parents[number] = self.parents[parent]
            number = parent
        return number

    def join(self, one: int, other: int) -> None:
        """Make the sets of two numbers one."""
        self.parents[self.root(other)] = self.root(one)

    def joined(self, numbers: Iterable[int]) -> bool:
        """Whether all *numbers* are in one set."""
        return len({self.root(number) for number in numbers}) <= 1

    def sets(self, numbers: Iterable[int] = ()) -> Collection[list[int]]:
        """The sets of *numbers* and of all that were joined, each in order, in order of their first."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number in sorted({*numbers, *self.parents}):
            found[self.root(number)].append(number)
        return found.values()
