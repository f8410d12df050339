"""Verify a ledger inside a program that runs already, as the desk does; the seconds of that alone go into a file."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from hocba_build.workflows.ledger.verify import verify


def main(path: str, root: str, state: str, out: str) -> None:
    """Write wall and processor seconds of one verification."""
    wall, cpu = time.perf_counter(), time.process_time()
    verdict = verify(Path(path), Path(root), state=Path(state)).verdict.value
    taken = time.perf_counter() - wall, time.process_time() - cpu
    if verdict != "valid":
        raise SystemExit(f"the ledger is {verdict}")
    Path(out).write_text(json.dumps(taken), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
