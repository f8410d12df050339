"""How large a sample is asked for, and the only source of chance in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

OPEN_YEAR: Final = 2025
"""The last school year of every sample is 2025-2026, which is still open."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Classes a year, pupils a class, school years up to the open one, and the seed."""

    classes: int = 7
    pupils_per_class: int = 40
    years: int = 2
    seed: int = 2025

    @property
    def first_year(self) -> int:
        """The calendar year in which the first school year begins."""
        return OPEN_YEAR - self.years + 1

    @property
    def case_year(self) -> int:
        """The last complete school year: the special cases are placed there."""
        return OPEN_YEAR - 1


def derive(seed: int, *labels: object) -> Random:
    """A stream of its own for each use, so that one more draw here changes nothing elsewhere."""
    return Random("/".join(str(part) for part in (seed, *labels)))


def chance(rng: Random, probability: float) -> bool:
    """True with the probability."""
    return rng.random() < probability


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included; ``random()`` alone is promised to be stable."""
    return low + int(rng.random() * (high - low + 1))


def pick(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices."""
    return choices[int(rng.random() * len(choices))]


def bell(rng: Random, mean: float, spread: float) -> float:
    """A bell-shaped number by sums only: logarithms differ in the last bit between platforms."""
    return mean + spread * (sum(rng.random() for _ in range(6)) - 3.0) * 1.4
