"""A memory with a limit in bytes: what was asked for last is kept, as long as all of it together is small enough."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Bounded(Generic[K, V]):
    """A function whose newest answers are remembered; ``weigh`` says how many bytes an answer takes, about."""

    def __init__(self, make: Callable[[K], V], weigh: Callable[[V], int], limit: int) -> None:
        """Remember at most ``limit`` bytes; an answer that alone is heavier is not kept."""
        self._make = make
        self._weigh = weigh
        self._limit = limit
        self._kept: OrderedDict[K, V] = OrderedDict()
        self.weight = 0

    def __call__(self, key: K) -> V:
        """The answer, from memory or made now."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = self._make(key)
        self._kept[key] = made
        self.weight += self._weigh(made)
        while self.weight > self._limit:
            _, dropped = self._kept.popitem(last=False)
            self.weight -= self._weigh(dropped)
        return made
