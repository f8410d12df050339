"""One figure beside its peer's, and the names by which rows are asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.measure import Measured


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; figures are rates, so that more is better on both sides.

    Seconds are the median of the runs, and every run from the shortest to the longest; ``aim`` is the ratio wanted.
    """

    name: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    note: str
    seconds: float
    seconds_taken: tuple[float, ...]
    peer_seconds: float
    peer_seconds_taken: tuple[float, ...]
    aim: float | None
    peak_memory_mb: float
    peer_peak_memory_mb: float
    cpu_seconds: float
    peer_cpu_seconds: float

    @property
    def ratio(self) -> float:
        """How many times better ours is."""
        return self.ours / self.peer

    @property
    def document(self) -> dict[str, Any]:
        """The row as it stands in ``bench.json``."""
        return {key: _rounded(value) for key, value in {**asdict(self), "ratio": self.ratio}.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: how many things it did, and at what cost."""

    count: int
    cost: Measured

    @property
    def rate(self) -> float:
        """Things a second."""
        return self.count / self.cost.wall


def compare(name: str, unit: str, ours: Side, peer: Side, peer_name: str, note: str, aim: float | None = None) -> Row:
    """A row from both sides; each may have done another number of things."""
    return Row(
        name=name,
        ours=ours.rate,
        peer=peer.rate,
        peer_name=peer_name,
        unit=unit,
        note=note,
        seconds=ours.cost.wall,
        seconds_taken=ours.cost.taken,
        peer_seconds=peer.cost.wall,
        peer_seconds_taken=peer.cost.taken,
        aim=aim,
        peak_memory_mb=ours.cost.peak_mb,
        peer_peak_memory_mb=peer.cost.peak_mb,
        cpu_seconds=ours.cost.cpu,
        peer_cpu_seconds=peer.cost.cpu,
    )


def thousands(count: int) -> str:
    """A whole number as people write it here."""
    return f"{count:,}".replace(",", ".")


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_rounded(one) for one in value]
    return round(value, 3) if isinstance(value, float) else value
