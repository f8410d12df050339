"""One figure beside its peer's, and the names by which rows are asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.measure import Measured


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; figures are rates, so that more is better on both sides."""

    name: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    note: str
    seconds: float
    peer_seconds: float
    samples: int
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
        fields = {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}
        return {**fields, "ratio": round(self.ratio, 3)}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: how many things it did, and at what cost."""

    count: int
    cost: Measured

    @property
    def rate(self) -> float:
        """Things a second."""
        return self.count / self.cost.wall


def compare(name: str, unit: str, ours: Side, peer: Side, peer_name: str, note: str, samples: int = 1) -> Row:
    """A row from both sides; each may have done another number of things."""
    return Row(
        name=name,
        ours=ours.rate,
        peer=peer.rate,
        peer_name=peer_name,
        unit=unit,
        note=note,
        seconds=ours.cost.wall,
        peer_seconds=peer.cost.wall,
        samples=samples,
        peak_memory_mb=ours.cost.peak_mb,
        peer_peak_memory_mb=peer.cost.peak_mb,
        cpu_seconds=ours.cost.cpu,
        peer_cpu_seconds=peer.cost.cpu,
    )
