"""Many files at once, over the machine's processors where that pays."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final

from hocba_build.records.inspect import Inspected, inspect
from hocba_build.records.layout import RecordPath

PAYS_FROM: Final = 400
"""Files below which starting processes costs more than it saves."""
_CHUNKS_EACH: Final = 4


def inspect_many(files: list[tuple[RecordPath, bytes]]) -> list[Inspected]:
    """Each file by itself, in the order given."""
    workers = min(os.cpu_count() or 1, 8)
    if len(files) < PAYS_FROM or workers < 2:
        return _inspect_chunk(files)
    size = -(-len(files) // (workers * _CHUNKS_EACH))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context()) as pool:
            return [inspected for chunk in pool.map(_inspect_chunk, chunks) for inspected in chunk]
    except (BrokenProcessPool, OSError, PermissionError):
        return _inspect_chunk(files)


def _inspect_chunk(files: list[tuple[RecordPath, bytes]]) -> list[Inspected]:
    return [inspect(place, raw) for place, raw in files]
