"""What the figures were measured on; no name of a machine or person."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> dict[str, object]:
    """Processors, memory and versions."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(_from("/proc/meminfo", "MemTotal") / 1024**2, 1),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def load() -> float:
    """How busy the machine was in the last minute."""
    return round(os.getloadavg()[0], 2)


def _from(path: str, key: str) -> int:
    lines = Path(path).read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{key}:")), 0)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
