"""What a user would write: ``HTML(file).write_pdf(…)``, one pupil after another in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import weasyprint


def main(names: list[str]) -> None:
    """Print each file beside itself."""
    for name in names:
        weasyprint.HTML(name).write_pdf(Path(name).with_suffix(".pdf"))


if __name__ == "__main__":
    main(sys.argv[1:])
