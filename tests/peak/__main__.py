"""``python -m tests.peak [--classes 36] [--pupils 42] [--at-once 8]``: play the year end, say as JSON what it took."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from tests.peak.play import YearEnd
from tests.peak.school import make_apart


def main() -> None:
    """Make the school, play, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.peak", description="Cuối năm học của một trường lớn.")
    parser.add_argument("--classes", type=int, default=36)
    parser.add_argument("--pupils", type=int, default=42)
    parser.add_argument("--at-once", type=int, default=8)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="hbp"))  # Short: GnuPG's sockets lie below it.
    try:
        make_apart(folder, asked.classes, asked.pupils)
        end = YearEnd(folder, asked.at_once)
        end.play()
        minutes = {name: round(seconds / 60, 1) for name, seconds in end.phases.items()}
        print(json.dumps({**end.counts(), "minutes": minutes, "verdict": end.verdict()}, indent=1))
    finally:
        YearEnd(folder).end_agents()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
