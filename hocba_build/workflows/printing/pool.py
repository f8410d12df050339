"""Workers that print: warm processes on several cores, other machines, or this process when one is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from types import TracebackType
from typing import Final, Protocol, Self

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing.transcript.printing import Batch, Printed, prepare, print_batch, warm_up

AHEAD: Final = 2
"""Batches waiting for each worker; finished files do not pile up in memory."""
MANY: Final = 2
"""Batches from which on workers are worth their start."""


class Workers(Protocol):
    """Something that prints batches, so many at a time."""

    @property
    def size(self) -> int:
        """How many batches are printed at the same time."""

    def submit(self, batch: Batch) -> Future[Printed]:
        """Print a batch, some time."""

    def close(self) -> None:
        """Let the workers go."""


class Processes:
    """Warm processes of this machine: spawned, because a fork would copy the caller's threads half-alive."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool = ProcessPoolExecutor(size, get_context("spawn"), initializer=warm_up)

    def submit(self, batch: Batch) -> Future[Printed]:
        """Print a batch in one of them."""
        return self._pool.submit(print_batch, batch)

    def close(self) -> None:
        """End them."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Press:
    """Prints batches in order; closing it ends the workers, or leaves the cluster behind ``executor``."""

    def __init__(self, jobs: int, executor: str | None = None) -> None:
        prepare()
        self._jobs = max(1, jobs)
        self._executor = executor
        self._workers: Workers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._workers is not None:
            self._workers.close()

    def run(self, batches: Iterable[Batch]) -> Iterator[Printed]:
        """What came of each batch, in order; a single batch is printed in this process."""
        if self._executor is not None:
            yield from self._run_on(self._cluster(self._executor), iter(batches))
            return
        coming = iter(batches)
        first = list(islice(coming, 2))
        if self._jobs == 1 or len(first) < MANY:
            yield from map(print_batch, chain(first, coming))
            return
        self._workers = self._workers or Processes(self._jobs)
        try:
            yield from self._run_on(self._workers, chain(first, coming))
        except BrokenProcessPool as error:
            raise HocbaError(
                "Một tiến trình in đã dừng đột ngột (có thể do thiếu bộ nhớ).",
                "Chạy lại với --jobs 1; những tệp đã in xong được giữ.",
            ) from error

    @staticmethod
    def _run_on(workers: Workers, batches: Iterator[Batch]) -> Iterator[Printed]:
        waiting = deque(workers.submit(batch) for batch in islice(batches, AHEAD * workers.size))
        while waiting:
            printed = waiting.popleft().result()
            waiting.extend(workers.submit(batch) for batch in islice(batches, 1))
            yield printed

    def _cluster(self, executor: str) -> Workers:
        from hocba_build.workflows.printing.cluster import Cluster  # Only where other machines are asked for.

        self._workers = self._workers or Cluster(executor)
        return self._workers
