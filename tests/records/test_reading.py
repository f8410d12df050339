"""From files to records and back to files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, StudentId, SubjectId, Term, YearId
from hocba_build.records import parallel
from hocba_build.records.layout import parse_path
from hocba_build.records.reader import Reading, disk_source, read_file, read_records
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from tests.records.samples import BASE, SCORES, place, scores


def base() -> dict[str, bytes]:
    """The base example as a mapping of paths to bytes."""
    paths = (path.relative_to(BASE).as_posix() for path in sorted(BASE.rglob("*")) if path.is_file())
    return {path: (BASE / path).read_bytes() for path in paths if parse_path(path)}


def places(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(found.code, found.path, found.line) for found in reading.findings]


def test_a_faulty_file_is_left_out_and_the_rest_is_read() -> None:
    files = {**base(), SCORES: scores('{gk: "8,5"}')}
    reading = read_records(files)
    assert places(reading) == [("HB108", SCORES, 6)]
    assert reading.files == len(files)
    assert reading.records is not None
    of_class = reading.records.years[YearId("2025-2026")].classes[ClassId("6a1")]
    assert (Term.HK1, SubjectId("toan")) not in of_class.subjects
    assert (Term.HK1, SubjectId("gdtc")) in of_class.subjects
    assert [place.path for place in reading.faulty] == [SCORES]


def test_without_the_school_there_are_no_records() -> None:
    files = base()
    del files["records/truong.yaml"]
    reading = read_records(files)
    assert reading.records is None
    assert places(reading) == [("HB212", "records/truong.yaml", None)]
    assert read_records({}).records is None


def test_a_pupil_whose_file_is_faulty_is_left_out() -> None:
    path = "records/hoc-sinh/7400000001.yaml"
    reading = read_records({**base(), path: b"x: 1\n"})
    assert reading.records is not None
    assert StudentId("7400000001") not in reading.records.students
    assert [place.path for place in reading.faulty] == [path]


def test_strangers_are_named_even_with_impossible_names() -> None:
    reading = read_records({**base(), "records/x\udcff\x1b[31m.yaml": b"", "records/.gitkeep": b"", "README.md": b""})
    assert [found.code for found in reading.findings] == ["HB109", "HB109"]
    for found in reading.findings:
        assert found.message.encode()


def test_a_life_page_is_sealed_or_open_but_not_both() -> None:
    sealed = b"-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n"
    path = "records/ho-so/7400000001.yaml"
    files = {**base(), f"{path}.asc": sealed}
    assert places(read_records(files)) == [("HB110", path, None)]
    del files[path]
    reading = read_records(files)
    assert reading.findings == ()
    assert reading.records is not None
    assert reading.records.sealed_families == {StudentId("7400000001")}
    assert places(read_records({**files, f"{path}.asc": b"x: 1\n"})) == [("HB103", f"{path}.asc", 1)]


def test_one_file_for_an_editor() -> None:
    assert read_file(base(), SCORES).findings == ()
    assert [found.code for found in read_file({}, "records/x.yaml").findings] == ["HB109"]


def test_processes_give_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {**base(), SCORES: scores("{gk: 85}")}
    alone = read_records(files)
    monkeypatch.setattr(parallel, "PAYS_FROM", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert read_records(files) == alone


def test_only_regular_files_of_a_folder_are_read(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(scores("{gk: 8}"))
    target = tmp_path / SCORES
    target.unlink()
    target.symlink_to(outside)
    (tmp_path / "records" / "2025-2026" / "6a1" / "hk2").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "records" / "2025-2026" / "6a1" / "hk1" / "khtn.yaml")
    (tmp_path / "records" / "2025-2026" / "6a1" / "hk1" / "tin-hoc.yaml").write_bytes(b"a" * 300_000)
    folder = "records/2025-2026/6a1"
    assert places(read_records(disk_source(tmp_path))) == [
        ("HB111", f"{folder}/hk1/khtn.yaml", None),
        ("HB107", f"{folder}/hk1/tin-hoc.yaml", None),
        ("HB111", f"{folder}/hk1/toan.yaml", None),
        ("HB111", f"{folder}/hk2", None),
    ]


def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    shut = tmp_path / "records" / "hoc-sinh"
    listed = os.scandir

    def scandir(folder: Path) -> object:
        if folder == shut:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    assert ("HB111", "records/hoc-sinh", None) in places(read_records(disk_source(tmp_path)))


@pytest.mark.parametrize("name", ["records", "signatures"])
def test_a_link_in_place_of_a_school_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    shutil.copytree(BASE, tmp_path / "truong")
    (tmp_path / "truong" / name).rename(tmp_path / "ngoai")
    (tmp_path / "truong" / name).symlink_to(tmp_path / "ngoai")
    assert ("HB111", name, None) in places(read_records(disk_source(tmp_path / "truong")))


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    staff = tmp_path / "signatures" / "can-bo.yaml"
    staff.unlink()
    (staff / "x").mkdir(parents=True)
    (tmp_path / SCORES).unlink()
    (tmp_path / SCORES / "x").mkdir(parents=True)
    (tmp_path / SCORES / "x" / "y.yaml").touch()
    empty = SCORES.replace("toan", "ngu-van")
    (tmp_path / empty).mkdir()
    found = places(read_records(disk_source(tmp_path)))
    assert ("HB111", "signatures/can-bo.yaml", None) in found
    assert ("HB109", f"{SCORES}/x/y.yaml", None) in found
    assert {("HB111", SCORES, None), ("HB111", empty, None)} <= set(found)


def test_a_school_is_written_and_read_from_disk(tmp_path: Path) -> None:
    records = read_records(base()).records
    assert records is not None
    write_files(tmp_path, files_of(records), {})
    reading = read_records(disk_source(tmp_path))
    assert reading.findings == ()
    assert reading.records == records


def test_a_file_that_changed_is_not_written_over(tmp_path: Path) -> None:
    first, second, third = scores("{gk: 8}"), scores("{gk: 9}"), scores("{gk: 10}")
    write_files(tmp_path, {SCORES: first}, {SCORES: None})
    write_files(tmp_path, {SCORES: second}, {SCORES: first})
    with pytest.raises(RefusedError, match="đã đổi"):
        write_files(tmp_path, {SCORES: third}, {SCORES: first})
    with pytest.raises(RefusedError, match="đã đổi"):
        write_files(tmp_path, {SCORES: third}, {SCORES: None})
    assert (tmp_path / SCORES).read_bytes() == second
    assert [path.name for path in (tmp_path / SCORES).parent.iterdir()] == ["toan.yaml"]


def test_all_or_none_is_refused(tmp_path: Path) -> None:
    other = "records/2025-2026/6a1/hk1/khtn.yaml"
    write_files(tmp_path, {SCORES: b"a: 1\n"}, {})
    with pytest.raises(RefusedError):
        write_files(tmp_path, {other: b"b: 1\n", SCORES: b"c: 1\n"}, {SCORES: b"x: 1\n"})
    assert not (tmp_path / other).exists()


@pytest.mark.parametrize("path", ["records/../x.yaml", "../x", "/etc/passwd", "README.md", ".git/config"])
def test_nothing_is_written_outside_the_layout(tmp_path: Path, path: str) -> None:
    with pytest.raises(RefusedError):
        write_files(tmp_path, {path: b"x"}, {})


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "root"
    root.mkdir()
    (root / "records").symlink_to(elsewhere)
    with pytest.raises(RefusedError, match="liên kết"):
        write_files(root, {SCORES: b"x"}, {})
    assert list(elsewhere.iterdir()) == []
    assert place().path == SCORES
