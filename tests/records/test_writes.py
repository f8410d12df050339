"""Several files change together or not at all, wherever the power goes, and nobody's work is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.records.writes import FOLDER, finish_interrupted, write_files
from tests.power_cut import cut_short

KEPT, GONE, NEW = (f"records/hoc-sinh/740000000{number}.yaml" for number in (1, 2, 3))
BEFORE = {KEPT: b"a: 1\n", GONE: b"b: 1\n"}
AFTER = {KEPT: b"a: 2\n", NEW: b"c: 1\n"}
CHANGE = {KEPT: b"a: 2\n", GONE: None, NEW: b"c: 1\n"}


def lay(root: Path) -> None:
    for path in (KEPT, GONE, NEW):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)
        if path in BEFORE:
            (root / path).write_bytes(BEFORE[path])


def held(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in (KEPT, GONE, NEW) if (root / path).exists()}


def test_a_power_cut_anywhere_leaves_all_or_nothing(tmp_path: Path) -> None:
    lay(tmp_path)
    ends = []
    for step in cut_short(lambda: write_files(tmp_path, CHANGE, {**BEFORE, NEW: None})):
        for path, data in held(tmp_path).items():
            assert data in (BEFORE.get(path), AFTER.get(path)), step
        finish_interrupted(tmp_path)
        assert held(tmp_path) in (BEFORE, AFTER), step
        assert not (tmp_path / FOLDER).exists(), step
        ends.append(held(tmp_path) == AFTER)
        lay(tmp_path)
    assert held(tmp_path) == AFTER
    assert ends == sorted(ends)  # first nothing, from the plan on everything
    assert True in ends
    assert False in ends


def test_a_file_changed_after_the_cut_is_not_written_over(tmp_path: Path) -> None:
    lay(tmp_path)
    for _ in cut_short(lambda: write_files(tmp_path, CHANGE, {})):
        if (tmp_path / FOLDER / "ke-hoach.json").exists() and held(tmp_path) == BEFORE:
            break
    (tmp_path / GONE).write_bytes(b"b: 9\n")
    with pytest.raises(RefusedError, match="bị ngắt") as refused:
        finish_interrupted(tmp_path)
    assert GONE in refused.value.message
    assert FOLDER in refused.value.hint
    assert held(tmp_path) == {KEPT: b"a: 1\n", GONE: b"b: 9\n"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_files(tmp_path, CHANGE, {})
    assert held(tmp_path) == BEFORE
    assert not (tmp_path / FOLDER).exists()


def test_a_folder_in_a_files_place_is_refused(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / NEW).mkdir()
    with pytest.raises(RefusedError, match="Không phải tệp thường"):
        write_files(tmp_path, CHANGE, {})
    assert (tmp_path / KEPT).read_bytes() == BEFORE[KEPT]
