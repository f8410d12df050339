"""A memory with a limit in bytes: what was asked for lately is kept, as long as all of it together is small enough."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Bounded(Generic[K, V]):
    """A function whose newest answers are remembered; ``weigh`` says how many bytes an answer takes, about.

    Answers live in two generations of half the limit each: what nobody asks for while a generation fills is dropped
    with the one before it. Remembering an order of use would cost more than most answers do.
    """

    def __init__(self, make: Callable[[K], V], weigh: Callable[[V], int], limit: int) -> None:
        """Remember at most ``limit`` bytes, and one answer more where that alone is heavier."""
        self._make = make
        self._weigh = weigh
        self._half = limit // 2
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._weights = [0, 0]

    @property
    def weight(self) -> int:
        """Bytes that are remembered now."""
        return sum(self._weights)

    def __call__(self, key: K) -> V:
        """The answer, from memory or made now."""
        try:
            return self._young[key]
        except KeyError:
            pass
        made = self._old[key] if key in self._old else self._make(key)
        self.learn(key, made)
        return made

    def learn(self, key: K, made: V) -> None:
        """Remember an answer that was made elsewhere."""
        weight = self._weigh(made)
        if self._young and self._weights[0] + weight > self._half:
            self._old, self._young = self._young, {}
            self._weights = [0, self._weights[0]]
        self._young[key] = made
        self._weights[0] += weight
