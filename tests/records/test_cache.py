"""The cache changes how long an answer takes, never the answer."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from hocba_build.records import cache as cache_module
from hocba_build.records import reader
from hocba_build.records.cache import FILE, Cache, blob_id
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import RecordPath
from hocba_build.records.packed import pack, unpack
from hocba_build.records.parallel import inspect_many
from hocba_build.workflows.check import CheckResult, check
from tests.records.samples import BASE, SCORES, place, scores


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A copy of the base example with one fault."""
    root = tmp_path / "truong"
    shutil.copytree(BASE, root)
    (root / SCORES).write_bytes(scores("{gk: 85}"))
    return root


def cold(school: Path) -> CheckResult:
    return check(school)


def test_blob_ids_are_those_of_git() -> None:
    assert blob_id(b"").hex() == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_packing_loses_nothing(school: Path) -> None:
    for raw in (scores("{tx: [8.5, null], gk: 7, nhan_xet: Tiến bộ.}"), scores("{gk: 85}")):
        inspected = inspect(place(), raw)
        assert unpack(pack(inspected)) == inspected
    assert school.is_dir()


def test_a_state_folder_that_may_not_be_looked_into_costs_only_time(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    expected = cold(school)
    monkeypatch.setattr(Path, "is_file", refuse)
    assert check(school, state=tmp_path) == expected


def test_a_warm_answer_is_the_cold_one_and_reads_nothing(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = cold(school)
    assert [found.code for found in expected.findings] == ["HB108"]
    assert check(school, state=tmp_path) == expected
    assert (tmp_path / FILE).is_file()

    def refuse(files: object) -> list[str]:
        raise AssertionError(files)

    monkeypatch.setattr(reader, "inspect_many", refuse)
    assert check(school, state=tmp_path) == expected


def test_one_change_reads_one_file(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(school, state=tmp_path)
    (school / SCORES).write_bytes(scores("{gk: 8.55}"))
    seen: list[str] = []

    def watch(files: list[tuple[RecordPath, bytes]]) -> list[str]:
        seen.extend(where.path for where, _ in files)
        return inspect_many(files)

    monkeypatch.setattr(reader, "inspect_many", watch)
    assert check(school, state=tmp_path) == cold(school)
    assert seen[:1] == [SCORES]


def test_a_stranger_is_seen_although_nothing_else_changed(school: Path, tmp_path: Path) -> None:
    check(school, state=tmp_path)
    (school / "records" / "x.yaml").write_bytes(b"")
    assert "HB109" in {found.code for found in check(school, state=tmp_path).findings}


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_cache_is_begun_anew(school: Path, tmp_path: Path, damage: bytes) -> None:
    expected = check(school, state=tmp_path)
    (tmp_path / FILE).write_bytes(damage)
    for _ in range(3):
        assert check(school, state=tmp_path) == expected


def test_altered_rows_are_not_believed(school: Path, tmp_path: Path) -> None:
    expected = check(school, state=tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE answers SET value = '[]'")
    connection.close()
    assert check(school, state=tmp_path) == expected


def test_a_locked_cache_costs_only_time(school: Path, tmp_path: Path) -> None:
    expected = check(school, state=tmp_path)
    connection = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert check(school, state=tmp_path) == expected
    finally:
        connection.close()


def test_a_state_folder_that_cannot_be_made_costs_only_time(school: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert check(school, state=blocked / "state") == cold(school)


def test_another_program_keeps_to_itself(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = scores("{gk: 8}")
    kept = Cache(tmp_path)
    kept.keep(place(), raw, pack(inspect(place(), raw)))
    kept.save()
    assert set(Cache(tmp_path).recall([(place(), raw)])) == {SCORES}
    monkeypatch.setattr(cache_module, "program_digest", lambda: b"another")
    assert Cache(tmp_path).recall([(place(), raw)]) == {}
    assert school.is_dir()
