"""Small files the tests of the records floor share."""

from __future__ import annotations

import re
from pathlib import Path

from hocba_build.records.layout import RecordPath, parse_path

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "examples" / "base"
SCORES = "records/2025-2026/6a1/hk1/toan.yaml"
HEADER = 'nam_hoc: "2025-2026"\nlop: 6a1\nhoc_ki: hk1\nmon: toan\ndiem:\n'
FIRST_ROW = HEADER.count("\n") + 1


def place(path: str = SCORES) -> RecordPath:
    """A path that is known to be good."""
    found = parse_path(path)
    assert found is not None, path
    return found


def scores(row: str) -> bytes:
    """A score file with one pupil's row."""
    return f'{HEADER}  "7400000001": {row}\n'.encode()


def documented() -> dict[str, bytes]:
    """The examples of docs/records.md that are whole files, by path."""
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    paths = {
        "records/truong.yaml": "records/truong.yaml",
        "records/hoc-sinh/": "records/hoc-sinh/7400000001.yaml",
        "records/nam-cu/": "records/nam-cu/2021-2022/7400000001.yaml",
        "phan-cong.yaml": "records/2025-2026/phan-cong.yaml",
        "/lop.yaml": "records/2025-2026/10a1/lop.yaml",
        "hk2/&lt;mon": SCORES,
        "/quyet-dinh.yaml": "records/2025-2026/6a1/quyet-dinh.yaml",
        "/chuyen-den/": "records/2025-2026/6a1/chuyen-den/7400000009.yaml",
        "can-bo.yaml": "signatures/can-bo.yaml",
    }
    found: dict[str, bytes] = {}
    for section in text.split("\n## ")[1:]:
        block = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
        for words, path in paths.items():
            if block and words in section.partition("\n")[0]:
                found[path] = block[1].encode()
    assert len(found) == len(paths)
    return found
