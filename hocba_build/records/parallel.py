"""Many files at once, over the machine's processors where that pays."""

from __future__ import annotations

import os
from typing import Final

from hocba_build.records.inspect import inspect
from hocba_build.records.layout import RecordPath
from hocba_build.records.packed import pack

PAYS_FROM: Final = 400
"""Files below which starting processes costs more than it saves."""
_CHUNKS_EACH: Final = 4
_MOST_WORKERS: Final = 8


def inspect_many(files: list[tuple[RecordPath, bytes]]) -> list[str]:
    """Each file by itself, packed, in the order given."""
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if len(files) < PAYS_FROM or workers == 1:
        return _inspect_chunk(files)
    size = -(-len(files) // (workers * _CHUNKS_EACH))
    # Loaded only where it pays: most commands look at a few files.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    try:
        with ProcessPoolExecutor(workers) as pool:
            return [packed for chunk in pool.map(_inspect_chunk, chunks) for packed in chunk]
    except (BrokenProcessPool, OSError):
        return _inspect_chunk(files)


def _inspect_chunk(files: list[tuple[RecordPath, bytes]]) -> list[str]:
    return [pack(inspect(place, raw)) for place, raw in files]
