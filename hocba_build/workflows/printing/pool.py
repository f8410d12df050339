"""Workers that print: warm processes on several cores, or this process when one is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing.transcript.printing import Batch, Printed, prepare, print_batch, warm_up

AHEAD = 2
"""Batches waiting for each worker; finished files do not pile up in memory."""
MANY = 2
"""Batches from which on workers are worth their start."""


class Press:
    """Prints batches in order; closing it ends the workers."""

    def __init__(self, jobs: int) -> None:
        prepare()
        self._jobs = max(1, jobs)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(self, batches: Iterable[Batch]) -> Iterator[Printed]:
        """What came of each batch, in order; a single batch is printed in this process."""
        coming = iter(batches)
        first = list(islice(coming, 2))
        if self._jobs == 1 or len(first) < MANY:
            yield from map(print_batch, chain(first, coming))
            return
        try:
            yield from self._run_in_pool(chain(first, coming))
        except BrokenProcessPool as error:
            raise HocbaError(
                "Một tiến trình in đã dừng đột ngột (có thể do thiếu bộ nhớ).",
                "Chạy lại với --jobs 1; những tệp đã in xong được giữ.",
            ) from error

    def _run_in_pool(self, batches: Iterator[Batch]) -> Iterator[Printed]:
        pool = self._open_pool()
        waiting = deque(pool.submit(print_batch, batch) for batch in islice(batches, AHEAD * self._jobs))
        while waiting:
            printed = waiting.popleft().result()
            waiting.extend(pool.submit(print_batch, batch) for batch in islice(batches, 1))
            yield printed

    def _open_pool(self) -> ProcessPoolExecutor:
        """Started at the first use: spawned, because a fork would copy the caller's threads half-alive."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), initializer=warm_up)
        return self._pool
