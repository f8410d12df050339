"""Whole processes by the clock: wall and processor time, and the memory of a process with all of its workers."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

FIRST_SAMPLE_SECONDS: Final = 0.002
SAMPLE_SECONDS: Final = 0.25
"""To look at memory holds a process up: each twentieth of a second made a program of many short ones a fifth slower."""
ENOUGH_SECONDS: Final = 75
"""What has taken this long is not repeated."""
TICKS: Final = os.sysconf("SC_CLK_TCK")
_INSTALLED: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program runs: compiled once, not at every start."""


class FailedRunError(RuntimeError):
    """A measured process ended otherwise than it should: its time would say nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process (and those it started) cost: seconds, and MB at the most."""

    wall: float
    cpu: float
    peak_mb: float
    walls: tuple[float, ...] = ()
    """Of several runs: the seconds of each, shortest first."""

    @property
    def taken(self) -> tuple[float, ...]:
        """The seconds of every run, shortest first."""
        return self.walls or (self.wall,)


def run(
    command: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: str = ""
) -> Measured:
    """Run a command to its end and measure it.

    Raises:
        FailedRunError: it did not end with status 0.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**_INSTALLED, **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = _Watch(process.pid)
    output = _talk(process, stdin)
    # Not process.wait(): only this gives the processor time of the process and of the workers it has waited for …
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.stop()
    if process.returncode != 0:
        message = f"{command[0]} ended with {process.returncode}: {output[-2000:]}"
        raise FailedRunError(message)
    # … which a browser does not do: of its processes only the watch knows.
    return Measured(wall, max(usage.ru_utime + usage.ru_stime, watch.cpu), watch.peak_mb)


def _talk(process: subprocess.Popen[str], stdin: str) -> str:
    """Hand over the input, read the output until the process closes it."""
    if process.stdin is None or process.stdout is None:
        return ""
    with process.stdin as pipe:
        pipe.write(stdin)
    with process.stdout as pipe:
        return pipe.read()


def middle(measure: Callable[[], Measured], runs: int) -> Measured:
    """The median of several runs, figure by figure; fewer runs of what takes long."""
    taken: list[Measured] = []
    while len(taken) < runs and sum(one.wall for one in taken) < ENOUGH_SECONDS:
        taken.append(measure())
    walls = tuple(sorted(one.wall for one in taken))
    return Measured(median(walls), median(one.cpu for one in taken), max(one.peak_mb for one in taken), walls)


def total(parts: Sequence[Measured]) -> Measured:
    """Several runs one after another as one."""
    return Measured(
        sum(part.wall for part in parts), sum(part.cpu for part in parts), max(part.peak_mb for part in parts)
    )


class _Watch:
    """Adds up processor time and memory of a process tree: proportional memory (PSS), as shared pages count once."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._ticks: dict[int, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        pause, over = FIRST_SAMPLE_SECONDS, False
        while not over:
            tree = list(_tree(self._pid))
            self._peak = max(self._peak, sum(map(_pss_kb, tree)))
            self._ticks |= {pid: _ticks(pid) or self._ticks.get(pid, 0) for pid in tree}
            over = self._over.wait(pause)
            # Close together at first: some commands last a hundredth of a second.
            pause = min(2 * pause, SAMPLE_SECONDS)

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        self._thread.join()

    @property
    def peak_mb(self) -> float:
        """The highest sum of memory seen, in MB."""
        return round(self._peak / 1024, 1)

    @property
    def cpu(self) -> float:
        """Processor time of all processes seen, as of the last look at each, in seconds."""
        return sum(self._ticks.values()) / TICKS


def _tree(pid: int) -> Iterator[int]:
    """A process and everything it has started."""
    yield pid
    found: list[str] = []
    with suppress(OSError):  # It ended meanwhile.
        for children in list(Path(f"/proc/{pid}/task").glob("*/children")):
            found += children.read_text().split()
    for child in found:
        yield from _tree(int(child))


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _ticks(pid: int) -> int:
    """User and system time of one process so far."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(after_name[11]) + int(after_name[12])
