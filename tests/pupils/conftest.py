"""Desks of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from hocba_build.records.strict_yaml import parse
from tests.pupils.school import BASE, ROOT, Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The base school of the examples: two classes of grade 6, one of grade 10, in the first semester."""
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "state"))
    shutil.copytree(BASE, tmp_path / "truong")
    return Desk(tmp_path / "truong")


@pytest.fixture
def new_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A finished year of one class of grade 6, and the year after it with lists nobody has written a score for."""
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "state"))
    root = tmp_path / "truong"
    shutil.copytree(ROOT / "records/2024-2025/6a1", root / "records/2024-2025/6a1")
    listed: Any = parse((root / "records/2024-2025/6a1/lop.yaml").read_bytes())
    pupils = [f"records/hoc-sinh/{row['ma']}.yaml" for row in listed["hoc_sinh"]]
    own = ("signatures/can-bo.yaml", "records/truong.yaml")
    for path in (*own, *pupils, "records/2024-2025/nam-hoc.yaml", "records/2025-2026/nam-hoc.yaml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, root / path)
    for class_id in ("6a1", "7a1", "8a1", "10a1"):
        place = root / f"records/2025-2026/{class_id}/lop.yaml"
        place.parent.mkdir(parents=True)
        head = f'nam_hoc: "2025-2026"\nlop: {class_id}\nten: {class_id.upper()}\nkhoi: {class_id.partition("a")[0]}\n'
        place.write_text(f"{head}hoc_sinh: []\n", "utf-8")
    return Desk(root)
